"""The gallery's values: a title's pictures, what was decided of them, and what they brought."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NewType
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from matinee.media.model import FilmId
from matinee.operation.flags.model import Flag
from matinee.vocabulary.ids import ProfileId, TitleId
from matinee.vocabulary.wording import Wording

PictureId = NewType("PictureId", UUID)
ARTWORK_EXPLORATION = Flag(
    name="artwork.exploration",
    switches=Wording(
        "Members are shown different approved pictures of a title, chosen by what they watch."
    ),
    stays=Wording(
        "The first approved picture of each title, for everyone; nothing unapproved is shown."
    ),
    owner="promote",
)


class GallerySettings(BaseModel):
    """The gallery's settings, under ``MATINEE_GALLERY__*``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    proposed: int = Field(
        default=12, ge=1, le=40, description="Pictures that are proposed for a film."
    )
    look_at: str = Field(
        default="*/5 * * * *",
        description="When films without proposed pictures are looked for, as cron writes it.",
    )
    learn_at: str = Field(
        default="20 * * * *",
        description="When the choice of pictures learns what came of them, as cron writes it.",
    )
    holdout_share: float = Field(
        default=0.05,
        ge=0,
        le=0.5,
        description="Share of members, by title, who always get its first approved picture.",
    )
    explored_share: float = Field(
        default=0.02,
        ge=0,
        le=1,
        description="Share of choices among approved pictures that is left to even chance.",
    )
    kept_days: int = Field(
        default=90, ge=2, description="After so many days it is forgotten who was shown what."
    )


class PictureState(StrEnum):
    """Where a picture stands."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture from a title's film: how good by which reason, and what each crop cuts off."""

    id: PictureId
    title_id: TitleId
    film_id: FilmId
    place: int
    film_seconds: float
    score: float
    reasons: Mapping[str, float]
    cuts: Mapping[str, float]
    state: PictureState
    proposed_at: datetime


@dataclass(frozen=True, slots=True)
class Verdict:
    """What somebody decided of a picture."""

    number: int
    picture_id: PictureId
    before: PictureState
    after: PictureState
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Showing:
    """Which picture a member gets of a title on a day, and how likely that was.

    ``reward`` is the share of the film watched within a day after; None before it is known.
    """

    title_id: TitleId
    profile_id: ProfileId
    day: date
    picture_id: PictureId
    probability: float
    context: tuple[float, ...]
    held_out: bool
    at: datetime
    reward: float | None = None


@dataclass(frozen=True, slots=True)
class Brought:
    """What a picture brought, of those showings whose outcome is known; shares from 0 to 1.

    ``low`` and ``high`` bound the mean share of the film watched, at 95%.
    """

    picture_id: PictureId
    shown: int
    known: int
    taken: float
    watched: float
    low: float
    high: float
