"""The pictures and words that bring a title to a member."""
