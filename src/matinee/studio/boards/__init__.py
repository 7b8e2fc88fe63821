"""Boards of references for wardrobe and sets, on which several people work at once."""
