"""Scripts of productions from the command line."""
