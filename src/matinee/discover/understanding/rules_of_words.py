"""Rules over the words of a sentence: patterns whose numbers are digits, and what they tell."""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from matinee.discover.understanding.spans import Span
from matinee.discover.understanding.tokens import Token
from matinee.discover.understanding.wishes import Bounds

Told: TypeAlias = Bounds | tuple[int, ...] | str | None
"""What a pattern tells: bounds, ages, a word, or nothing after all."""

_WEIGHT = 14.0


@dataclass(frozen=True, slots=True)
class Rule:
    """Words of ``pattern`` are of ``kind``, and ``read`` says what they tell.

    Where the pattern has a group ``only``, the words of that group alone are taken.
    """

    kind: str
    pattern: re.Pattern[str]
    read: Callable[[re.Match[str]], Told]
    weight: float = 0.0


def rule(
    kind: str, pattern: str, read: Callable[[re.Match[str]], Told], weight: float = 0.0
) -> Rule:
    """A rule of whole words; ``weight`` comes on top of what the length of a stretch weighs."""
    return Rule(kind, re.compile(rf"\b(?:{pattern})\b"), read, weight)


def line_of(tokens: Sequence[Token]) -> tuple[str, list[int]]:
    """The words in a line, numbers in digits, and where each begins."""
    starts: list[int] = []
    length = 0
    for token in tokens:
        starts.append(length)
        length += len(token.plain) + 1
    return " ".join(token.plain for token in tokens), starts


def told_by(rules: Iterable[Rule], line: str, starts: Sequence[int]) -> Iterator[Span]:
    """Every stretch of a line that a rule reads."""
    for one in rules:
        for match in one.pattern.finditer(line):
            value = one.read(match)
            if value is None:
                continue
            group = "only" if "only" in match.re.groupindex else 0
            start = bisect_left(starts, match.start(group))
            end = bisect_left(starts, match.end(group))
            yield Span(start, end, one.kind, value, _WEIGHT * (end - start) + 4 + one.weight)
