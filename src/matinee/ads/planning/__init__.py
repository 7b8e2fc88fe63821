"""From a brief to plans that can be booked: what is watched, whom it reaches, what it costs."""
