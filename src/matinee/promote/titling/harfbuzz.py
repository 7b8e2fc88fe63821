"""HarfBuzz, whose Python module carries no types, under one name."""

from importlib import import_module
from typing import Any

hb: Any = import_module("uharfbuzz")
