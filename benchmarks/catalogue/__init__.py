"""Benchmarks of the catalogue."""
