"""When somebody watches: the closed list of occasions, read from ``occasions.txt``."""

from dataclasses import dataclass

from matinee.discover.understanding.lexicons.listing import spelled_out
from matinee.discover.understanding.lexicons.paragraphs import paragraphs


@dataclass(frozen=True, slots=True)
class Occasion:
    """One occasion: what it means, and how it is ``said``, its own name first."""

    name: str
    means: str
    said: tuple[str, ...]


OCCASIONS = tuple(
    Occasion(name, lines["means"], tuple(dict.fromkeys((name, *spelled_out(lines["said"])))))
    for name, lines in paragraphs("occasions.txt")
)
