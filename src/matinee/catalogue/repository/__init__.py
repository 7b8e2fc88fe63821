"""All SQL of the catalogue: sets of rows, never one by one."""
