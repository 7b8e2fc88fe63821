"""Lists of words as they are written in these lexicons: parted by commas."""

import re
from itertools import product

CHOICE = re.compile(r"\(([^()]*)\)")
"""``(this|that|)``; between two of them stands what is said in any case."""


def listed(words: str) -> tuple[str, ...]:
    """The parts of a line between commas, none of them empty."""
    return tuple(part.strip() for part in words.split(",") if part.strip())


def spelled_out(words: str) -> tuple[str, ...]:
    """The same, each ``(this|that|)`` written out: one saying for each choice, in order."""
    return tuple(said for part in listed(words) for said in _every_way(part))


def _every_way(part: str) -> tuple[str, ...]:
    pieces = CHOICE.split(part)
    choices = [one.split("|") if place % 2 else [one] for place, one in enumerate(pieces)]
    return tuple(" ".join("".join(chosen).split()) for chosen in product(*choices))
