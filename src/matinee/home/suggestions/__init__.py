"""Titles for every member at once."""
