"""A title's own page, and what a member does there."""
