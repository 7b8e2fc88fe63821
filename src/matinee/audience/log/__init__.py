"""What the viewing log holds, as values and as arrays."""
