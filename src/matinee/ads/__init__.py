"""The ad tier."""
