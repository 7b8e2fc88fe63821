"""How whoever waits for a training hears of it."""

from collections.abc import Callable
from typing import TypeAlias

Progress: TypeAlias = Callable[[str, float], None]
"""Told what is being done, and how much of the whole training is done, from 0 to 1."""
