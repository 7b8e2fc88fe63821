"""A sentence becomes a wish: typed, linked to the catalogue, each part one that can be removed."""
