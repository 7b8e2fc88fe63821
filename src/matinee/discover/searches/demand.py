"""What searches say about the catalogue: lists made of counted queries. Pure.

Rising: more often in the newest days than the days before would lead one to expect, by the
difference of square roots, which for counts has a standard deviation of 1/2 at any size (Anscombe
1948). Abandoned: something was found, and rarely led to a play or to the list.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from matinee.audience.watching.model import QueryCount
from matinee.vocabulary.ids import TitleId

MOST_ABANDONED_LED_ON = 0.34
"""A query is abandoned if it leads on at most so often."""
LEAST_RISE = 2.0
"""Standard deviations by which a query rises at least."""


@dataclass(frozen=True, slots=True)
class Rising:
    """A query with how often it would be expected in the newest days."""

    asked: QueryCount
    expected: float
    deviations: float


@dataclass(frozen=True, slots=True)
class Unmet:
    """A title that is asked for and that nobody can watch, by which queries and how often."""

    title: TitleId
    queries: tuple[str, ...]
    times: int


@dataclass(frozen=True, slots=True)
class Demand:
    """What is searched for: each list begins with what weighs most."""

    queries: int
    times: int
    empty: tuple[QueryCount, ...]
    abandoned: tuple[QueryCount, ...]
    rising: tuple[Rising, ...]
    unmet: tuple[Unmet, ...]


def demand_of(
    counted: Sequence[QueryCount],
    wanted: Mapping[str, Sequence[TitleId]],
    *,
    recent_share: float,
    most: int,
) -> Demand:
    """The lists, each of at most ``most``.

    ``wanted`` are, by query, the titles that it names and that nobody can watch; ``recent_share``
    is how much of the period the newest days are.
    """
    empty = [one for one in counted if 2 * one.empty > one.times]
    abandoned = [
        one
        for one in counted
        if 2 * one.empty <= one.times and one.led_on <= MOST_ABANDONED_LED_ON * one.times
    ]
    return Demand(
        queries=len(counted),
        times=sum(one.times for one in counted),
        empty=tuple(sorted(empty, key=lambda one: (-one.members, one.query))[:most]),
        abandoned=tuple(
            sorted(abandoned, key=lambda one: (one.led_on - one.times, one.query))[:most]
        ),
        rising=tuple(_rising(counted, recent_share)[:most]),
        unmet=tuple(_unmet(counted, wanted)[:most]),
    )


def _rising(counted: Iterable[QueryCount], recent_share: float) -> list[Rising]:
    found: list[Rising] = []
    for one in counted:
        if one.recent_members < 2:
            continue
        expected = (one.times - one.recent) * recent_share / (1 - recent_share)
        deviations = 2 * (sqrt(one.recent + 3 / 8) - sqrt(expected + 3 / 8))
        if deviations >= LEAST_RISE:
            found.append(Rising(one, expected, deviations))
    return sorted(found, key=lambda one: (-one.deviations, one.asked.query))


def _unmet(counted: Iterable[QueryCount], wanted: Mapping[str, Sequence[TitleId]]) -> list[Unmet]:
    asked: defaultdict[TitleId, list[QueryCount]] = defaultdict(list)
    for one in counted:
        for title in wanted.get(one.query, ()):
            asked[title].append(one)
    found = [
        Unmet(title, tuple(one.query for one in queries), sum(one.times for one in queries))
        for title, queries in asked.items()
    ]
    return sorted(found, key=lambda one: (-one.times, str(one.title)))
