"""What was watched and what brought it; the door for whoever measures."""

import time
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from matinee.audience.watching import repository
from matinee.audience.watching.model import (
    HELD_OUT,
    Brought,
    Contributions,
    Exposure,
    HeldOut,
    Measure,
    Moments,
    Origin,
    Period,
    QueryCount,
    TitleHours,
    UnitOutcomes,
    ViewingAtRest,
    ViewingSums,
    Visits,
    Watched,
)
from matinee.audience.watching.repository.units import COLUMNS
from matinee.foundation.database import Database

Key = TypeVar("Key")
Value = TypeVar("Value")
_PARTS = {15: "day", 23: "territory", 27: "device", 29: "arm", 30: "title_id"}
"""By PostgreSQL's ``grouping``: a bit for each column that a sum runs over."""
_ORIGINS = tuple(Origin)
_Rows = list[dict[str, Any]]
_Told = Sequence[Mapping[str, Any]]


class Kept(Generic[Key, Value]):
    """Answers that are given again for so many seconds."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._answers: dict[Key, tuple[float, Value]] = {}

    async def of(self, key: Key, ask: Callable[[Key], Awaitable[Value]]) -> Value:
        """The answer to a key, asked for where it is not kept."""
        now = time.monotonic()
        self._answers = {
            each: kept for each, kept in self._answers.items() if now - kept[0] < self._seconds
        }
        if key not in self._answers:
            self._answers[key] = (now, await ask(key))
        return self._answers[key][1]


class WatchingService:
    """Reads the viewing log in sums. What costs a scan is kept for ``keep_seconds``.

    Where ``lake`` is given, it is read there; what members searched for is recent, and read in the
    database as long as that has all of the period.
    """

    def __init__(
        self,
        database: Database,
        *,
        keep_seconds: float = 60.0,
        lake: ViewingAtRest | None = None,
    ) -> None:
        self._database, self._lake = database, lake
        self._watched = Kept[Period, Watched](keep_seconds)
        self._held_out = Kept[Period, HeldOut](keep_seconds)

    async def watched(self, period: Period) -> Watched:
        """Everything about a period, kept for a moment."""
        return await self._watched.of(period, self._read_watched)

    async def _read_watched(self, period: Period) -> Watched:
        at_rest = None if self._lake is None else await self._lake.sums(period)
        return _watched(at_rest or await self._sums(period))

    async def _sums(self, period: Period) -> ViewingSums:
        async with self._database.transaction() as connection:
            await repository.grant_memory(connection)
            rows = await repository.watched(connection, period)
            contributed = await repository.contributed(connection, period)
            count, played, median, ninth = await repository.visits(connection, period)
        parts: dict[str, _Rows] = {name: [] for name in _PARTS.values()}
        for row in rows:
            parts[_PARTS[row["part"]]].append(row)
        return ViewingSums(
            brought=parts,
            contributed=contributed,
            visits=(
                count,
                played,
                None if median is None else float(median),
                None if ninth is None else float(ninth),
            ),
        )

    async def searches(
        self, period: Period, *, recent: datetime, fewest: int, limit: int = 500
    ) -> tuple[QueryCount, ...]:
        """What at least ``fewest`` members searched for, the most frequent first."""
        rows = None
        if self._lake is not None:
            rows = await self._lake.searches(period, recent=recent, fewest=fewest, limit=limit)
        if rows is None:
            async with self._database.reading() as connection:
                rows = await repository.searches(
                    connection, period, recent=recent, fewest=fewest, limit=limit
                )
        return tuple(QueryCount(**row) for row in rows)

    async def search_places(self, period: Period) -> Mapping[str, Mapping[int, int]]:
        """How often what was chosen after a search stood at which place, by arm, "" for no arm.

        Places count from 0 within their row; -1 stands for no choice, -2 for nothing found.
        """
        rows = None if self._lake is None else await self._lake.search_places(period)
        if rows is None:
            async with self._database.transaction() as connection:
                await repository.grant_memory(connection)
                rows = await repository.search_places(connection, period)
        by_arm: dict[str, dict[int, int]] = {}
        for row in rows:
            by_arm.setdefault(row["arm"], {})[row["place"]] = row["times"]
        return by_arm

    async def outcomes(self, exposure: Exposure) -> UnitOutcomes:
        """What every exposed unit did within its window and before it."""
        at_rest = None if self._lake is None else await self._lake.outcomes(exposure)
        if at_rest is not None:
            return at_rest
        async with self._database.transaction() as connection:
            await repository.grant_memory(connection)
            row = await repository.outcomes(connection, exposure)
        arms, arm = _indexed(row["arm"])
        count = len(Measure)
        columns = [_reals(row[name]) for name in COLUMNS]
        return UnitOutcomes(
            arms=arms,
            arm=arm,
            first=_reals(row["first"]),
            mixed=np.frombuffer(row["mixed"], ">i2") > 0,
            during=np.column_stack(columns[:count]),
            before=np.column_stack(columns[count:]),
        )

    async def held_out(self, period: Period) -> HeldOut:
        """What labelled profiles watched in a period, by whether held out, kept for a moment."""
        return await self._held_out.of(period, self._read_held_out)

    async def _read_held_out(self, period: Period) -> HeldOut:
        at_rest = None if self._lake is None else await self._lake.held_out(period)
        if at_rest is not None:
            return at_rest
        async with self._database.transaction() as connection:
            await repository.grant_memory(connection)
            row = await repository.held_out(connection, period)
        arms, arm = _indexed(row["arm"])
        return HeldOut(
            held_out=np.array([name == HELD_OUT for name in arms], np.bool_)[arm],
            days=_reals(row["days"]),
            hours=_reals(row["hours"]),
        )


def _watched(sums: ViewingSums) -> Watched:
    parts = sums.brought
    return Watched(
        whole=_brought(parts["day"]),
        by_day=_by(parts["day"], "day"),
        by_territory=_by(parts["territory"], "territory"),
        by_device=_by(parts["device"], "device"),
        by_arm=_by(parts["arm"], "arm"),
        contributions=_contributions(sums.contributed),
        titles=_title_hours(parts["title_id"]),
        visits=Visits(*sums.visits),
    )


def _by(rows: _Told, column: str) -> Mapping[Any, Brought]:
    split: dict[Any, list[Mapping[str, Any]]] = {}
    for row in rows:
        split.setdefault(row[column], []).append(row)
    return {key: _brought(split[key]) for key in sorted(split) if key != ""}


def _brought(rows: Iterable[Mapping[str, Any]]) -> Brought:
    hours, traced = dict.fromkeys(Origin, 0.0), dict.fromkeys(Origin, 0.0)
    viewings = dict.fromkeys(Origin, 0)
    for row in rows:
        hours[Origin(row["origin"])] += row["hours"]
        viewings[Origin(row["origin"])] += row["viewings"]
        traced[Origin(row["source"])] += row["hours"]
    return Brought(hours, viewings, traced)


def _contributions(rows: _Told) -> Contributions:
    told = {
        (row["source"], row["row"]): Moments(
            row["members"], row["hours"], row["squares"], row["products"]
        )
        for row in rows
    }
    nothing = Moments(0, 0.0, 0.0, 0.0)
    by_row = {kind: one for (source, kind), one in told.items() if source and kind}
    return Contributions(
        whole=told.get(("", ""), nothing),
        by_origin={origin: told.get((origin.value, ""), nothing) for origin in Origin},
        by_row=dict(sorted(by_row.items(), key=lambda one: -one[1].hours)),
    )


def _title_hours(rows: _Told) -> TitleHours:
    titles: dict[UUID, int] = {}
    for row in rows:
        titles.setdefault(row["title_id"], len(titles))
    hours = np.zeros((len(titles), len(_ORIGINS)))
    for row in rows:
        hours[titles[row["title_id"]], _ORIGINS.index(Origin(row["source"]))] += row["hours"]
    return TitleHours(tuple(titles), hours)


def _indexed(joined: str) -> tuple[tuple[str, ...], NDArray[np.int64]]:
    names = joined.split("\x1f") if joined else []
    vocabulary = sorted(set(names))
    place = {name: index for index, name in enumerate(vocabulary)}
    index = np.fromiter(map(place.__getitem__, names), np.int64, len(names))
    return tuple(vocabulary), index


def _reals(packed: bytes) -> NDArray[np.float64]:
    return np.frombuffer(packed, ">f8").astype(np.float64)
