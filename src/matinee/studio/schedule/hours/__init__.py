"""How long a day is: time per strip, the sun, meals, minors."""
