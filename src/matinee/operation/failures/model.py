"""A failure as it was seen, and a group of those that are alike."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

ID_FORM = r"^[0-9a-f]{24}$"


class Source(StrEnum):
    """What failed."""

    REQUEST = "request"
    JOB = "job"


class Standing(StrEnum):
    """What an operator thinks of a group."""

    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"
    RESOLVED = "resolved"
    """Once it is seen again, it is open again."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """Failures of one kind at one place, as one process saw them since it last wrote them down.

    ``name`` is the route's template or the task; ``trace`` has frames and names, no message and no
    value, since both may hold what is personal or secret.
    """

    id: str
    kind: str
    place: str
    source: Source
    name: str
    trace: str
    request_id: str
    times: int
    first_at: datetime
    last_at: datetime


@dataclass(frozen=True, slots=True)
class Group(Sighting):
    """Failures that are alike, of all processes; ``trace`` and ``request_id`` are the last's."""

    standing: Standing
    before: Standing
    by: str
    stood_at: datetime | None
