"""Benchmarks of promotion."""
