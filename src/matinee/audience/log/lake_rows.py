"""Rows of the log on their way to the lake: PostgreSQL's columns turned into Arrow's, and no more.

Arrow keeps a column of strings as its letters in one stretch and where each begins, which is how
the query hands them over; times and numbers only change the order of their bytes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

_POSTGRES_EPOCH_MICROSECONDS = 946_684_800_000_000
_UUID_LETTERS = 36
_DAY_MICROSECONDS = 86_400_000_000

ArrowTable: TypeAlias = Any
"""A ``pyarrow.Table``; the library has no types."""


@dataclass(frozen=True, slots=True)
class PackedText:
    """Strings one after the other, and how many bytes each has, big-endian; none is empty."""

    letters: bytes
    lengths: bytes


@dataclass(frozen=True, slots=True)
class PackedRows:
    """Whole rows by column, in the form of PostgreSQL's send functions; ids as 36 letters."""

    count: int
    ids: bytes
    profiles: bytes
    at: bytes
    received_at: bytes
    kinds: bytes
    bases: bytes
    positions: bytes
    seconds: bytes
    values: bytes
    probabilities: bytes
    titles: PackedText
    recommendations: PackedText
    devices: PackedText
    surfaces: PackedText
    rows: PackedText
    queries: PackedText
    arms: PackedText


def arrow_table(packed: PackedRows) -> ArrowTable:
    """The rows as a ``pyarrow.Table`` with the columns of the lake, ``day`` (of ``at``) the last.

    Unknown is null: also a position of -1, a NaN and an empty string, as in the log.
    """
    arrow = _arrow()
    at = _microseconds(packed.at)
    times = arrow.timestamp("us", tz="UTC")
    days = np.floor_divide(at, _DAY_MICROSECONDS).astype(np.int32)
    columns: dict[str, Any] = {
        "id": _uuids(packed.ids, packed.count),
        "profile_id": _uuids(packed.profiles, packed.count),
        "title_id": _texts(packed.titles),
        "kind": arrow.array(_numbers(packed.kinds, ">i2")),
        "at": arrow.array(at, times),
        "received_at": arrow.array(_microseconds(packed.received_at), times),
        "time_basis": arrow.array(_numbers(packed.bases, ">i2")),
        "seconds": _reals(packed.seconds),
        "value": _reals(packed.values),
        "probability": _reals(packed.probabilities),
        "position": _positions(packed.positions),
        "recommendation_id": _texts(packed.recommendations),
        "device": _texts(packed.devices),
        "surface": _texts(packed.surfaces),
        "row": _texts(packed.rows),
        "query": _texts(packed.queries),
        "arms": _texts(packed.arms),
        "day": arrow.array(days, arrow.int32()).cast(arrow.date32()),
    }
    return arrow.table(columns)


def joined(tables: Sequence[ArrowTable]) -> ArrowTable:
    """The rows of several tables in one."""
    return _arrow().concat_tables(tables)


def _arrow() -> Any:
    return import_module("pyarrow")  # Large, and only those who go to the lake need it.


def _microseconds(packed: bytes) -> NDArray[np.int64]:
    return np.frombuffer(packed, ">i8").astype(np.int64) + _POSTGRES_EPOCH_MICROSECONDS


def _numbers(packed: bytes, form: str) -> NDArray[Any]:
    column = np.frombuffer(packed, form)
    return column.astype(column.dtype.newbyteorder("="))


def _reals(packed: bytes) -> Any:
    column = _numbers(packed, ">f4")
    return _arrow().array(column, mask=np.isnan(column))


def _positions(packed: bytes) -> Any:
    column = _numbers(packed, ">i2")
    return _arrow().array(column, mask=column < 0)


def _uuids(letters: bytes, count: int) -> Any:
    offsets = np.arange(count + 1, dtype=np.int32) * _UUID_LETTERS
    return _strings(letters, offsets, None)


def _texts(packed: PackedText) -> Any:
    lengths = np.frombuffer(packed.lengths, ">i4")
    offsets = np.zeros(len(lengths) + 1, np.int32)
    np.cumsum(lengths, out=offsets[1:])
    return _strings(packed.letters, offsets, lengths > 0)


def _strings(letters: bytes, offsets: NDArray[np.int32], given: NDArray[np.bool_] | None) -> Any:
    arrow = _arrow()
    present = None
    if given is not None and not given.all():
        present = arrow.py_buffer(np.packbits(given, bitorder="little").tobytes())
    return arrow.StringArray.from_buffers(
        len(offsets) - 1, arrow.py_buffer(offsets), arrow.py_buffer(letters), present
    )
