"""The texts of titles: an index of their words, and vectors of what they mean."""
