"""What a film is made of, as other parts ask for it; times in seconds from its start."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class SpanKind(StrEnum):
    """What may fill a stretch of time."""

    SPEECH = "speech"
    SILENCE = "silence"
    MUSIC = "music"
    BLACK = "black"
    TITLES = "titles"
    CREDITS = "credits"
    TEXT = "text"


class Scale(StrEnum):
    """How near a shot shows people, by the height of the largest face."""

    EXTREME_CLOSE = "extreme close-up"
    CLOSE = "close-up"
    MEDIUM_CLOSE = "medium close-up"
    MEDIUM = "medium"
    LONG = "long"
    NOBODY = "nobody seen"


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time in which something is the case."""

    kind: SpanKind
    begins: float
    ends: float


@dataclass(frozen=True, slots=True)
class ShotFacts:
    """A shot with what was measured in it.

    ``motion`` is a share of the picture's width per second, ``brightness`` in grey levels,
    ``colourfulness`` by Hasler & Süsstrunk, ``sharpness`` the variance of the Laplacian; ``apart``
    is 0 where a place seen lately before its beginning is found again soon after, up to 1 where
    none is (see ``scenes.Partings``), and 0 where that was not looked for.
    """

    number: int
    scene: int
    begins: float
    ends: float
    begins_by: str
    scale: Scale
    people: int
    motion: float
    brightness: float
    colourfulness: float
    sharpness: float
    apart: float = 0.0


@dataclass(frozen=True, slots=True)
class Scene:
    """Shots that belong together."""

    number: int
    begins: float
    ends: float
    first_shot: int
    last_shot: int


@dataclass(frozen=True, slots=True)
class FaceTrack:
    """One face through one shot; ``identity`` counts from 0 and is -1 where it is not known."""

    number: int
    shot: int
    identity: int
    begins: float
    ends: float
    best_at: float
    box: tuple[float, float, float, float]
    """Left, top, width, height of the best, as shares of the picture."""


@dataclass(frozen=True, slots=True)
class Curve:
    """Values at even steps from the film's start."""

    step_seconds: float
    values: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Story:
    """All of it."""

    seconds: float
    integrated_lufs: float
    loudness_range: float
    peak_db: float
    shots: tuple[ShotFacts, ...] = ()
    scenes: tuple[Scene, ...] = ()
    spans: tuple[Span, ...] = ()
    tracks: tuple[FaceTrack, ...] = ()
    curves: Mapping[str, Curve] = field(default_factory=dict[str, Curve])
