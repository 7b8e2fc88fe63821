"""OpenEXR and OpenColorIO are there, or they are not: the one place that asks."""

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from matinee.errors import Unavailable


def openexr() -> Any:
    """The module ``OpenEXR``; Unavailable without the extra ``plates``."""
    return _found("OpenEXR", "OpenEXR files")


def opencolorio() -> Any:
    """The module ``PyOpenColorIO``; Unavailable without the extra ``plates``."""
    return _found("PyOpenColorIO", "Colour spaces of plates")


def _found(name: str, what: str) -> Any:
    if find_spec(name) is None:
        raise Unavailable(
            f"{what} need a library that is not installed here.",
            remedy="Install the extra plates, or take the PNG.",
            code="without_plates",
        )
    return import_module(name)
