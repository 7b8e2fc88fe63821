"""The gallery's values: a title's pictures, what was decided of them, and what they brought."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any, NewType
from uuid import UUID

from babel.core import get_global
from pydantic import BaseModel, ConfigDict, Field

from matinee.errors import Invalid
from matinee.media.model import FilmId
from matinee.operation.flags.model import Flag
from matinee.vocabulary.ids import ProfileId, TitleId
from matinee.vocabulary.places import Territory
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


MOST_CUT = 0.05
"""The largest share of a head or of the salient region that a proposed crop may cut off."""
_FRESH_SECONDS = 3600
"""A picture may lose its approval, so nobody keeps it for longer."""


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
class Terms:
    """Until when, and where, a picture may be shown, and whether it is ``locked``.

    ``ends`` is the first instant at which it may not be, None where it may for ever; no
    ``territories`` means everywhere. Where a locked picture may be shown, no other of its title is.
    Invalid for an end without an offset.
    """

    ends: datetime | None = None
    territories: frozenset[Territory] = frozenset()
    locked: bool = False

    def __post_init__(self) -> None:
        if self.ends is not None and self.ends.tzinfo is None:
            raise Invalid("This end names no offset from UTC.", field="ends")

    @classmethod
    def read(cls, ends: str, territories: str, *, locked: bool = False) -> "Terms":
        """From an end as ISO 8601 writes it, UTC where it names no offset, and a list of codes.

        Either may be empty; codes are parted by commas or spaces. Invalid for a territory that the
        Unicode CLDR does not know, such as UK: nobody would see the picture there.
        """
        try:
            end = datetime.fromisoformat(ends) if ends.strip() else None
        except ValueError as wrong:
            raise Invalid(
                "The end is no date with a time.", remedy="Write 2026-01-20T18:00.", field="ends"
            ) from wrong
        if end is not None and end.tzinfo is None:
            end = end.replace(tzinfo=UTC)
        codes = territories.replace(",", " ").upper().split()
        unknown = sorted(set(codes) - get_global("territory_languages").keys())
        if unknown:
            raise Invalid(
                f"{', '.join(unknown)} is no territory to limit a picture to.",
                remedy="Give two letters of ISO 3166-1 for each, such as GB PT, or none for "
                "everywhere.",
                field="territories",
            )
        return cls(end, frozenset(map(Territory, codes)), locked)

    @property
    def written(self) -> dict[str, Any]:
        """As JSON."""
        ends = None if self.ends is None else self.ends.isoformat()
        return {"ends": ends, "territories": list(self.codes), "locked": self.locked}

    @property
    def codes(self) -> tuple[str, ...]:
        """The territories in the order of letters."""
        return tuple(sorted(map(str, self.territories)))

    def have_ended(self, at: datetime) -> bool:
        """Whether the picture may be shown nowhere any more."""
        return self.ends is not None and self.ends <= at

    def allow(self, at: datetime, territory: Territory | None) -> bool:
        """Whether it may be shown there and then; a territory that is not known is none."""
        return not self.have_ended(at) and (not self.territories or territory in self.territories)

    def fresh_seconds(self, at: datetime) -> int:
        """How long whoever is given the picture may keep it: never beyond its end."""
        if self.ends is None:
            return _FRESH_SECONDS
        return max(0, min(_FRESH_SECONDS, int((self.ends - at).total_seconds())))


UNLIMITED = Terms()


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture from a title's film: how good by which reason, and what each crop cuts off.

    Somebody's ``edit`` (as `promote/editing` writes it) of another picture names that. ``faces`` is
    how many a detector sees in the whole frame, None where nobody has counted.
    """

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
    terms: Terms = UNLIMITED
    edited_from: PictureId | None = None
    edit: Mapping[str, Any] | None = None
    faces: int | None = None

    def may_be_shown(self, at: datetime, territory: Territory | None) -> bool:
        """Whether a member there may see it: approved, and on terms that allow it."""
        return self.state is PictureState.APPROVED and self.terms.allow(at, territory)


@dataclass(frozen=True, slots=True)
class PictureFile:
    """A file of a picture, and for how many seconds whoever gets it may keep it."""

    content: bytes
    fresh_seconds: int

    @property
    def cache_control(self) -> str:
        """For the header of that name."""
        return f"private, max-age={self.fresh_seconds}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What somebody decided of a picture: where it stands, or else on what terms."""

    number: int
    picture_id: PictureId
    before: PictureState
    after: PictureState
    by: str
    at: datetime
    terms_before: Terms | None = None
    terms_after: Terms | None = None


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
