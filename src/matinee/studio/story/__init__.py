"""How a script is built, as a writer may want to see it; no verdict on it."""
