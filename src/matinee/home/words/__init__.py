"""Why they stand there, in words that a surface translates."""
