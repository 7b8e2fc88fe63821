"""Benchmarks of the home page."""
