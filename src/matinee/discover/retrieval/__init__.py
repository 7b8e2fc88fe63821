"""Titles found by what is told of them: by words, by meaning, and by both."""
