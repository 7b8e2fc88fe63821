"""A real film for the demo, fetched and never kept in the project."""
