"""Pacing while the service runs: breaks counted, the next plan made, and told to every process."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Protocol

import numpy as np

from matinee.ads.paced import EVERY, PacingPlan
from matinee.ads.pacing.forecast import Real
from matinee.ads.pacing.opening import SAMPLE
from matinee.ads.pacing.replanning import Ground, paced, replan, unpriced
from matinee.ads.pacing.streams import WEEKS, BreakHistory, monday
from matinee.ads.repository import completion, demand, pacing, past_plans
from matinee.ads.serving.demand import Demand
from matinee.foundation.database import Database
from matinee.vocabulary.ids import uuid7

_LATE = timedelta(seconds=30)
"""Decisions are written to their log seconds after they were made."""
_SECONDS = 60
"""What a statement of a plan may take of the database: the first counts weeks of the log."""


class Seasons(Protocol):
    """The viewing log, as far as pacing may ask it."""

    async def season(self) -> Real | None:
        """``(168,)`` places for ads by hour of the week (UTC); None before anybody watched."""
        ...


def _now() -> datetime:
    return datetime.now(UTC)


class Pacing:
    """Makes plans; decisions and pages read the latest."""

    def __init__(self, database: Database, *, clock: Callable[[], datetime] = _now) -> None:
        self._database, self._clock = database, clock

    async def latest(self) -> PacingPlan | None:
        """The plan in force; None before there was any."""
        async with self._database.reading() as connection:
            return await pacing.latest_plan(connection)

    async def keep(self, seasons: Seasons | None = None) -> PacingPlan | None:
        """Make the next plan where the last is old, or the demand is another since.

        ``seasons`` say how a week is watched, for as long as none was counted. None where nothing
        was to be done.
        """
        now = self._clock()
        async with self._database.reading() as connection:
            before = await pacing.latest_plan(connection)
            version = await demand.demand_version(connection)
        if version is None:
            return None
        fresh = before is not None and now - before.at < EVERY
        if before is not None and fresh and before.demand_version == version:
            return None
        season = await seasons.season() if seasons is not None else None
        return await self._make(before, version, now, season)

    async def _make(
        self, before: PacingPlan | None, version: int, now: datetime, season: Real | None
    ) -> PacingPlan:
        until = now - _LATE
        since = monday(until) - timedelta(weeks=WEEKS)
        counted_from = since if before is None else max(before.counted_until, since)
        until = max(until, counted_from)
        async with self._database.transaction() as connection:
            await completion.bound(connection, seconds=_SECONDS)
            snapshot = (await _demand(connection)).snapshot()
            fresh = await pacing.count_breaks(connection, counted_from, until)
            known = await pacing.breaks_since(connection, since)
            history = BreakHistory([*known, *fresh], fresh, until, season)
            items = [item.id for item in paced(snapshot, now)]
            random = np.random.default_rng(version)
            needed = unpriced(snapshot, before, now)
            instants = history.instants(SAMPLE, random) if needed else []
            sample = await pacing.sample_of_breaks(connection, instants) if instants else []
            ground = Ground(
                snapshot,
                history,
                await pacing.standings(connection, items),
                before,
                [sample[place] for place in random.permutation(len(sample))],
            )
        made = await asyncio.to_thread(replan, ground, uuid7(now), now, until, version)
        async with self._database.transaction() as connection:
            await pacing.add_breaks(connection, fresh)
            await pacing.put_plan(connection, made)
        async with self._database.transaction() as connection:
            await past_plans.settle(connection, now)
        return made


async def _demand(connection: demand.Connection) -> Demand:
    items = await demand.active_line_items(connection)
    films = await demand.list_creatives(connection)
    wanted = {creative for item in items for creative in item.creatives}
    return Demand(tuple(items), tuple(film for film in films if film.id in wanted))
