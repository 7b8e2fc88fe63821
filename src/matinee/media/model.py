"""Media's values, as other parts may use them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from matinee.media.analysis.story import (
    Curve,
    FaceTrack,
    Scale,
    Scene,
    ShotFacts,
    Span,
    SpanKind,
    Story,
)
from matinee.media.decoding.probing import FilmFacts
from matinee.media.packaging.clips import ClipFacts, ClipOrder, Stretch
from matinee.media.packaging.ladder import (
    CEILING_DB,
    LOUDER,
    Conditioned,
    Ladder,
    Measured,
    Track,
    rates_of,
)
from matinee.media.packaging.playlists import Listed, Subtitles, master_playlist, media_playlist
from matinee.media.packaging.programme import Programme, Stream
from matinee.media.packaging.renditions import AUDIO_BITS
from matinee.media.packaging.subtitles import Cue, cues_of, words_between, words_of_clip
from matinee.media.picture.regard import Regard
from matinee.media.picture.still import Still
from matinee.vocabulary.ids import TitleId

__all__ = [
    "AUDIO_BITS",
    "CEILING_DB",
    "CLIPS",
    "LOUDER",
    "PART",
    "SPOT",
    "STILLS",
    "ClipFacts",
    "ClipOrder",
    "Conditioned",
    "Cue",
    "Curve",
    "FaceTrack",
    "Film",
    "FilmFacts",
    "FilmId",
    "FilmState",
    "Ladder",
    "Listed",
    "Measured",
    "MediaSettings",
    "Moments",
    "Programme",
    "Regard",
    "Scale",
    "Scene",
    "ShotFacts",
    "Span",
    "SpanKind",
    "SpotFacts",
    "SpotOrder",
    "Step",
    "Still",
    "Story",
    "Stream",
    "Stretch",
    "Subtitles",
    "Track",
    "Upload",
    "WorkOrder",
    "cues_of",
    "master_playlist",
    "media_playlist",
    "rates_of",
    "words_between",
    "words_of_clip",
]

STILLS = "stills"
"""What the workbench is asked for beside the steps."""
CLIPS = "clips"
"""What it is asked for where stretches of a film are to be joined."""
SPOT = "spot"
"""What it is asked for where the film is an ad (a spot, as the trade calls it)."""
PART = "part"
"""What it is asked for where one part of the full pass is measured away from the others."""
FilmId = NewType("FilmId", UUID)


class FilmState(StrEnum):
    """Where a film stands."""

    WAITING = "waiting"
    WORKING = "working"
    READY = "ready"
    REFUSED = "refused"


class Step(StrEnum):
    """What is done to a film, in this order."""

    PROBE = "probe"
    FAST = "fast"
    FULL = "full"
    PACKAGE = "package"
    PUBLISH = "publish"


EXPECTED_SHARE: Mapping[Step, float] = {
    Step.PROBE: 0.01,
    Step.FAST: 0.17,
    Step.FULL: 0.22,
    Step.PACKAGE: 0.58,
    Step.PUBLISH: 0.02,
}
"""How much of the whole work each step usually is, for saying what is left.

By processor seconds of *Big Buck Bunny*: 50 for the fast pass, 96 for the full one, 235 to pack
it.
"""


class MediaSettings(BaseModel):
    """Media's settings, under ``MATINEE_MEDIA__*``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    memory_bytes: int = Field(
        default=6_000_000_000,
        ge=1_000_000_000,
        description="Address space that the process which decodes a film may take.",
    )
    processor_seconds_floor: int = Field(
        default=600,
        ge=10,
        description="Processor seconds that any step of taking in a film may take.",
    )
    processor_ratio: float = Field(
        default=20.0, gt=0, description="Further processor seconds for each second of the film."
    )
    loudness_target: float = Field(
        default=-23.0, ge=-40, le=-5, description="LUFS that packaged sound is set to (EBU R128)."
    )
    admission_seconds: int = Field(
        default=6 * 3600,
        ge=10,
        description="How long the address of a film's files is valid; a player asks for another.",
    )
    upload_limit_bytes: int = Field(
        default=200_000_000_000, ge=1_000_000, description="The largest film that is taken."
    )
    upload_days: float = Field(
        default=7.0, gt=0, description="After so many days an unfinished upload is removed."
    )


@dataclass(frozen=True, slots=True)
class WorkOrder:
    """What the process that works on a film is told."""

    film: str
    memory_bytes: int
    processor_seconds: int
    loudness_target: float
    subtitles: dict[str, str]


@dataclass(frozen=True, slots=True)
class Moments:
    """Pictures that are asked for: at which seconds, and how wide at most."""

    times: list[float]
    width: int


@dataclass(frozen=True, slots=True)
class SpotOrder:
    """An ad of so many seconds, to be conditioned to a ladder; looked into where there is none."""

    seconds: float
    ladder: Ladder | None = None


@dataclass(frozen=True, slots=True)
class SpotFacts:
    """What an ad is, and how loud it is as it was brought; None without sound."""

    film: FilmFacts
    loudness: Measured | None


@dataclass(frozen=True, slots=True)
class Film:
    """A film file of a title, and what became of it so far.

    ``done`` is the share of the whole work; ``left_seconds`` a guess, None before there is one.
    """

    id: FilmId
    title_id: TitleId
    name: str
    attribution: str
    state: FilmState
    step: Step | None
    done: float
    reason: str
    bytes: int
    seconds: float | None
    width: int | None
    height: int | None
    added_at: datetime
    started_at: datetime | None
    ready_at: datetime | None
    left_seconds: float | None = None
    integrated_lufs: float | None = None
    loudness_range: float | None = None


@dataclass(frozen=True, slots=True)
class Upload:
    """A film on its way here: how much of it has arrived."""

    id: UUID
    title_id: TitleId
    name: str
    bytes: int
    received: int
    attribution: str
    begun_at: datetime
    film_id: FilmId | None
