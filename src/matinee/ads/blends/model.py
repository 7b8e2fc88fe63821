"""What a blend is: a product within a title's world, by whose leave, and what was said of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from matinee.ads.blends.labels import label_of
from matinee.ads.model import Approval, Creative
from matinee.vocabulary.ids import TitleId

Pixels = NDArray[np.uint8]
"""(height, width, 3): red, green, blue."""
Box = tuple[float, float, float, float]
"""Left, top, width, height as shares of a picture."""
Colour = tuple[int, int, int]
MOST_LETTERS = 90
"""Of the advertiser's line."""
TOOL = "pause-composition"
"""Under which name the procedure stands in the register of tools."""
RECIPE = "pause composition 1"
"""Counts up when the same things would be composed otherwise."""
NOT_YET = "The advertiser has not approved it."


class Side(StrEnum):
    """Who has to say yes before it serves."""

    ADVERTISER = "advertiser"
    PROGRAMMER = "programmer"


@dataclass(frozen=True, slots=True)
class Palette:
    """A title's five inks: the darkest, the ground, a second tone, the accent and the paper."""

    deep: Colour
    ground: Colour
    tone: Colour
    accent: Colour
    light: Colour


@dataclass(frozen=True, slots=True)
class GrantedUse:
    """A use that was declared of a title's world.

    It is the title's own, a ``performer``'s whom it shows, or a model's that draws a background.
    """

    use: UUID
    performer: UUID | None = None
    background: bool = False


@dataclass(frozen=True, slots=True)
class Background:
    """What a model is asked to draw for a title: by the id of its tool, and in words."""

    tool: str
    prompt: str


@dataclass(frozen=True, slots=True)
class Grant:
    """What is asked for a title's world: for which picture of it, and where.

    Without ``picture`` it is for colours and letters alone. ``nobody`` is why a picture with faces
    shows no performer, in the words of whoever asked.
    """

    id: UUID
    title: TitleId
    picture: UUID | None
    production: UUID
    uses: tuple[GrantedUse, ...]
    territories: tuple[str, ...]
    starts_at: datetime
    asked_by: str
    at: datetime
    nobody: str = ""
    background: Background | None = None


@dataclass(frozen=True, slots=True)
class Ask:
    """What is to be asked of clearance for a title's world; ``principles`` as in GUIDANCE."""

    title: TitleId
    name: str
    picture: UUID | None
    production: UUID
    performers: tuple[UUID, ...]
    territories: tuple[str, ...]
    starts_at: datetime
    principles: dict[str, str]
    nobody: str = ""
    background: Background | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """How one of a grant's uses stands today: ``lacks`` is empty where it is given."""

    use: GrantedUse
    outcome: str
    lacks: str = ""
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Wish:
    """What an advertiser wants made. ``language`` is that of the line."""

    name: str
    line: str
    language: str
    click_through: str = ""


@dataclass(frozen=True, slots=True)
class Word:
    """What a side said last of a blend, who, and when."""

    approval: Approval
    by: str
    account: UUID | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Blend:
    """A blend as it was made: by whom, by which leave, from what (SHA-256 in hex), and how.

    ``output`` is its entry in the register of outputs, where permit, decision and consents are.
    ``generated`` is the entry of the background that a model drew, if one did.
    ``closed`` is why it may not be shown any more; it is never opened again.
    """

    creative: UUID
    campaign: UUID
    title: TitleId
    grant: UUID
    picture: UUID | None
    line: str
    made_by: str
    made_at: datetime
    output: UUID
    sha256: str
    product_sha256: str
    artwork_sha256: str
    recipe: str
    words: dict[Side, Word]
    closed: str = ""
    closed_at: datetime | None = None
    generated: UUID | None = None
    labelled: str = ""

    @property
    def label(self) -> str:
        """What its picture says at its foot; those of before have it in English."""
        return self.labelled or label_of((), "en", generated=self.generated is not None)

    def said(self, side: Side) -> Approval:
        """What a side said last; pending before it said anything."""
        word = self.words.get(side)
        return Approval.PENDING if word is None else word.approval


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A blend beside its creative."""

    blend: Blend
    creative: Creative


@dataclass(frozen=True, slots=True)
class Looked:
    """What the eye goes to in a picture: ``saliency`` sums to 1 and has a size of its own."""

    faces: tuple[Box, ...]
    saliency: NDArray[np.float64]


class TitleWorlds(Protocol):
    """What promotion has of a title's world, as far as ads may ask it."""

    async def name(self, title: TitleId) -> str:
        """What it is called, or NotFound."""
        ...

    async def pictures(self, title: TitleId, territories: Sequence[str]) -> Sequence[UUID]:
        """Its approved pictures that may be shown now in all these territories, the best first."""
        ...

    async def picture(self, title: TitleId, picture: UUID) -> bytes:
        """One of its pictures, wide, without a title, as JPEG; NotFound where it is none."""
        ...

    async def palette(self, title: TitleId) -> Palette:
        """The inks that its drawn pictures have."""
        ...

    def lettered(
        self, ground: Pixels, line: str, language: str, *, off: Sequence[Box], looked: Looked
    ) -> Pixels:
        """``ground`` with a line in the title's typeface, off the boxes; Invalid if it has no room.

        Every pixel behind a letter has a contrast of at least 4.5 to it.
        """
        ...

    def captioned(self, band: Pixels, words: str) -> Pixels:
        """A band of one colour with words along it, in one line."""
        ...
