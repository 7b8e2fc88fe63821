"""Typefaces as the build brings them."""

from tests.promote.titling.conftest import typefaces

__all__ = ["typefaces"]
