"""The values of variants: which text a member reads, and what the texts of a place brought."""

from dataclasses import dataclass
from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

from matinee.promote.synopses.model import TextId, TextKind
from matinee.vocabulary.ids import ProfileId, TitleId
from matinee.vocabulary.places import Language


class VariantSettings(BaseModel):
    """The settings of variants, under ``MATINEE_VARIANTS__*``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    judge_at: str = Field(
        default="40 * * * *",
        description="When it is looked at what came of the synopses that members read, as cron "
        "writes it.",
    )
    kept_days: int = Field(
        default=180, ge=2, description="After so many days it is forgotten who read which synopsis."
    )
    fewest_members: int = Field(
        default=30,
        ge=2,
        description="Members that each of two synopses needs before they are compared.",
    )


@dataclass(frozen=True, slots=True)
class Place:
    """Where the texts of a title compete: a language and what they are for."""

    title_id: TitleId
    language: Language
    kind: TextKind


@dataclass(frozen=True, slots=True)
class Read:
    """Which text a member reads in a place, and since when.

    ``reward`` is the share of the title watched within a day after; None before it is known.
    """

    place: Place
    profile_id: ProfileId
    text_id: TextId
    at: datetime
    reward: float | None = None

    @property
    def title_id(self) -> TitleId:
        """Of the place."""
        return self.place.title_id


@dataclass(frozen=True, slots=True)
class Brought:
    """What a text brought, of the members whose outcome is known; shares of the title watched.

    ``difference`` is to the first text of the place, with the interval that holds the truth at
    every look; all three are None for the first itself, and while too little is known.
    """

    text_id: TextId
    read: int
    known: int
    taken: float
    watched: float
    is_first: bool = False
    difference: float | None = None
    low: float | None = None
    high: float | None = None
