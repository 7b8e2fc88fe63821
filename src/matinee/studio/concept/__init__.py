"""Concept work: what a garment or a set would look like, tried on a picture."""
