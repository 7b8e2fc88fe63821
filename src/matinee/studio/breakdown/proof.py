"""Cross-validation within a production: whether what was taught would have helped where it was not.

Each part of what a person went through is foretold by the others (Stone, "Cross-validatory choice
and assessment of statistical predictions", 1974). A lesson that would have lowered F1 there is not
carried to the pages that nobody corrected.
"""

from collections.abc import Hashable, Iterable, Iterator, Sequence
from typing import TypeVar

_Group = TypeVar("_Group")
_MOST_PARTS = 10
"""Parts at most, so that a feature that was wholly corrected is learned of ten times, no more."""


def parts(groups: Sequence[_Group]) -> Iterator[tuple[list[_Group], list[_Group]]]:
    """Each part that is left out, with the others; nothing where there is but one group."""
    count = min(len(groups), _MOST_PARTS)
    for part in range(count if count > 1 else 0):
        held = [one for place, one in enumerate(groups) if place % count == part]
        others = [one for place, one in enumerate(groups) if place % count != part]
        yield held, others


def f1(pairs: Iterable[tuple[Hashable, Hashable]], *, nothing: Hashable) -> float:
    """F1 of pairs of what a thing was taken for and what it is."""
    right = counted = 0
    for taken, what in pairs:
        right += taken == what != nothing
        counted += (taken != nothing) + (what != nothing)
    return 2 * right / max(1, counted)
