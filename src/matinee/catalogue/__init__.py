"""Titles, people, licence windows and assets."""
