"""Benchmarks of experiments: estimators of other policies, and tests that are watched."""
