"""How good searches are, by what members chose of them. Pure.

The measures are those by which recommendations are judged, with one target: what was chosen first
after a search. A search after which nothing was chosen counts, with nothing gained. The interval is
Wilson's (1927) and takes searches for independent, which those of one member are not quite.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import log2, sqrt

_FIRST = 10
_Z = 1.959964


@dataclass(frozen=True, slots=True)
class SearchQuality:
    """Shares of all searches, 0 to 1; ``low`` and ``high`` bound ``success10`` with 95%."""

    searches: int
    found_nothing: float
    success1: float
    success10: float
    low: float
    high: float
    mrr: float
    ndcg10: float


def quality_of(places: Mapping[int, int]) -> SearchQuality | None:
    """Of how often which place was chosen: from 0; -1 for no choice, -2 for nothing found.

    None where nobody searched.
    """
    searches = sum(places.values())
    if not searches:
        return None
    chosen = {place: times for place, times in places.items() if place >= 0}
    first = {place: times for place, times in chosen.items() if place < _FIRST}
    low, high = _wilson(sum(first.values()), searches)
    return SearchQuality(
        searches=searches,
        found_nothing=places.get(-2, 0) / searches,
        success1=chosen.get(0, 0) / searches,
        success10=sum(first.values()) / searches,
        low=low,
        high=high,
        mrr=sum(times / (place + 1) for place, times in chosen.items()) / searches,
        ndcg10=sum(times / log2(place + 2) for place, times in first.items()) / searches,
    )


def all_of(by_arm: Iterable[Mapping[int, int]]) -> dict[int, int]:
    """The same of all arms together."""
    whole: dict[int, int] = {}
    for places in by_arm:
        for place, times in places.items():
            whole[place] = whole.get(place, 0) + times
    return whole


def _wilson(hits: int, of: int) -> tuple[float, float]:
    share, square = hits / of, _Z * _Z / of
    middle = (share + square / 2) / (1 + square)
    reach = _Z * sqrt(share * (1 - share) / of + square / (4 * of)) / (1 + square)
    return max(0.0, middle - reach), min(1.0, middle + reach)
