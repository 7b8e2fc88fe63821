"""What Matinee claims, measured: ``python -m benchmarks NAME [--quick] [--json]``."""
