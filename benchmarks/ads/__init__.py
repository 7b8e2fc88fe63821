"""Benchmarks of the ad tier."""
