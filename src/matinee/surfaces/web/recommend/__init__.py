"""The desk's page of what was learned, and which of it serves."""
