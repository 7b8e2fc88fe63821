"""Bandits with context: they choose, say with which probability, and learn from what came of it."""
