"""Pages on which members search."""
