"""The field's words as values, from the standard library alone."""
