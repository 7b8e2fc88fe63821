"""Leaving a marked place to chance, with a probability that is known and logged."""
