"""A shot that is re-aged, and its renders, as they stand."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from matinee.studio.model import WorkState

DEFAULT_STEPS = 2_400
"""Steps of learning: what the kept run of the benchmark was measured with."""
ATTEMPTS = 3
"""How often a render may begin. Its permit has as many uses: one that was begun stays spent."""


@dataclass(frozen=True, slots=True)
class Shot:
    """A shot of a production: whose face, by which declared use and consent, and its pictures.

    ``keys`` are the numbers of the painted frames, from 0. A shot whose consent ended has lost its
    pictures, and says why.
    """

    id: UUID
    production: UUID
    use: UUID
    consent: UUID
    performer: UUID
    name: str
    sha256: str
    frames: int
    width: int
    height: int
    keys: tuple[int, ...]
    added_at: datetime
    added_by: str
    ended_at: datetime | None = None
    ended_because: str | None = None


@dataclass(frozen=True, slots=True)
class Render:
    """One render: its permit, how far it is (``done`` of ``of`` in its ``stage``), what came."""

    id: UUID
    shot: UUID
    permit: UUID
    state: WorkState
    steps: int
    stage: str
    done: int
    of: int
    attempts: int
    stopping: bool
    output: UUID | None
    failure: str | None
    asked_at: datetime
    asked_by: str
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SealedName:
    """A row of what lies sealed: its shot and consent, and its name there."""

    shot: UUID
    consent: UUID
    name: str


def frame_name(number: int) -> str:
    """The picture of frame ``number``, as it was shot."""
    return f"frame/{number:05}"


def matte_name(number: int) -> str:
    """Its matte."""
    return f"matte/{number:05}"


def key_name(number: int) -> str:
    """What the artist painted over it."""
    return f"key/{number:05}"
