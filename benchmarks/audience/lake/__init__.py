"""Viewing on its way to the lake, through kills, and what is learned from it there."""
