"""Reports and forecasts read from the lake, and from PostgreSQL what has not come there yet."""

import asyncio
import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from importlib import import_module
from typing import Any, Protocol
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from matinee.audience.lake import searches as searching
from matinee.audience.lake import units as units_of
from matinee.audience.lake import viewings
from matinee.audience.lake.reading import meaningful, training_events
from matinee.audience.lake.whole import WholeLog
from matinee.audience.log.columns import TrainingEvents
from matinee.audience.watching.model import (
    HELD_OUT,
    LABELLED_DAYS,
    TRACED_DAYS,
    Exposure,
    HeldOut,
    Measure,
    Origin,
    Period,
    UnitOutcomes,
    ViewingSums,
)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC).date()


class ReportedLog(Protocol):
    """The log as a forecast asks for it, wherever it lies."""

    async def training_events(self, *, after: datetime | None = None) -> TrainingEvents:
        """All meaningful events that happened from ``after`` on."""
        ...


class LakeReports:
    """What is asked of much viewing at once. A ``ViewingAtRest``, and the forecast's log."""

    def __init__(self, whole: WholeLog, log: ReportedLog) -> None:
        self._whole, self._log = whole, log

    async def training_events(self, *, after: datetime | None = None) -> TrainingEvents:
        """As the audience's own, wherever the events lie."""
        frame = await self._whole.frame()
        if frame is None:
            return await self._log.training_events(after=after)
        territories = await self._whole.territories()
        engine = self._whole.engine

        def read() -> TrainingEvents:
            return training_events(engine.collected(meaningful(frame, after)), territories)

        return await asyncio.to_thread(read)

    async def sums(self, period: Period) -> ViewingSums | None:
        """Everything about a period, of those who were not erased."""

        def asked(frame: Any, known: Mapping[str, str]) -> ViewingSums:
            return self._sums(frame, period, known)

        return await self._of(asked)

    async def held_out(self, period: Period) -> HeldOut | None:
        """What labelled profiles watched in a period, in the order of their ids."""

        def asked(frame: Any, known: Mapping[str, str]) -> HeldOut:
            return self._held_out(frame, period, known)

        return await self._of(asked)

    async def outcomes(self, exposure: Exposure) -> UnitOutcomes | None:
        """What every exposed unit did, in the order of the units' ids."""
        frame = await self._whole.frame()
        if frame is None:
            return None
        known = await self._whole.households()
        units = known if exposure.by_household else {who: who for who in known}
        return await asyncio.to_thread(self._outcomes, frame, exposure, units)

    async def searches(
        self, period: Period, *, recent: datetime, fewest: int, limit: int
    ) -> list[dict[str, Any]] | None:
        """Sums by query, the most frequent first; None where the log has the whole period."""

        def asked(frame: Any, known: Mapping[str, str]) -> list[dict[str, Any]]:
            question = searching.searches(
                frame, period, self._people(known), recent=recent, fewest=fewest, limit=limit
            )
            return self._whole.engine.collected(question).to_pylist()

        return await self._of_old(period, asked)

    async def search_places(self, period: Period) -> list[dict[str, Any]] | None:
        """How often a choice stood at which place; None where the log has the whole period."""

        def asked(frame: Any, known: Mapping[str, str]) -> list[dict[str, Any]]:
            question = searching.search_places(frame, period, self._people(known))
            told = self._whole.engine.collected(question).to_pylist()
            return [row | {"arm": _said(row["arm"])} for row in told]

        return await self._of_old(period, asked)

    async def _of_old(
        self, period: Period, ask: Callable[[Any, Mapping[str, str]], Any]
    ) -> list[dict[str, Any]] | None:
        """What is mostly recent: the database answers sooner, where it has all of it."""
        if await self._whole.is_in_the_log(period.since):
            return None
        return await self._of(ask)

    def _people(self, known: Mapping[str, str]) -> Any:
        return self._whole.engine.rows(_members(known, None))

    async def _of(self, ask: Callable[[Any, Mapping[str, str]], Any]) -> Any:
        frame = await self._whole.frame()
        if frame is None:
            return None
        # Who is erased from here on is in what was read, as in a statement that began before.
        return await asyncio.to_thread(ask, frame, await self._whole.territories())

    def _sums(self, frame: Any, period: Period, known: Mapping[str, str]) -> ViewingSums:
        engine = self._whole.engine
        members = engine.rows(_members(known, period.territory))
        seen_from = period.since - timedelta(days=TRACED_DAYS)
        viewed = viewings.viewings(frame, period, since=seen_from)
        # Read and put in order once, for all that is summed of it.
        asked = engine.kept(viewings.traced(viewed, period, members))
        return ViewingSums(
            brought=_parts(engine.collected(viewings.brought(asked))),
            contributed=_contributed(*map(engine.collected, viewings.contributed(asked))),
            visits=_visits(engine.collected(viewings.visits(frame, period, members))),
        )

    def _outcomes(self, frame: Any, exposure: Exposure, units: Mapping[str, str]) -> UnitOutcomes:
        engine, arrow = self._whole.engine, import_module("pyarrow")
        people = engine.rows(
            arrow.table(
                {
                    "profile_id": arrow.array(list(units), arrow.string()),
                    "unit": arrow.array(list(units.values()), arrow.string()),
                }
            )
        )
        named = engine.collected(units_of.exposed(frame, exposure, people)).sort_by("unit")
        period = Period(exposure.since - exposure.window, exposure.until)
        viewed = viewings.viewings(frame, period, since=period.since)
        firsts = engine.rows(named.select(["unit", "first"]))
        found = engine.collected(units_of.done(viewed, exposure, people, firsts))
        place = {unit: number for number, unit in enumerate(named["unit"].to_pylist())}
        said = [_said(arm) for arm in named["arm"].to_pylist()]
        arms = tuple(sorted(set(said)))
        during, before = (_matrix(found, place, span) for span in units_of.SPANS)
        return UnitOutcomes(
            arms=arms,
            arm=np.array([arms.index(arm) for arm in said], np.int64),
            first=named["first"].to_numpy() / 1e6,
            mixed=np.array(named["mixed"].to_pylist(), np.bool_),
            during=during,
            before=before,
        )

    def _held_out(self, frame: Any, period: Period, known: Mapping[str, str]) -> HeldOut:
        engine, numbers = self._whole.engine, import_module("pyarrow")
        told_from = period.since - timedelta(days=LABELLED_DAYS)
        told = engine.collected(viewings.labelled(frame, since=told_from, until=period.until))
        who, arms, first = _labels(told, known)
        first = np.maximum(first, int(period.since.timestamp() * 1e6))
        labels = engine.rows(numbers.table({"profile_id": who, "first": first}))
        viewed = viewings.viewings(frame, period, since=period.since)
        found = engine.collected(viewings.hours_from(viewed, labels))
        hours = dict(zip(*(found[name].to_pylist() for name in found.column_names), strict=True))
        return HeldOut(
            held_out=np.array([arm == HELD_OUT for arm in arms], np.bool_),
            days=(period.until.timestamp() - first / 1e6) / 86_400,
            hours=np.array([hours.get(each, 0.0) for each in who], np.float64),
        )


