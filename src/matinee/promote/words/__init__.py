"""What is said of a title, checked against its sources."""
