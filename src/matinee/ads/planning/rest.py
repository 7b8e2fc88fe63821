"""What is left of a flight: ways to spend the rest of a line item's budget, each a change to it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import ceil

from matinee.ads.model import Cap, GoalKind, Level, LineItem, Targeting
from matinee.ads.planning.inventory import Avails
from matinee.ads.planning.plans import Plan, plan
from matinee.errors import Conflict, NotFound
from matinee.vocabulary.money import MILLIONTHS
from matinee.vocabulary.window import Window

WEEK = timedelta(weeks=1)
_UNCAPPED = 50
"""Ads a household a week beyond which no cap is drawn."""
_MOST_WEEKS_MORE = 12
_ENOUGH = 0.995


@dataclass(frozen=True, slots=True)
class Way:
    """The line item as it would be, and what would come of the rest of it."""

    key: str
    item: LineItem
    plan: Plan


@dataclass(frozen=True, slots=True)
class Rest:
    """What is left, and the ways to spend it; the first is to change nothing.

    ``left`` is in the currency, or in households where the goal is reach; ``price`` for 1,000
    impressions, ``free`` the share of the places that is not booked by others.
    """

    item: LineItem
    left: float
    start: datetime
    end: datetime
    price: float
    free: float
    ways: tuple[Way, ...]

    @property
    def unspent(self) -> float:
        """What would be left at the end, if nothing is changed; as ``left`` is."""
        return self.short(self.ways[0])

    def short(self, way: Way) -> float:
        """What a way would leave; as ``left`` is."""
        return max(0.0, self.left - _comes_to(way))

    def way(self, key: str) -> Way:
        """One of them, or NotFound."""
        for each in self.ways:
            if each.key == key:
                return each
        raise NotFound("There is no such way.", remedy="Choose one of those offered.")


def rest_of(
    item: LineItem,
    used: int,
    now: datetime,
    *,
    price: float,
    free: float,
    places: Callable[[Targeting], Avails],
) -> Rest:
    """Plan the rest of a flight.

    Args:
        item: as it is booked, with both ends of its flight.
        used: of its budget, in billionths.
        now: the rest begins here, or with the flight.
        price: what 1,000 impressions come to lately; more than the bid is never paid.
        free: the share of the places that is not booked by others.
        places: those that a targeting meets in a week; asked once for each targeting.

    Raises:
        Conflict: where the flight is over, or the budget is spent.
    """
    first, end = item.flight.start, item.flight.end
    if first is None or end is None or end <= now:
        raise Conflict(
            "The flight is over, so nothing of it is left to plan.",
            remedy="Book a new line item from a brief.",
            code="flight_over",
        )
    by_reach = item.goal_kind is GoalKind.REACH
    left = (item.budget - used) / (item.bid if by_reach else MILLIONTHS * 1000)
    if left <= 0:
        spent = "The goal is reached." if by_reach else "The budget is spent."
        raise Conflict(spent, code="nothing_left")
    start, paid = max(first, now), min(price, item.bid / MILLIONTHS)
    known = dict[Targeting, Avails]()

    def planned(key: str, changed: LineItem) -> Way:
        until, targeting = changed.flight.end or end, changed.targeting
        if targeting not in known:
            known[targeting] = places(targeting)
        found = plan(
            key,
            replace(known[targeting], weeks=(until - start) / WEEK),
            budget=None if by_reach else left,
            price=paid,
            cap=weekly_cap(changed),
            free=free,
            hours=sorted(targeting.hours),
            households=left if by_reach else None,
            already=used / item.bid if by_reach else 0.0,
        )
        return Way(key, changed, found)

    ways = [planned("as_is", item)]
    ways += [planned(key, changed) for key, changed in _changes(item)]
    if _comes_to(ways[0]) < _ENOUGH * left:
        for weeks in range(1, _MOST_WEEKS_MORE + 1):
            longer = replace(item, flight=Window(item.flight.start, end + weeks * WEEK))
            way = planned("longer", longer)
            if _comes_to(way) >= _ENOUGH * left or weeks == _MOST_WEEKS_MORE:
                ways.append(way)
                break
    return Rest(item, left, start, end, paid, free, tuple(ways))


def _comes_to(way: Way) -> float:
    """Money, or households where these are the goal."""
    by_reach = way.item.goal_kind is GoalKind.REACH
    return way.plan.reached.households if by_reach else way.plan.spend


def weekly_cap(item: LineItem) -> int:
    """The ads that a household may see of a line item in a week, by its narrowest cap."""
    own = [each.most * (WEEK / each.window) for each in item.caps if each.level is Level.LINE_ITEM]
    return max(1, min(_UNCAPPED, ceil(min(own, default=_UNCAPPED))))


def used_of(item: LineItem, impressions: int, paid: int, reached: int = 0) -> int:
    """What of the budget was used, in billionths; ``paid`` is in billionths too."""
    if item.goal_kind is GoalKind.SPEND:
        return paid
    return item.bid * (reached if item.goal_kind is GoalKind.REACH else impressions)


def _changes(item: LineItem) -> Iterator[tuple[str, LineItem]]:
    """What may be changed without another word from the advertiser: when, and how often."""
    all_hours = replace(item, targeting=replace(item.targeting, hours=frozenset()))
    often = replace(item, caps=tuple(map(_twice, item.caps)))
    if item.targeting.hours:
        yield "all_hours", all_hours
    if often.caps != item.caps:
        yield "more_often", often
        if item.targeting.hours:
            yield "both", replace(all_hours, caps=often.caps)


def _twice(cap: Cap) -> Cap:
    if cap.level is not Level.LINE_ITEM or cap.most * (WEEK / cap.window) >= _UNCAPPED:
        return cap
    return replace(cap, most=2 * cap.most)
