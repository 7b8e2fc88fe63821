"""A causal transformer over the viewing history that says what is watched next."""

import os

# Read when PyTorch makes its threads. Threads that wait by spinning took ten times the processor
# time of those that sleep, measured beside other work on two cores.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")
