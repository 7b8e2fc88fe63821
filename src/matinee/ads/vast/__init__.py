"""VAST 2.0 to 4.3 and VMAP 1.0.1: read into a typed model, written again, filled and answered."""
