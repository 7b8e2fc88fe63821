"""The same words in other languages: what is missing, what is outdated, and its review."""
