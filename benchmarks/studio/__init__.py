"""Benchmarks of the film-maker's desk."""
