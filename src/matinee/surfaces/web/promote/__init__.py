"""The desk where pictures of a title are chosen."""
