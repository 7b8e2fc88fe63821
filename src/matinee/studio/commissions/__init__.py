"""Pictures that a board asks of a model: each by a permit, in a queue, and temporary."""
