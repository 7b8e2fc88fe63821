"""Which years a description speaks of: "the 80s", "1987", "the 1990's"."""

import re

_CALLED = re.compile(
    r"\b(?:(?P<century>19|20)(?P<decade>\d)0|(?P<short>\d)0)['’]?s\b|\b(?P<year>19[2-9]\d|20[0-2]\d)\b",
    re.IGNORECASE,
)
_OLDEST_SHORT = 2
"""``20s`` are those of the last century, ``00s`` and ``10s`` those of this one."""


def told_years(text: str) -> tuple[int, int] | None:
    """The first and last year that are meant, both included; None where none is told."""
    spans = [_span(found) for found in _CALLED.finditer(text)]
    if not spans:
        return None
    return min(first for first, _ in spans), max(last for _, last in spans)


def _span(found: re.Match[str]) -> tuple[int, int]:
    if found["year"]:
        return int(found["year"]), int(found["year"])
    if found["century"]:
        first = int(found["century"]) * 100 + int(found["decade"]) * 10
    else:
        decade = int(found["short"])
        first = (1900 if decade >= _OLDEST_SHORT else 2000) + 10 * decade
    return first, first + 9
