"""Palettes: the few colours of a picture, and those of a script's mood."""
