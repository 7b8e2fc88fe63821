"""Stretches of a sentence that may mean something, and the best choice among them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Span:
    """Words ``start`` to before ``end`` read as ``kind``; ``weight`` against other readings."""

    start: int
    end: int
    kind: str
    value: Any
    weight: float


def best_cover(spans: Iterable[Span], length: int) -> list[Span]:
    """Spans that do not overlap and weigh the most together, in the order of the sentence.

    Weighted interval scheduling, from left to right.
    """
    ending: list[list[Span]] = [[] for _ in range(length + 1)]
    for span in spans:
        ending[span.end].append(span)
    best = [0.0] * (length + 1)
    taken: list[Span | None] = [None] * (length + 1)
    for end in range(1, length + 1):
        best[end] = best[end - 1]
        for span in ending[end]:
            total = best[span.start] + span.weight
            if total > best[end]:
                best[end], taken[end] = total, span
    chosen: list[Span] = []
    place = length
    while place > 0:
        span = taken[place]
        if span is None:
            place -= 1
        else:
            chosen.append(span)
            place = span.start
    return chosen[::-1]


def free_between(spans: Sequence[Span], length: int) -> list[bool]:
    """Which words no span has."""
    free = [True] * length
    for span in spans:
        free[span.start : span.end] = [False] * (span.end - span.start)
    return free
