"""Sentences as vectors, without torch."""
