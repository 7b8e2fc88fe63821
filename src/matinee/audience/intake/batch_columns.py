"""A batch of reported events turned on its side: one array for each field."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from matinee.audience.intake.reported import ReportedEvent
from matinee.audience.log.columns import Words
from matinee.audience.log.events import KIND_CODES
from matinee.audience.log.identifiers import parse_uuids
from matinee.audience.log.rows import LogRows, words_of


class _Codes(dict[str, int]):
    """The code of each kind's name, 0 for what is no kind."""

    def __missing__(self, name: str) -> int:
        return 0


_CODES = _Codes({kind.value: code for kind, code in KIND_CODES.items()})
_FIELDS = tuple(field.name for field in msgspec.structs.fields(ReportedEvent))
_IDENTIFIERS = ("id", "profile_id", "title_id", "recommendation_id")


@dataclass(frozen=True, slots=True)
class BatchColumns:
    """The rows, kind 0 where it is no kind, and where an identifier is not written as one."""

    rows: LogRows
    misspelt: dict[str, NDArray[np.bool_]]


def turn(events: list[ReportedEvent], *, received_at: datetime) -> BatchColumns:
    """The events as columns."""
    count = len(events)
    listed: Iterable[tuple[Any, ...]] = zip(*map(msgspec.structs.astuple, events), strict=True)
    columns = dict(zip(_FIELDS, listed, strict=True)) if events else dict.fromkeys(_FIELDS, ())
    # The four columns at once: most of the time is spent per call.
    packed, wrong = parse_uuids([word for field in _IDENTIFIERS for word in columns[field]])
    ids, profiles, titles, recommendations = packed.reshape(4, count, 16)
    device, surface, row, query = (
        words_of(columns[field]) for field in ("device", "surface", "row", "query")
    )
    positions = np.array(columns["position"], np.float32)
    rows = LogRows(
        ids=ids,
        profiles=profiles,
        titles=titles,
        recommendations=recommendations,
        at=_microseconds(columns["at"]),
        received_at=np.full(count, microseconds(received_at)),
        seconds=np.array(columns["seconds"], np.float32),
        values=np.array(columns["value"], np.float32),
        probabilities=np.array(columns["probability"], np.float32),
        positions=np.where(np.isnan(positions), -1, positions).astype(np.int16),
        kinds=np.fromiter(map(_CODES.__getitem__, columns["kind"]), np.int16, count),
        bases=np.zeros(count, np.int16),
        devices=device,
        surfaces=surface,
        rows=row,
        queries=query,
        arms=_arms(columns["arms"]),
    )
    return BatchColumns(rows, dict(zip(_IDENTIFIERS, wrong.reshape(4, count), strict=True)))


def microseconds(instant: datetime) -> int:
    """Since 1970, rounded."""
    return round(instant.timestamp() * 1e6)


def _microseconds(instants: Sequence[datetime]) -> NDArray[np.int64]:
    seconds = np.fromiter(map(datetime.timestamp, instants), np.float64, len(instants))
    return np.rint(seconds * 1e6).astype(np.int64)


def _arms(column: Sequence[dict[str, str] | None]) -> Words:
    written = [
        msgspec.json.encode(arms, order="sorted").decode() if arms else "" for arms in column
    ]
    return words_of(written)
