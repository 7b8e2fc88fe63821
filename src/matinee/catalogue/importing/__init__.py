"""How records become titles: reading, checking, telling which two are one, and joining them."""
