"""What a partner asks of artwork, line by line, and what a delivery holds of it or lacks.

Shares are of a picture's width or height. Specifications are written by hand or by program, so
every number has bounds.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, NewType, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, model_validator

from matinee.vocabulary.ids import TitleId
from matinee.vocabulary.places import Territory

DeliveryId = NewType("DeliveryId", UUID)
Box = tuple[float, float, float, float]
"""Left, top, width, height as shares of a picture."""

NAME = r"^[a-z0-9]+(-[a-z0-9]+)*$"
MOST_LINES, MOST_ZONES, MOST_LANGUAGES, MOST_OF_A_LINE = 24, 6, 20, 6
_Share = Annotated[float, Field(ge=0, le=1)]
_Margin = Annotated[float, Field(ge=0, le=0.4)]
_Words = Annotated[str, Field(max_length=400, pattern=r"^[^\x00-\x1f]*$")]


class DeliverySettings(BaseModel):
    """The settings of deliveries to partners, under ``MATINEE_DELIVERY__*``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    most_files: int = Field(
        default=120, ge=1, le=1_000, description="The most pictures that one delivery may have."
    )
    most_megabytes: int = Field(
        default=250,
        ge=1,
        le=4_000,
        description="The most that the pictures of one delivery may weigh together.",
    )
    longest_seconds: int = Field(
        default=600,
        ge=1,
        le=7_200,
        description="How long a delivery may take to be made before it is given up.",
    )


