"""Rows of the log as columns, and their bytes in PostgreSQL's binary COPY format: pure.

The format is that of the manual, under COPY, "Binary Format": each row counts its fields, each
field begins with its length, and a length of -1 is NULL and has no bytes.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from matinee.audience.log.columns import Words
from matinee.audience.log.identifiers import Uuids, are_given, order

COLUMNS = (
    "id", "profile_id", "title_id", "recommendation_id", "at", "received_at", "seconds", "value",
    "probability", "position", "kind", "time_basis", "device", "surface", "row", "query", "arms",
)  # fmt: skip

_HEADER = b"PGCOPY\n\xff\r\n\0" + bytes(8)
_TRAILER = b"\xff\xff"
_NULL = -1
_POSTGRES_EPOCH_MICROSECONDS = 946_684_800_000_000


@dataclass(frozen=True, slots=True)
class LogRows:
    """Rows in columns; times are microseconds since 1970, NaN and position -1 are unknown."""

    ids: Uuids
    profiles: Uuids
    titles: Uuids
    recommendations: Uuids
    at: NDArray[np.int64]
    received_at: NDArray[np.int64]
    seconds: NDArray[np.float32]
    values: NDArray[np.float32]
    probabilities: NDArray[np.float32]
    positions: NDArray[np.int16]
    kinds: NDArray[np.int16]
    bases: NDArray[np.int16]
    devices: Words
    surfaces: Words
    rows: Words
    queries: Words
    arms: Words

    def __len__(self) -> int:
        return len(self.kinds)

    def take(self, chosen: NDArray[Any] | slice) -> "LogRows":
        """The rows that ``chosen`` picks, by mask, index or slice."""
        picked: list[Any] = []
        for column in fields(self):
            whole = getattr(self, column.name)
            if isinstance(whole, Words):
                picked.append(Words(whole.vocabulary, whole.index[chosen]))
            else:
                picked.append(whole[chosen])
        return LogRows(*picked)

    def in_order_of_ids(self) -> "LogRows":
        """Sorted by id: writers that hold the same ids then wait for each other, never both."""
        return self.take(order(self.ids))


def words_of(column: Sequence[str]) -> Words:
    """A column of strings, each different one kept once."""
    places = {word: place for place, word in enumerate(dict.fromkeys(column))}
    index = np.fromiter(map(places.__getitem__, column), np.int32, len(column))
    return Words(tuple(places), index)


def copy_bytes(rows: LogRows) -> bytes:
    """The rows as COPY takes them, in the order of :data:`COLUMNS`."""
    count = len(rows)
    parts = [
        _whole(np.full(count, len(COLUMNS), ">i2")),
        _known(rows.ids),
        _known(rows.profiles),
        _optional(rows.titles, are_given(rows.titles)),
        _optional(rows.recommendations, are_given(rows.recommendations)),
        _known((rows.at - _POSTGRES_EPOCH_MICROSECONDS).astype(">i8")),
        _known((rows.received_at - _POSTGRES_EPOCH_MICROSECONDS).astype(">i8")),
        *(
            _optional(column.astype(">f4"), ~np.isnan(column))
            for column in (rows.seconds, rows.values, rows.probabilities)
        ),
        _optional(rows.positions.astype(">i2"), rows.positions >= 0),
        _known(rows.kinds.astype(">i2")),
        _known(rows.bases.astype(">i2")),
        *(_text(words) for words in (rows.devices, rows.surfaces, rows.rows, rows.queries)),
        _text(rows.arms, prefix=b"\x01"),
    ]
    cells = np.concatenate([cells for cells, _ in parts], axis=1)
    kept = np.concatenate([kept for _, kept in parts], axis=1)
    return b"".join((_HEADER, cells[kept].tobytes(), _TRAILER))


_Cells: TypeAlias = tuple[NDArray[np.uint8], NDArray[np.bool_]]


def _whole(column: NDArray[Any]) -> _Cells:
    cells = np.ascontiguousarray(column).view(np.uint8).reshape(len(column), -1)
    return cells, np.ones(cells.shape, np.bool_)


def _known(column: NDArray[Any]) -> _Cells:
    cells, kept = _whole(column)
    lengths, all_kept = _whole(np.full(len(cells), cells.shape[1], ">i4"))
    return np.concatenate((lengths, cells), axis=1), np.concatenate((all_kept, kept), axis=1)


def _optional(column: NDArray[Any], present: NDArray[np.bool_]) -> _Cells:
    cells, kept = _whole(column)
    lengths, all_kept = _whole(np.where(present, cells.shape[1], _NULL).astype(">i4"))
    kept &= present[:, None]
    return np.concatenate((lengths, cells), axis=1), np.concatenate((all_kept, kept), axis=1)


def _text(words: Words, prefix: bytes = b"") -> _Cells:
    encoded = [prefix + word.encode() if word else b"" for word in words.vocabulary]
    widest = max(map(len, encoded), default=0)
    letters = np.frombuffer(b"".join(word.ljust(widest) for word in encoded), np.uint8)
    letters = letters.reshape(len(encoded), widest)
    sizes = np.array([len(word) for word in encoded], np.int32)[words.index]
    lengths, all_kept = _whole(np.where(sizes > 0, sizes, _NULL).astype(">i4"))
    kept = np.arange(widest)[None, :] < sizes[:, None]
    cells = np.concatenate((lengths, letters[words.index]), axis=1)
    return cells, np.concatenate((all_kept, kept), axis=1)
