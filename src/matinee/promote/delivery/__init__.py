"""Artwork for partners: what each asks for, which approved pictures fulfil it, and the files."""
