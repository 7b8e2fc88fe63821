"""All SQL on what boards ask of models, and on what of it is final."""
