"""A batch of reported events turned on its side: one array for each field."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from matinee.audience.intake.reported import ReportedEvent
from matinee.audience.log.events import KIND_CODES
from matinee.audience.log.identifiers import parse_uuids
from matinee.audience.log.rows import LogRows, words_of

_CODES: dict[str, int] = {kind.value: code for kind, code in KIND_CODES.items()}
_FIELDS = tuple(field.name for field in msgspec.structs.fields(ReportedEvent))


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
    uuids = {
        field: parse_uuids(columns[field])
        for field in ("id", "profile_id", "title_id", "recommendation_id")
    }
    device, surface, row, query = (
        words_of([word or "" for word in columns[field]])
        for field in ("device", "surface", "row", "query")
    )
    rows = LogRows(
        ids=uuids["id"][0],
        profiles=uuids["profile_id"][0],
        titles=uuids["title_id"][0],
        recommendations=uuids["recommendation_id"][0],
        at=np.fromiter(map(microseconds, columns["at"]), np.int64, count),
        received_at=np.full(count, microseconds(received_at)),
        seconds=_reals(columns["seconds"]),
        values=_reals(columns["value"]),
        probabilities=_reals(columns["probability"]),
        positions=np.array([-1 if at is None else at for at in columns["position"]], np.int16),
        kinds=np.fromiter((_CODES.get(kind, 0) for kind in columns["kind"]), np.int16, count),
        bases=np.zeros(count, np.int16),
        devices=device,
        surfaces=surface,
        rows=row,
        queries=query,
        arms=words_of([_written(arms) for arms in columns["arms"]]),
    )
    return BatchColumns(rows, {field: wrong for field, (_, wrong) in uuids.items()})


def microseconds(instant: datetime) -> int:
    """Since 1970, rounded."""
    return round(instant.timestamp() * 1e6)


def _written(arms: dict[str, str] | None) -> str:
    return msgspec.json.encode(arms, order="deterministic").decode() if arms else ""


def _reals(column: Iterable[float | None]) -> NDArray[np.float32]:
    return np.array([np.nan if real is None else real for real in column], np.float32)
