"""What failed unforeseen, in requests and in jobs, over all processes."""
