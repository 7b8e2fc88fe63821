"""Taking in events: judged as columns, checked against what exists, on disk before the answer."""

import time
from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from matinee.audience.intake.acquaintance import Acquaintance
from matinee.audience.intake.batch_columns import turn
from matinee.audience.intake.judging import Judgement, judge, judge_strangers
from matinee.audience.intake.reported import decode, encode
from matinee.audience.intake.room import Room
from matinee.audience.intake.writing import write
from matinee.audience.log.events import Receipt, ViewingEvent
from matinee.audience.log.identifiers import Uuids, keys
from matinee.audience.log.rows import LogRows
from matinee.audience.model import AudienceSettings, KnownTitles
from matinee.audience.repository import log_writing
from matinee.foundation.database import Database
from matinee.vocabulary.ids import HouseholdId, TitleId

_MOST_KEPT = 200_000
_NONE = bytes(16)


class Recorder:
    """Writes batches."""

    def __init__(
        self,
        database: Database,
        known_titles: KnownTitles,
        settings: AudienceSettings,
        room: Room,
        acquaintance: Acquaintance,
    ) -> None:
        self._database = database
        self._known_titles = known_titles
        self._settings = settings
        self._room = room
        self._acquaintance = acquaintance
        self._titles: set[bytes] = set()
        self._titles_until = 0.0

    async def record(
        self,
        events: bytes | Sequence[ViewingEvent],
        now: datetime,
        within: HouseholdId | None = None,
    ) -> Receipt:
        """Take in what is good of a batch, of one household where one is given."""
        body = events if isinstance(events, bytes) else encode(events)
        batch = decode(body, most=self._settings.batch_events)
        columns = turn(batch.events, received_at=now)
        rows = columns.rows
        judgement = judge(columns, now=now, settings=self._settings)
        strange = await self._strange_titles(rows.titles[judgement.good])
        judge_strangers(judgement, rows.titles, strange, "title_id")
        resent = await self._sent_again(rows.ids, judgement.perhaps_sent_again)
        await self._room.make(rows.ids[judgement.good])
        accepted = await self._written(rows, judgement, within)
        known = int(judgement.good.sum()) + int(resent.sum())
        refused = [*batch.refused, *judgement.refusals(batch.places, but=resent)]
        refused.sort(key=lambda refusal: refusal.index)
        return Receipt(accepted, known - accepted, tuple(refused))

    async def _written(
        self, rows: LogRows, judgement: Judgement, within: HouseholdId | None
    ) -> int:
        """Refuse strangers, and write the others; how many were new."""
        while True:
            asked = set(keys(rows.profiles[judgement.good]))
            if not asked:
                return 0
            known = await self._acquaintance.with_profiles(asked)
            strangers = asked - known.profiles
            if within is not None:
                strangers |= asked - await self._acquaintance.of_household(within)
            judge_strangers(judgement, rows.profiles, strangers, "profile_id")
            fresh = rows.fresh(judgement.good)
            try:
                return await write(self._database, fresh, erasures=known.erasures)
            except log_writing.KnowledgeOutdated:
                self._acquaintance.forget(known)

    async def _strange_titles(self, titles: Uuids) -> set[bytes]:
        now = time.monotonic()
        if now > self._titles_until or len(self._titles) > _MOST_KEPT:
            self._titles = set()
            self._titles_until = now + self._settings.known_title_seconds
        kept = self._titles
        new = set(keys(titles)) - kept - {_NONE}
        if not new:
            return new
        asked = {TitleId(identifier) for identifier in _uuids(new)}
        strange = {title.bytes for title in await self._known_titles.unknown(asked)}
        kept |= new - strange
        return strange

    async def _sent_again(self, ids: Uuids, in_doubt: NDArray[np.bool_]) -> NDArray[np.bool_]:
        if not in_doubt.any():
            return in_doubt
        async with self._database.reading() as connection:
            there = await log_writing.known_events(connection, _uuids(keys(ids[in_doubt])))
        found = {event.bytes for event in there}
        return in_doubt & np.array([key in found for key in keys(ids)], np.bool_)


def _uuids(packed: Iterable[bytes]) -> list[UUID]:
    return [UUID(bytes=key) for key in packed]