def _matrix(found: Any, place: Mapping[str, int], span: str) -> NDArray[np.float64]:
    """Of each unit by its place, and of each measure: 0 where nothing was watched."""
    summed = np.zeros((len(place), len(Measure)))
    at = np.array([place[unit] for unit in found["unit"].to_pylist()], np.int64)
    for column, measure in enumerate(Measure):
        summed[at, column] = found[f"{span}_{measure}"].to_numpy()
    return summed


def _members(known: Mapping[str, str], territory: str | None) -> Any:
    kept = {who: where for who, where in known.items() if territory is None or where == territory}
    arrow = import_module("pyarrow")
    return arrow.table(
        {
            "profile_id": arrow.array(list(kept), arrow.string()),
            "territory": arrow.array(list(kept.values()), arrow.string()),
        }
    )


def _parts(cells: Any) -> dict[str, list[dict[str, Any]]]:
    """The sums by each column alone; what is summed over here is as long as the answer."""
    parts: dict[str, list[dict[str, Any]]] = {}
    for column, read in _READ.items():
        summed = cells.group_by([column, "origin", "source"]).aggregate(
            [("viewings", "sum"), ("hours", "sum")]
        )
        parts[column] = [
            {
                column: read(row[column]),
                "origin": row["origin"],
                "source": row["source"],
                "viewings": row["viewings_sum"],
                "hours": row["hours_sum"],
            }
            for row in summed.to_pylist()
        ]
    return parts


def _said(letters: str) -> str:
    told: str = json.loads(f'"{letters}"')
    return told


_READ: dict[str, Callable[[Any], Any]] = {
    "day": lambda day: _EPOCH + timedelta(days=day),
    "territory": str,
    "device": str,
    "arm": _said,
    "title_id": UUID,
}


def _contributed(whole: Any, sources: Any, rows: Any) -> list[dict[str, Any]]:
    # Of nobody there still is a sum, which is none.
    told = [row | {"source": "", "row": ""} for row in whole.to_pylist() if row["members"]]
    told += [row | {"row": ""} for row in sources.to_pylist()]
    for row in rows.to_pylist():
        told.append(row | {"source": Origin.ROW.value, "row": row["source_row"]})
    return told


def _visits(told: Any) -> tuple[int, int, float | None, float | None]:
    played = told.filter(told["played"].is_valid())
    seconds = (played["played"].to_numpy() - played["begun"].to_numpy()) / 1e6
    if not len(seconds):
        return told.num_rows, 0, None, None
    median, ninth = np.quantile(seconds, (0.5, 0.9)).tolist()
    return told.num_rows, len(seconds), median, ninth


def _labels(told: Any, known: Mapping[str, str]) -> tuple[list[str], list[str], NDArray[np.int64]]:
    """Who has a label, in the order of ids; the arm told last, and when the first was told."""
    told = told.sort_by([("profile_id", "ascending"), ("last", "ascending")])
    who, arm, first = (told[name].to_pylist() for name in ("profile_id", "arm", "first"))
    arms: dict[str, str] = {}
    begun: dict[str, int] = {}
    for each, label, at in zip(who, arm, first, strict=True):
        if each in known:
            arms[each] = _said(label)
            begun[each] = min(at, begun.get(each, at))
    return list(arms), list(arms.values()), np.array(list(begun.values()), np.int64)
