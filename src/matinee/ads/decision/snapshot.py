"""The demand as columns, immutable: what a decision reads, swapped by reference when it changes.

A row is a *spot*: a line item with one of its creatives. For each value of a targeting dimension
there is one flag per spot, so that targeting is a handful of ANDs over flags.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from uuid import UUID

import numpy as np
import numpy.typing as npt

from matinee.ads.meaning.vectors import Bytes, rows_of
from matinee.ads.model import OLDEST, Creative, Format, GoalKind, Level, LineItem, State

Flags = npt.NDArray[np.bool_]
Whole = npt.NDArray[np.int64]
LEVELS = tuple(Level)
CAMPAIGN = LEVELS.index(Level.CAMPAIGN)
NEVER, ALWAYS = np.iinfo(np.int64).max, np.iinfo(np.int64).min
_MILLISECOND = timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True, eq=False)
class Allowed:
    """One dimension of targeting; ``free`` are the spots that do not restrict it."""

    free: Flags
    by_value: Mapping[object, Flags]

    def at(self, value: object) -> Flags:
        """The spots that may run at that value."""
        return self.by_value.get(value, self.free)

    def at_any(self, values: Sequence[object]) -> Flags:
        """The spots that may run where any of the values holds."""
        found = [self.by_value[value] for value in values if value in self.by_value]
        return np.logical_or.reduce(found) if found else self.free


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot:
    """The demand of one moment, of ``n`` spots.

    ``starts`` and ``ends`` are milliseconds since 1970; ``shadows`` the prices that pacing sets, in
    thousandths of the bid; ``groups`` ``(n, 4)`` in the order of ``LEVELS``, numbered over all
    levels; ``capped`` are those with caps, by level, and ``campaigns`` those of campaigns, by the
    ids' numbers, which are quicker to look up; ``capacities`` those of a pod for a household that
    has seen nothing; ``playable`` are those with a film of any kind. ``sets`` numbers the
    rival sets by their names, and ``domains`` gives the advertisers by theirs. ``of_titles`` and
    ``cleared_in`` are the titles and territories that creatives are tied to by themselves, and
    ``meanings`` what these show, as rows of ``meaning.vectors``; ``by_reach`` are those whose goal
    counts households. ``companions`` are, by creative, the pictures that may stand beside it.
    """

    version: str
    line_items: tuple[LineItem, ...]
    spots: tuple[tuple[int, int], ...]
    creatives: tuple[Creative, ...]
    bids: Whole
    durations: Whole
    starts: Whole
    ends: Whole
    item_of: Whole
    shadows: Whole
    groups: Whole
    capacities: Whole
    rivals: Whole
    blocks: Whole
    meanings: Bytes
    group_numbers: Mapping[tuple[Level, UUID], int]
    caps: Mapping[int, tuple[tuple[timedelta, int], ...]]
    capped: tuple[Mapping[int, int], ...]
    campaigns: Mapping[int, int]
    territories: Allowed
    languages: Allowed
    devices: Allowed
    genres: Allowed
    moods: Allowed
    hours: Allowed
    from_ages: Whole
    to_ages: Whole
    without_genres: Mapping[object, Flags]
    without_moods: Mapping[object, Flags]
    without_titles: Mapping[object, Flags]
    categories: Mapping[object, Flags]
    advertisers: Mapping[object, Flags]
    formats: Mapping[object, Flags]
    of_titles: Allowed
    cleared_in: Allowed
    creative_of: Whole
    ladders: Mapping[object, Flags]
    by_reach: Flags
    tagged: Flags
    playable: Flags
    sets: Mapping[str, int]
    domains: Mapping[str, UUID]
    companions: Mapping[UUID, tuple[Creative, ...]]

    def of_age(self, age: int | None) -> Flags:
        """The spots that may run in a title of that age."""
        if age is None:
            return (self.from_ages == 0) & (self.to_ages == OLDEST)
        return (self.from_ages <= age) & (age <= self.to_ages)

    def fit_for(self, ladder: str) -> Flags:
        """The spots that can be joined to a programme of that ladder."""
        return self.ladders.get(ladder, np.zeros(len(self.spots), dtype=np.bool_))


def take_snapshot(
    version: str,
    line_items: Iterable[LineItem],
    creatives: Mapping[UUID, Creative],
    shadows: Mapping[UUID, float],
    domains: Mapping[str, UUID] = MappingProxyType({}),
) -> Snapshot:
    """Columns of the active line items, in the order of their ids, and of creatives that serve."""
    items = tuple(
        sorted((item for item in line_items if item.state is State.ACTIVE), key=lambda i: i.id)
    )
    serving = sorted((each for each in creatives.values() if each.serves), key=lambda c: c.id)
    shown = tuple(each for each in serving if each.format is not Format.COMPANION)
    place = {creative.id: number for number, creative in enumerate(shown)}
    spots = tuple(
        (number, place[creative])
        for number, item in enumerate(items)
        for creative in item.creatives
        if creative in place
    )
    of_item = [items[item] for item, _ in spots]
    of_creative = [shown[creative] for _, creative in spots]
    groups, numbers, capacities, caps = _grouped(of_item, of_creative)
    sets = _numbered(name for item in items for name in (*item.rivals, *item.blocks))

    def allowed(values: Callable[[LineItem], Iterable[object]]) -> Allowed:
        return _allowed([frozenset(values(item)) for item in of_item])

    def having(values: Callable[[LineItem], Iterable[object]]) -> Mapping[object, Flags]:
        return _having([frozenset(values(item)) for item in of_item])

    return Snapshot(
        version=version,
        line_items=items,
        spots=spots,
        creatives=shown,
        bids=_whole(item.bid for item in of_item),
        durations=_whole(each.duration // _MILLISECOND for each in of_creative),
        starts=_whole(milliseconds(item.flight.start, ALWAYS) for item in of_item),
        ends=_whole(milliseconds(item.flight.end, NEVER) for item in of_item),
        item_of=_whole(item for item, _ in spots),
        shadows=_whole(round(1000 * shadows.get(item.id, 0.0)) for item in of_item),
        groups=groups,
        capacities=capacities,
        rivals=_padded([[sets[name] for name in item.rivals] for item in of_item]),
        blocks=_padded([[sets[name] for name in item.blocks] for item in of_item]),
        meanings=rows_of([each.meaning for each in of_creative]),
        group_numbers=MappingProxyType(numbers),
        caps=MappingProxyType(caps),
        capped=tuple(
            {
                of.int: number
                for (level, of), number in numbers.items()
                if level is each and number in caps
            }
            for each in LEVELS
        ),
        campaigns={of.int: at for (level, of), at in numbers.items() if level is Level.CAMPAIGN},
        territories=allowed(lambda item: item.targeting.territories),
        languages=allowed(lambda item: item.targeting.languages),
        devices=allowed(lambda item: item.targeting.devices),
        genres=allowed(lambda item: item.targeting.genres),
        moods=allowed(lambda item: item.targeting.moods),
        hours=allowed(lambda item: item.targeting.hours),
        from_ages=_whole(item.targeting.from_age for item in of_item),
        to_ages=_whole(item.targeting.to_age for item in of_item),
        without_genres=having(lambda item: item.targeting.without_genres),
        without_moods=having(lambda item: item.targeting.without_moods),
        without_titles=having(lambda item: item.targeting.without_titles),
        categories=having(lambda item: item.categories),
        advertisers=having(lambda item: (item.advertiser_id,)),
        formats=_having([frozenset({each.format}) for each in of_creative]),
        of_titles=_allowed([frozenset(each.titles) for each in of_creative]),
        cleared_in=_allowed([frozenset(each.territories) for each in of_creative]),
        creative_of=_whole(creative for _, creative in spots),
        ladders=_having([frozenset(each.ladders) for each in of_creative]),
        by_reach=_flags(item.goal_kind is GoalKind.REACH for item in of_item),
        tagged=_flags(bool(each.tag) for each in of_creative),
        playable=_flags(bool(each.renditions or each.tag or each.ladders) for each in of_creative),
        sets=MappingProxyType(sets),
        domains=MappingProxyType(dict(domains)),
        companions=MappingProxyType(_companions(serving)),
    )


def milliseconds(at: datetime | None, otherwise: int) -> int:
    """Since 1970, or ``otherwise`` where there is no instant."""
    return otherwise if at is None else round(at.timestamp() * 1000)


def _companions(serving: Iterable[Creative]) -> dict[UUID, tuple[Creative, ...]]:
    found = dict[UUID, tuple[Creative, ...]]()
    for each in serving:
        if each.format is Format.COMPANION and each.accompanies is not None:
            found[each.accompanies] = (*found.get(each.accompanies, ()), each)
    return found


def _grouped(
    items: Sequence[LineItem], creatives: Sequence[Creative]
) -> tuple[
    Whole, dict[tuple[Level, UUID], int], Whole, dict[int, tuple[tuple[timedelta, int], ...]]
]:
    numbers: dict[tuple[Level, UUID], int] = {}
    capacities: list[int] = []
    caps: dict[int, dict[timedelta, int]] = {}
    rows: list[list[int]] = []
    for item, creative in zip(items, creatives, strict=True):
        ids = {
            Level.ADVERTISER: item.advertiser_id,
            Level.CAMPAIGN: item.campaign_id,
            Level.LINE_ITEM: item.id,
            Level.CREATIVE: creative.id,
        }
        row: list[int] = []
        for level in LEVELS:
            number = numbers.setdefault((level, ids[level]), len(numbers))
            most = 1 if level is Level.CREATIVE else item.most_per_pod
            if number == len(capacities):
                capacities.append(most)
            # Where line items of one advertiser differ, the strictest holds for it.
            capacities[number] = min(capacities[number], most)
            row.append(number)
        for cap in item.caps:
            number = row[LEVELS.index(cap.level)]
            known = caps.setdefault(number, {})
            known[cap.window] = min(known.get(cap.window, cap.most), cap.most)
            capacities[number] = min(capacities[number], cap.most)
        rows.append(row)
    return (
        np.array(rows, dtype=np.int64).reshape(len(rows), len(LEVELS)),
        numbers,
        _whole(capacities),
        {number: tuple(known.items()) for number, known in caps.items()},
    )


def _allowed(values: Sequence[frozenset[object]]) -> Allowed:
    free = np.array([not each for each in values], dtype=np.bool_)
    return Allowed(free, {value: free | flags for value, flags in _having(values).items()})


def _having(values: Sequence[frozenset[object]]) -> dict[object, Flags]:
    found: dict[object, Flags] = {}
    for row, each in enumerate(values):
        for value in each:
            if value not in found:
                found[value] = np.zeros(len(values), dtype=np.bool_)
            found[value][row] = True
    return found


def _numbered(names: Iterable[str]) -> dict[str, int]:
    return {name: number for number, name in enumerate(sorted(set(names)))}


def _padded(rows: Sequence[Sequence[int]]) -> Whole:
    width = max((len(row) for row in rows), default=0) or 1
    padded = np.full((len(rows), width), -1, dtype=np.int64)
    for number, row in enumerate(rows):
        padded[number, : len(row)] = row
    return padded


def _flags(values: Iterable[bool]) -> Flags:
    return np.fromiter(values, dtype=np.bool_)


def _whole(values: Iterable[int]) -> Whole:
    return np.fromiter(values, dtype=np.int64)
