"""Taking in events by the hundred thousand, from imports and simulators."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

import numpy as np

from matinee.audience.intake.batch_columns import microseconds
from matinee.audience.intake.room import Room
from matinee.audience.intake.writing import write
from matinee.audience.log.columns import EventColumns, Index, Words
from matinee.audience.log.events import BASIS_CODES, KIND_OF_CODE, BulkReceipt
from matinee.audience.log.identifiers import (
    Uuids,
    pack_uuids,
    version_7_from_content,
)
from matinee.audience.log.rows import LogRows
from matinee.audience.repository import log_writing
from matinee.errors import Invalid
from matinee.foundation.database import Database

CHUNK = 50_000
"""Rows in one transaction: an erasure waits no longer than for one of them."""


class BulkWriter:
    """Writes columns in chunks, each in a transaction of its own; the same again adds nothing."""

    def __init__(self, database: Database, room: Room) -> None:
        self._database = database
        self._room = room

    async def write(self, columns: EventColumns, now: datetime) -> BulkReceipt:
        """Take in all whose profile exists."""
        rows = _rows(columns, now)
        fresh = rows.fresh(np.ones(len(rows), np.bool_))
        await self._room.make(fresh.ids)
        accepted = homeless = 0
        for chunk in _chunks(fresh):
            added, stray = await self._write_chunk(chunk)
            accepted += added
            homeless += stray
        return BulkReceipt(accepted, len(rows) - accepted - homeless, homeless)

    async def _write_chunk(self, rows: LogRows) -> tuple[int, int]:
        different, place = np.unique(
            np.ascontiguousarray(rows.profiles).view("V16").ravel(), return_inverse=True
        )
        asked = [UUID(bytes=key) for key in different.tolist()]
        while True:
            async with self._database.reading() as connection:
                erasures, found = await log_writing.known_profiles(connection, asked)
            there = set(found)
            kept = rows.take(np.array([profile in there for profile in asked], np.bool_)[place])
            try:
                added = await write(self._database, kept, erasures=erasures)
            except log_writing.KnowledgeOutdated:
                continue
            return added, len(rows) - len(kept)


def _chunks(rows: LogRows) -> Iterator[LogRows]:
    for start in range(0, len(rows), CHUNK):
        yield rows.take(slice(start, start + CHUNK))


def _rows(columns: EventColumns, now: datetime) -> LogRows:
    count = len(columns)
    _check(columns)
    unknown = np.full(count, np.nan, np.float32)
    plain = Words(("",), np.zeros(count, np.int32))
    profiles = pack_uuids(columns.profiles)[columns.profile]
    titles = _pointed(columns.titles, columns.title)
    recommendations = columns.recommendation
    return LogRows(
        ids=columns.ids if columns.ids is not None else _ids(columns, profiles, titles),
        profiles=profiles,
        titles=titles,
        recommendations=(
            np.zeros((count, 16), np.uint8)
            if recommendations is None
            else _pointed(columns.recommendations, recommendations)
        ),
        at=np.round(columns.at * 1e6).astype(np.int64),
        received_at=np.full(count, microseconds(now)),
        seconds=unknown if columns.seconds is None else columns.seconds,
        values=unknown if columns.values is None else columns.values,
        probabilities=unknown if columns.probabilities is None else columns.probabilities,
        positions=(
            np.full(count, -1, np.int16) if columns.positions is None else columns.positions
        ),
        kinds=columns.kinds.astype(np.int16),
        bases=np.full(count, BASIS_CODES[columns.time_basis], np.int16),
        devices=columns.devices or plain,
        surfaces=columns.surfaces or plain,
        rows=columns.rows or plain,
        queries=columns.queries or plain,
        arms=columns.arms or plain,
    )


def _pointed(identifiers: Sequence[UUID], index: Index) -> Uuids:
    # The row after the last, which -1 points to, is none.
    packed = np.vstack((pack_uuids(identifiers), np.zeros((1, 16), np.uint8)))
    return packed[index]


def _ids(columns: EventColumns, profiles: Uuids, titles: Uuids) -> Uuids:
    milliseconds = np.floor(columns.at * 1000).astype(np.int64)
    halves = np.concatenate((profiles, titles), axis=1).view(np.uint64)
    return version_7_from_content(milliseconds, columns.kinds.astype(np.uint64), *halves.T)


def _check(columns: EventColumns) -> None:
    optional = (
        columns.seconds, columns.values, columns.probabilities, columns.positions,
        columns.recommendation, columns.ids,
    )  # fmt: skip
    words = (columns.devices, columns.surfaces, columns.rows, columns.queries, columns.arms)
    lengths = {len(column) for column in (columns.profile, columns.title, columns.at)}
    lengths |= {len(column) for column in optional if column is not None}
    lengths |= {len(word.index) for word in words if word is not None}
    if lengths - {len(columns)}:
        raise Invalid("The columns differ in length.", remedy="Give each event a value in each.")
    if not np.isin(columns.kinds, list(KIND_OF_CODE)).all():
        raise Invalid("There are kinds that are none.", remedy="Use EventKind.code.", field="kinds")
    if len(columns) and not (np.isfinite(columns.at).all() and columns.at.min() >= 0):
        raise Invalid("There are times before 1970.", remedy="Leave those out.", field="at")
