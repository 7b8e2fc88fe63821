"""Rows of the log as columns, and their bytes in PostgreSQL's binary COPY format: pure.

The format is that of the manual, under COPY, "Binary Format": each row counts its fields, each
field begins with its length, and a length of -1 is NULL and has no bytes.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matinee.audience.log.columns import Words
from matinee.audience.log.identifiers import Uuids, are_given, order, without_repetitions

COLUMNS = (
    "id", "profile_id", "at", "received_at", "kind", "time_basis", "title_id",
    "recommendation_id", "seconds", "value", "probability", "position",
    "device", "surface", "row", "query", "arms",
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

    def fresh(self, chosen: NDArray[np.bool_]) -> "LogRows":
        """The chosen rows in the order of their ids, of those with one id the first.

        Writers that hold the same ids then wait for each other in one line.
        """
        places = np.flatnonzero(chosen)
        places = places[order(self.ids[places])]
        places = places[without_repetitions(self.ids[places])]
        if len(places) == len(self) and (places[1:] > places[:-1]).all():
            return self
        return self.take(places)


def words_of(column: Sequence[str | None]) -> Words:
    """A column of strings, each different one kept once; None is the empty one."""
    places = {word: place for place, word in enumerate(dict.fromkeys(column))}
    if len(places) == 1:
        return Words((column[0] or "",), np.zeros(len(column), np.int32))
    index = np.fromiter(map(places.__getitem__, column), np.int32, len(column))
    return Words(tuple(word or "" for word in places), index)


def copy_bytes(rows: LogRows) -> bytes:
    """The rows as COPY takes them, in the order of :data:`COLUMNS`."""
    fields = [
        _Field(np.full(len(rows), len(COLUMNS), ">i2"), counted=False),
        _Field(rows.ids),
        _Field(rows.profiles),
        _Field((rows.at - _POSTGRES_EPOCH_MICROSECONDS).astype(">i8")),
        _Field((rows.received_at - _POSTGRES_EPOCH_MICROSECONDS).astype(">i8")),
        _Field(rows.kinds.astype(">i2")),
        _Field(rows.bases.astype(">i2")),
        _Field(rows.titles, present=are_given(rows.titles)),
        _Field(rows.recommendations, present=are_given(rows.recommendations)),
        _Field(rows.seconds.astype(">f4"), present=~np.isnan(rows.seconds)),
        _Field(rows.values.astype(">f4"), present=~np.isnan(rows.values)),
        _Field(rows.probabilities.astype(">f4"), present=~np.isnan(rows.probabilities)),
        _Field(rows.positions.astype(">i2"), present=rows.positions >= 0),
        *(_text(words) for words in (rows.devices, rows.surfaces, rows.rows, rows.queries)),
        _text(rows.arms, prefix=b"\x01"),
    ]
    cells = np.empty((len(rows), sum(field.width for field in fields)), np.uint8)
    kept = np.ones(cells.shape, np.bool_)
    start = 0
    for field in fields:
        end = start + field.width
        field.write(cells[:, start:end], kept[:, start:end])
        start = end
    whole = cells if kept.all() else cells[kept]
    return b"".join((_HEADER, whole.tobytes(), _TRAILER))


class _Field:
    """A column as bytes, each value behind its length; some of them shorter, or NULL."""

    def __init__(
        self,
        column: NDArray[Any],
        *,
        present: NDArray[np.bool_] | None = None,
        sizes: NDArray[np.int32] | None = None,
        counted: bool = True,
    ) -> None:
        some = present is None or bool(present.any())
        self._cells = column.view(np.uint8).reshape(len(column), -1) if some else None
        self._present = None if not some or present is None or present.all() else present
        self._sizes = sizes
        self._prefix = 4 if counted else 0
        self.width = self._prefix + (0 if self._cells is None else self._cells.shape[1])

    def write(self, cells: NDArray[np.uint8], kept: NDArray[np.bool_]) -> None:
        """Fill in this field's part of every row, and mark what is no part of the copy."""
        size = self.width - self._prefix
        lengths: NDArray[Any] | int = size if self._cells is not None else _NULL
        if self._present is not None:
            lengths = np.where(self._present, size, _NULL)
            kept[:, self._prefix :] = self._present[:, None]
        if self._sizes is not None:
            lengths = np.where(self._sizes > 0, self._sizes, _NULL)
            kept[:, self._prefix :] = np.arange(size) < self._sizes[:, None]
        if self._prefix:
            cells[:, :4] = np.asarray(lengths, ">i4").reshape(-1, 1).view(np.uint8)
        if self._cells is not None:
            cells[:, self._prefix :] = self._cells


def _text(words: Words, prefix: bytes = b"") -> _Field:
    encoded = [prefix + word.encode() if word else b"" for word in words.vocabulary]
    widest = max(map(len, encoded), default=0)
    if widest == 0:
        nothing = np.zeros((len(words.index), 0), np.uint8)
        return _Field(nothing, present=np.zeros(len(words.index), np.bool_))
    letters = np.frombuffer(b"".join(word.ljust(widest) for word in encoded), np.uint8)
    letters = letters.reshape(len(encoded), widest)[words.index]
    sizes = np.array([len(word) for word in encoded], np.int32)
    return _Field(letters, sizes=None if (sizes == widest).all() else sizes[words.index])
