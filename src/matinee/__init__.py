"""Matinee: the open AI platform for a streaming service, from the script to the screen."""

__version__ = "0.1.0"
