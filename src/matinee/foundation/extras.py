"""Libraries that are installed with an extra, asked for when they are needed."""

import importlib
from types import ModuleType

from matinee.errors import Unavailable


def library(name: str, *, remedy: str) -> ModuleType:
    """An optional library, or :class:`Unavailable` with what to install."""
    try:
        return importlib.import_module(name)
    except ImportError as missing:
        raise Unavailable(
            f"The library {name} is not installed.", remedy=remedy, code="no_library"
        ) from missing
