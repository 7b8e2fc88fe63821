"""Room in the log: the partitions of the months whose events are about to be written."""

from datetime import UTC, datetime, timedelta

from matinee.audience.log.identifiers import Uuids, version_7_milliseconds
from matinee.audience.repository import log_writing
from matinee.foundation.database import Database

_AHEAD = timedelta(days=62)
"""So much room is made besides, so that a new month finds its partition there."""


class Room:
    """Remembers which months have their partition, and has the others made."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._months: set[int] = set()

    async def make(self, identifiers: Uuids) -> None:
        """See to it that rows with these ids find their partitions."""
        if len(identifiers):
            times = version_7_milliseconds(identifiers)
            await self._make_between(_instant(int(times.min())), _instant(int(times.max())))

    async def _make_between(self, first: datetime, last: datetime) -> None:
        if self._months.issuperset(range(_month(first), _month(last) + 1)):
            return
        last += _AHEAD
        async with self._database.transaction() as connection:
            await log_writing.ensure_partitions(connection, first, last)
        self._months.update(range(_month(first), _month(last) + 1))


def _instant(milliseconds: int) -> datetime:
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


def _month(instant: datetime) -> int:
    return instant.year * 12 + instant.month
