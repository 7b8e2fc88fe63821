"""A day on the floor: what is handed out in the morning, and what is told of it at night."""
