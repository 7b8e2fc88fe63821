"""Taking in events: judged as columns, checked against what exists, on disk before the answer."""

import time
from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from matinee.audience.intake.batch_columns import turn
from matinee.audience.intake.judging import Judgement, judge, judge_strangers
from matinee.audience.intake.reported import decode, encode
from matinee.audience.intake.room import Room
from matinee.audience.log.events import Receipt, ViewingEvent
from matinee.audience.log.identifiers import Uuids, keys, without_repetitions
from matinee.audience.log.rows import COLUMNS, LogRows, copy_bytes
from matinee.audience.model import AudienceSettings, KnownTitles
from matinee.audience.repository import log_writing
from matinee.foundation.database import Connection, Database
from matinee.vocabulary.ids import TitleId

_MOST_KEPT = 200_000
_NONE = bytes(16)


class Recorder:
    """Writes batches. What it remembers of profiles holds as long as nobody is erased."""

    def __init__(
        self, database: Database, known_titles: KnownTitles, settings: AudienceSettings, room: Room
    ) -> None:
        self._database = database
        self._known_titles = known_titles
        self._settings = settings
        self._room = room
        self._profiles: set[bytes] = set()
        self._erasures = -1
        self._titles: set[bytes] = set()
        self._titles_until = 0.0

    async def record(self, events: bytes | Sequence[ViewingEvent], now: datetime) -> Receipt:
        """Take in what is good of a batch."""
        body = events if isinstance(events, bytes) else encode(events)
        batch = decode(body, most=self._settings.batch_events)
        columns = turn(batch.events, received_at=now)
        judgement = judge(columns, now=now, settings=self._settings)
        titles = columns.rows.titles
        strange = await self._strange_titles(titles[judgement.good])
        judge_strangers(judgement, titles, strange, "title_id")
        accepted, resent, known = await self._written(columns.rows, judgement)
        refused = [*batch.refused, *judgement.refusals(batch.places, but=resent)]
        refused.sort(key=lambda refusal: refusal.index)
        duplicates = known - accepted + int(resent.sum())
        return Receipt(accepted, duplicates, tuple(refused))

    async def _written(
        self, rows: LogRows, judgement: Judgement
    ) -> tuple[int, NDArray[np.bool_], int]:
        """How many rows were added, which refused ones were sent again, how many were good."""
        await self._room.make(rows.ids[judgement.good])
        try:
            return await self._write(rows, judgement, merging=False)
        except log_writing.AlreadyThere:
            return await self._write(rows, judgement, merging=True)

    async def _write(
        self, rows: LogRows, judgement: Judgement, *, merging: bool
    ) -> tuple[int, NDArray[np.bool_], int]:
        in_doubt = judgement.perhaps_sent_again
        if not (judgement.good | in_doubt).any():
            return 0, in_doubt, 0
        async with self._database.transaction() as connection:
            ends = _ends(rows.ids[judgement.good | in_doubt])
            entrance = await log_writing.enter(connection, ends)
            strange = await self._strange_profiles(
                connection, rows.profiles[judgement.good], entrance.erasures
            )
            judge_strangers(judgement, rows.profiles, strange, "profile_id")
            resent = await _sent_again(connection, rows.ids, in_doubt)
            good = judgement.good
            fresh = rows.take(good).in_order_of_ids()
            fresh = fresh.take(without_repetitions(fresh.ids))
            accepted = len(fresh)
            if accepted and (merging or entrance.came_before):
                accepted = await log_writing.merge(connection, COLUMNS, copy_bytes(fresh))
            elif accepted:
                await log_writing.append(connection, COLUMNS, copy_bytes(fresh))
        return accepted, resent, int(good.sum())

    async def _strange_titles(self, titles: Uuids) -> set[bytes]:
        now = time.monotonic()
        if now > self._titles_until or len(self._titles) > _MOST_KEPT:
            self._titles.clear()
            self._titles_until = now + self._settings.known_title_seconds
        new = set(keys(titles)) - self._titles - {_NONE}
        if not new:
            return set()
        asked = {TitleId(UUID(bytes=key)) for key in new}
        strange = {title.bytes for title in await self._known_titles.unknown(asked)}
        self._titles |= new - strange
        return strange

    async def _strange_profiles(
        self, connection: Connection, profiles: Uuids, erasures: int
    ) -> set[bytes]:
        if erasures != self._erasures or len(self._profiles) > _MOST_KEPT:
            self._profiles = set()
            self._erasures = erasures
        kept = self._profiles
        new = set(keys(profiles)) - kept
        if not new:
            return set()
        known = await log_writing.known_profiles(connection, _uuids(new))
        found = {profile.bytes for profile in known}
        # Into the set of this erasure count, even if another batch has begun a newer one.
        kept |= found
        return new - found


async def _sent_again(
    connection: Connection, identifiers: Uuids, in_doubt: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    if not in_doubt.any():
        return in_doubt
    known = await log_writing.known_events(connection, _uuids(keys(identifiers[in_doubt])))
    there = {event.bytes for event in known}
    return in_doubt & np.array([key in there for key in keys(identifiers)], np.bool_)


def _ends(identifiers: Uuids) -> tuple[UUID, UUID]:
    packed = keys(identifiers)
    return UUID(bytes=min(packed)), UUID(bytes=max(packed))


def _uuids(packed: Iterable[bytes]) -> list[UUID]:
    return [UUID(bytes=key) for key in packed]
