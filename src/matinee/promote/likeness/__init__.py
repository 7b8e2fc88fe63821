"""The gate before anybody's eyes: whose likeness is in a candidate, and whether it may be seen."""
