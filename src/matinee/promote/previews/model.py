"""Values of previews: how they are chosen, what was decided of them, and what plays to members."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from matinee.media.model import FilmId
from matinee.operation.flags.model import Flag
from matinee.promote.previews.choosing import Piece
from matinee.vocabulary.ids import TitleId
from matinee.vocabulary.wording import Wording

PreviewId = NewType("PreviewId", UUID)
PREVIEW, LOOP = "preview.mp4", "loop.mp4"
HOVER_PREVIEWS = Flag(
    name="home.previews",
    switches=Wording("Previews play on members' cards, where one is approved."),
    stays=Wording("The cards with their pictures. What was rejected or kept back is never shown."),
    owner="promote",
)


class PreviewSettings(BaseModel):
    """The settings of previews, under ``MATINEE_PREVIEWS__*``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    proposed: int = Field(
        default=3, ge=1, le=10, description="Previews that are proposed for a film."
    )
    width: int = Field(
        default=640, ge=160, le=1920, description="Pixels that a preview is wide at most."
    )
    loop_width: int = Field(
        default=480, ge=160, le=1920, description="Pixels that a loop is wide at most."
    )
    look_at: str = Field(
        default="*/5 * * * *",
        description="When films without previews are looked for, as cron writes it.",
    )


class PreviewState(StrEnum):
    """Where a preview stands."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Made:
    """The files of a preview: their bytes, how loud it is, and the languages of its captions."""

    bytes: int
    loop_bytes: int
    width: int
    height: int
    lufs: float | None
    true_peak: float | None
    captions: tuple[str, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class Preview:
    """A preview of a title's film; ``made`` is None until its files are there."""

    id: PreviewId
    title_id: TitleId
    film_id: FilmId
    place: int
    pieces: tuple[Piece, ...]
    loop: Piece
    score: float
    reasons: Mapping[str, float]
    state: PreviewState
    proposed_at: datetime
    made: Made | None = None

    @property
    def seconds(self) -> float:
        """How long it is."""
        return sum(piece.seconds for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Run:
    """How far the previews of a film are: the share that is made, or why there is none."""

    film_id: FilmId
    title_id: TitleId
    done: float
    reason: str
    planned_at: datetime


@dataclass(frozen=True, slots=True)
class KeptBack:
    """A scene that nothing which sells the film may show; seconds of the film."""

    film_id: FilmId
    begins: float
    ends: float
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Verdict:
    """What somebody decided of a preview."""

    number: int
    preview_id: PreviewId
    before: PreviewState
    after: PreviewState
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class OnAir:
    """What a browser must know to play a title's preview."""

    address: str
    bytes: int
    loop_bytes: int
    captions: tuple[str, ...]
