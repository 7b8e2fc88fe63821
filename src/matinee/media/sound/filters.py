"""SciPy's filters, loaded when a film is first heard: most processes never hear one."""

from functools import cache
from importlib import import_module
from typing import Any


@cache
def filters() -> Any:
    """``scipy.signal``, which takes a second to load."""
    return import_module("scipy.signal")
