"""Benchmarks of the recommendation models."""
