"""A batch as a client reports it: decoded as a whole, event by event only where one is broken.

The limits of each field are those of docs/reference/events.md.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

import msgspec
import numpy as np
from msgspec import Meta, Struct
from numpy.typing import NDArray

from matinee.audience.log.events import Refusal, ViewingEvent
from matinee.errors import Invalid
from matinee.foundation.nesting import UNREADABLE

_Word = Annotated[str, Meta(max_length=64)]
_Label = Annotated[str, Meta(max_length=128)]
_Query = Annotated[str, Meta(max_length=500)]
_Arms = Annotated[dict[_Word, _Word], Meta(max_length=16)]
_Position = Annotated[int, Meta(ge=0, le=32_767)]
_Seconds = Annotated[float, Meta(ge=0, le=10_000_000)]
_Value = Annotated[float, Meta(ge=-1_000_000, le=1_000_000)]
_Probability = Annotated[float, Meta(ge=1e-30, le=1)]
"""The least is what a ``real`` column still tells from zero."""


class ReportedEvent(Struct, gc=False):
    """One event with fields of the right kind and size; what they mean is judged in columns."""

    id: str
    profile_id: str
    kind: str
    at: Annotated[datetime, Meta(tz=True)]
    title_id: str | None = None
    recommendation_id: str | None = None
    seconds: _Seconds | None = None
    value: _Value | None = None
    probability: _Probability | None = None
    position: _Position | None = None
    device: _Word | None = None
    surface: _Word | None = None
    row: _Label | None = None
    query: _Query | None = None
    arms: _Arms | None = None


class _Batch(Struct, gc=False):
    events: list[ReportedEvent]


class _RawBatch(Struct):
    events: list[msgspec.Raw]


_BATCH = msgspec.json.Decoder(_Batch)
_RAW_BATCH = msgspec.json.Decoder(_RawBatch)
_EVENT = msgspec.json.Decoder(ReportedEvent)
_FIELD = re.compile(r"`\$\.(\w+)|required field `(\w+)`")


@dataclass(frozen=True, slots=True)
class ReportedBatch:
    """The events that could be read, their places in the batch, and why the others could not."""

    events: list[ReportedEvent]
    places: NDArray[np.int32]
    refused: tuple[Refusal, ...]


def decode(body: bytes, *, most: int) -> ReportedBatch:
    """Read a batch of at most ``most`` events; Invalid where it is no batch at all."""
    try:
        batch = _whole(_BATCH.decode(body).events)
    except UNREADABLE:
        batch = _one_by_one(_raw_events(body))
    if len(batch.events) + len(batch.refused) > most:
        raise Invalid(
            f"A batch holds at most {most} events.",
            remedy="Send it in parts.",
            code="batch_too_long",
            field="events",
        )
    return batch


def batch_schema(*, most: int) -> dict[str, Any]:
    """A batch as JSON Schema, for the description of the API."""
    _, parts = msgspec.json.schema_components([ReportedEvent])
    events = {"type": "array", "maxItems": most, "items": parts["ReportedEvent"]}
    return {"type": "object", "required": ["events"], "properties": {"events": events}}


def encode(events: Sequence[ViewingEvent]) -> bytes:
    """The batch as a client would have sent it, so that one set of rules judges both."""
    return msgspec.json.encode({"events": events})


def _whole(events: list[ReportedEvent]) -> ReportedBatch:
    return ReportedBatch(events, np.arange(len(events), dtype=np.int32), ())


def _raw_events(body: bytes) -> list[msgspec.Raw]:
    try:
        return _RAW_BATCH.decode(body).events
    except UNREADABLE as broken:
        raise Invalid(
            f"This is not a batch of events: {broken}.",
            remedy='Send JSON of the form {"events": [{"id": …, "profile_id": …}]}.',
            code="malformed_batch",
            field="events",
        ) from broken


def _one_by_one(raws: list[msgspec.Raw]) -> ReportedBatch:
    events: list[ReportedEvent] = []
    places: list[int] = []
    refused: list[Refusal] = []
    for place, raw in enumerate(raws):
        try:
            events.append(_EVENT.decode(raw))
            places.append(place)
        except UNREADABLE as broken:
            refused.append(_refusal(place, str(broken)))
    return ReportedBatch(events, np.array(places, np.int32), tuple(refused))


def _refusal(place: int, reason: str) -> Refusal:
    found = _FIELD.search(reason)
    field = next(filter(None, found.groups()), "event") if found else "event"
    return Refusal(place, field, reason.partition(" - at `")[0])