class _Written(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Format(StrEnum):
    """How a picture is written: the formats that carry content credentials within."""

    JPEG = "jpeg"
    PNG = "png"

    @property
    def ending(self) -> str:
        """Of a file's name."""
        return "jpg" if self is Format.JPEG else "png"


class Margins(_Written):
    """What lies outside of the safe area, on each side."""

    left: _Margin = 0
    top: _Margin = 0
    right: _Margin = 0
    bottom: _Margin = 0

    @property
    def safe(self) -> Box:
        """The safe area."""
        return self.left, self.top, 1 - self.left - self.right, 1 - self.top - self.bottom


class Zone(_Written):
    """Where the partner lays something of its own over the picture: a badge, a bar, a button."""

    name: Annotated[str, Field(min_length=1, max_length=60, pattern=r"^[^\x00-\x1f]*$")]
    left: _Share
    top: _Share
    width: Annotated[float, Field(gt=0, le=1)]
    height: Annotated[float, Field(gt=0, le=1)]

    @property
    def box(self) -> Box:
        """As shares of the picture."""
        return self.left, self.top, self.width, self.height

    @model_validator(mode="after")
    def _lies_in_the_picture(self) -> Self:
        if self.left + self.width > 1 + 1e-9 or self.top + self.height > 1 + 1e-9:
            raise ValueError("this zone does not lie in the picture")
        return self


class Line(_Written):
    """One kind of picture that a partner asks for."""

    name: Annotated[str, Field(min_length=1, max_length=60, pattern=NAME)]
    width: Annotated[int, Field(ge=32, le=4096, description="In pixels.")]
    height: Annotated[int, Field(ge=32, le=4096, description="In pixels.")]
    format: Format = Format.JPEG
    most_bytes: Annotated[int, Field(ge=10_000, le=40_000_000)] = 2_000_000
    titled: bool = Field(default=False, description="With the title set on it, or textless.")
    languages: Annotated[
        tuple[Annotated[str, Field(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}$")], ...],
        Field(max_length=MOST_LANGUAGES),
    ] = Field(default=(), description="Of a titled line; none for the title's own.")
    pictures: Annotated[int, Field(ge=1, le=MOST_OF_A_LINE)] = 1
    most_enlarged: Annotated[float, Field(ge=1, le=2)] = Field(
        default=1, description="How many times a picture may be enlarged; 1 for never."
    )
    safe: Margins = Margins()
    zones: Annotated[tuple[Zone, ...], Field(max_length=MOST_ZONES)] = ()

    @property
    def ratio(self) -> float:
        """Width by height."""
        return self.width / self.height

    @model_validator(mode="after")
    def _is_no_strip(self) -> Self:
        if not 1 / 5 <= self.ratio <= 5:
            raise ValueError("a picture is at most five times as long as it is wide")
        if self.languages and not self.titled:
            raise ValueError("a textless line has no languages")
        return self


class Specification(_Written):
    """What a partner asks for, under a name; ``about`` says whose it is and from where."""

    name: Annotated[str, Field(min_length=1, max_length=60, pattern=NAME)]
    partner: Annotated[str, Field(min_length=1, max_length=120, pattern=r"^[^\x00-\x1f]*$")]
    about: _Words = ""
    lines: Annotated[tuple[Line, ...], Field(min_length=1, max_length=MOST_LINES)]

    @model_validator(mode="after")
    def _lines_have_names_of_their_own(self) -> Self:
        names = [line.name for line in self.lines]
        if len(names) != len(set(names)):
            raise ValueError("two lines have the same name")
        return self


@dataclass(frozen=True, slots=True)
class KeptSpecification:
    """A specification of the house's own, or an example that comes with it and stays as it is."""

    wanted: Specification
    by: str
    at: datetime | None
    is_example: bool = False


class Reason(StrEnum):
    """Why a picture does not fulfil a line, or nothing does."""

    NO_PICTURE = "no_picture"
    NOT_APPROVED = "not_approved"
    ENDED = "ended"
    TERRITORY = "territory"
    NOT_THE_LOCKED = "not_the_locked"
    SIZE = "size"
    CROP = "crop"
    FACE_UNSAFE = "face_unsafe"
    FACE_COVERED = "face_covered"
    TITLE_UNSAFE = "title_unsafe"
    TITLE_COVERED = "title_covered"
    CONTRAST = "contrast"
    WEIGHT = "weight"
    NO_NAME = "no_name"
    UNSETTABLE = "unsettable"
    LIKENESS = "likeness"
    BILLING = "billing"
    NOT_IN_IT = "not_in_it"


WORDS: Mapping[Reason, str] = {
    Reason.NO_PICTURE: "the title has no picture",
    Reason.NOT_APPROVED: "nobody has approved it",
    Reason.ENDED: "its term is over",
    Reason.TERRITORY: "it may not be shown in this territory",
    Reason.NOT_THE_LOCKED: "another picture is locked",
    Reason.SIZE: "it has too few pixels",
    Reason.CROP: "the crop would cut a head or what the eye goes to",
    Reason.FACE_UNSAFE: "a face crosses the safe area",
    Reason.FACE_COVERED: "a face lies under an overlay",
    Reason.TITLE_UNSAFE: "the title crosses the safe area",
    Reason.TITLE_COVERED: "the title lies under an overlay",
    Reason.CONTRAST: "the title cannot be read on it",
    Reason.WEIGHT: "it weighs too much",
    Reason.NO_NAME: "the title has no name in this language",
    Reason.UNSETTABLE: "the title's name cannot be set in letters",
    Reason.LIKENESS: "a performer has not approved it",
    Reason.BILLING: "the billing that is owed is missing",
    Reason.NOT_IN_IT: "nobody has said that a performer who has to be shown is in it",
}
"""The same for a sheet, which leaves the house in English."""


@dataclass(frozen=True, slots=True)
class Shortfall:
    """Why one picture, by its place from 0, or the whole line where that is None, falls short."""

    reason: Reason
    detail: str = ""
    place: int | None = None

    @property
    def sentence(self) -> str:
        """For a sheet."""
        which = "" if self.place is None else f"picture {self.place + 1}: "
        return f"{which}{WORDS[self.reason]}" + (f" ({self.detail})" if self.detail else "")

    @property
    def written(self) -> dict[str, Any]:
        """As JSON."""
        return {"reason": self.reason.value, "detail": self.detail, "place": self.place}

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> Self:
        """From JSON."""
        return cls(Reason(kept["reason"]), kept["detail"], kept["place"])


@dataclass(frozen=True, slots=True)
class Rendition:
    """A picture rendered to a line: a file of the delivery, signed, with what was measured of it.

    ``enlarged`` is how many times its pixels were enlarged (below 1: made smaller), ``quality``
    that of JPEG, 0 of PNG; ``contrast`` the least of its letters, 0 without any; ``billed`` are the
    names in its billing block; ``by_hand`` says that its title stands as somebody wished.
    """

    file: str
    picture_id: UUID
    place: int
    size: int
    sha256: str
    quality: int
    enlarged: float
    cut: float
    contrast: float = 0.0
    billed: tuple[str, ...] = ()
    by_hand: bool = False

    @property
    def written(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "file": self.file,
            "picture_id": str(self.picture_id),
            "place": self.place,
            "size": self.size,
            "sha256": self.sha256,
            "quality": self.quality,
            "enlarged": round(self.enlarged, 4),
            "cut": round(self.cut, 4),
            "contrast": round(self.contrast, 2),
            "billed": list(self.billed),
            "by_hand": self.by_hand,
        }

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> Self:
        """From JSON."""
        told: dict[str, Any] = {**kept, "picture_id": UUID(kept["picture_id"])}
        told["billed"] = tuple(kept.get("billed", ()))
        return cls(**told)


@dataclass(frozen=True, slots=True)
class Entry:
    """A line in one language, empty where it is textless: what fulfils it, and what fell short."""

    line: str
    language: str
    wanted: int
    renditions: tuple[Rendition, ...] = ()
    shortfalls: tuple[Shortfall, ...] = ()

    @property
    def is_fulfilled(self) -> bool:
        """Whether as many pictures are there as were asked for."""
        return len(self.renditions) >= self.wanted

    @property
    def written(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "line": self.line,
            "language": self.language,
            "wanted": self.wanted,
            "renditions": [each.written for each in self.renditions],
            "shortfalls": [each.written for each in self.shortfalls],
        }

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> Self:
        """From JSON."""
        return cls(
            kept["line"],
            kept["language"],
            kept["wanted"],
            tuple(map(Rendition.read, kept["renditions"])),
            tuple(map(Shortfall.read, kept["shortfalls"])),
        )


class DeliveryState(StrEnum):
    """Where a delivery stands."""

    ORDERED = "ordered"
    READY = "ready"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Delivery:
    """A title's artwork for a partner: ordered, then made, as the specification stood that day.

    ``territory`` is where the partner shows it; None for what may be shown everywhere.
    """

    id: DeliveryId
    title_id: TitleId
    name: str
    specification: Specification
    territory: Territory | None
    state: DeliveryState
    by: str
    at: datetime
    entries: tuple[Entry, ...] = field(default=())
    failure: str = ""
    made_at: datetime | None = None

    @property
    def renditions(self) -> tuple[Rendition, ...]:
        """All pictures of it."""
        return tuple(each for entry in self.entries for each in entry.renditions)

    @property
    def missing(self) -> tuple[Entry, ...]:
        """What is not fulfilled."""
        return tuple(each for each in self.entries if not each.is_fulfilled)

    @property
    def where(self) -> str:
        """The territory in a word."""
        return str(self.territory or "everywhere")


class SheetForm(StrEnum):
    """How a sheet is written; the word is the ending of its file."""

    JSON = "json"
    CSV = "csv"
    HTML = "html"

    @property
    def media_type(self) -> str:
        """For an answer over HTTP."""
        return {"json": "application/json", "csv": "text/csv", "html": "text/html"}[self.value]
