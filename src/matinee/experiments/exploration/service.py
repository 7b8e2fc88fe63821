"""Candidate sets that were drawn from, kept so that every policy can be judged by them."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

from matinee.experiments.exploration import repository as drawn
from matinee.experiments.exploration.draws import Draw
from matinee.foundation.database import Database


def _now() -> datetime:
    return datetime.now(UTC)


class ExplorationService:
    """Logs draws; the impressions carry the same page, row, position and probability."""

    def __init__(
        self, database: Database, *, kept_days: int = 90, clock: Callable[[], datetime] = _now
    ) -> None:
        self._database = database
        self._kept = timedelta(days=kept_days)
        self._clock = clock

    async def log(self, draws: Sequence[Draw]) -> None:
        """Keep what was drawn for a page, in one statement; the same slot again changes nothing."""
        if draws:
            async with self._database.transaction() as connection:
                await drawn.add(connection, draws, at=self._clock())

    async def logged(
        self, policy: str, *, since: datetime, limit: int = 100_000
    ) -> tuple[Draw, ...]:
        """What a policy drew from ``since`` on, oldest first."""
        async with self._database.reading() as connection:
            return await drawn.listed(connection, policy, since=since, limit=limit)

    async def forget_old(self) -> int:
        """Remove what is older than is kept; how many slots that were."""
        async with self._database.transaction() as connection:
            return await drawn.remove(connection, before=self._clock() - self._kept)
