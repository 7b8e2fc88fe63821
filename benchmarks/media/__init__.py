"""Benchmarks of what is measured in picture and sound."""
