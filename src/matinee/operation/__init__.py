"""What an operator does while the service runs, and what is kept of it."""
