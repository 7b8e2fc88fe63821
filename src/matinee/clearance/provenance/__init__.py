"""Content credentials (C2PA): signed into what the house makes, read from whatever is dropped."""
