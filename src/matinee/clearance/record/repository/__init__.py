"""All SQL of the record."""
