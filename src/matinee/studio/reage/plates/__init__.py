"""Plates in their own depth: OpenEXR and its colour, beside the pictures that are looked at."""
