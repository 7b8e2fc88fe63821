"""The values of texts about a title: what each is for, who wrote it, and what was found of it."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType, Protocol, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from matinee.errors import Invalid
from matinee.generation.model import NameMatch
from matinee.generation.service import TextRequest
from matinee.promote.tastes.model import TASTES, Taste
from matinee.promote.words.model import CheckedSentence
from matinee.vocabulary.ids import TitleId
from matinee.vocabulary.places import Language

TextId = NewType("TextId", UUID)
ENGLISH = Language("en")
"""The language of sources, and of what is checked against them."""


class SynopsisSettings(BaseModel):
    """The settings of texts about titles, under ``MATINEE_SYNOPSES__*``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    model_use: UUID | None = Field(
        default=None,
        description="The declared use (its id in the record) by whose single permits a language "
        "model writes about titles; none: people and the procedure alone.",
    )


class TextKind(StrEnum):
    """What a text is for."""

    SHORT = "short"
    MEDIUM = "medium"
    LONG = "long"
    TAGLINE = "tagline"
    APPEAL = "appeal"
    """Why the members of a taste group may like it."""


LONGEST: Mapping[TextKind, int] = {
    TextKind.SHORT: 60,
    TextKind.MEDIUM: 150,
    TextKind.LONG: 400,
    TextKind.TAGLINE: 80,
    TextKind.APPEAL: 150,
}
"""Letters, in every language: the room on the page is the same."""


@dataclass(frozen=True, slots=True)
class Purpose:
    """What a text is for, and of whom: an appeal is to one taste group, all else to everybody."""

    kind: TextKind
    taste: Taste | None = None

    def __post_init__(self) -> None:
        if (self.kind is TextKind.APPEAL) is (self.taste is None):
            raise Invalid("An appeal is to one taste group, and no other text is.", field="kind")

    def __str__(self) -> str:
        return self.kind if self.taste is None else f"{self.kind}:{self.taste}"

    @classmethod
    def read(cls, written: str) -> Self:
        """From what ``str`` gave; Invalid for anything else."""
        kind, _, taste = written.partition(":")
        try:
            return cls(TextKind(kind), Taste(taste) if taste else None)
        except ValueError:
            raise Invalid("No text is for that.", field="kind") from None

    @property
    def room(self) -> int:
        """In letters."""
        return LONGEST[self.kind]


PURPOSES = (
    *(Purpose(kind) for kind in TextKind if kind is not TextKind.APPEAL),
    *(Purpose(TextKind.APPEAL, taste) for taste in TASTES),
)


class Origin(StrEnum):
    """Who wrote a text."""

    PERSON = "person"
    PROCEDURE = "procedure"
    MODEL = "model"
    EDITED_MODEL = "edited model"
    """A language model wrote it, and a person changed it."""


class TextState(StrEnum):
    """Where a text stands."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    REJECTED = "rejected"
    REPLACED = "replaced"
    """By a version that was written of it."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What is about to be kept: whose words, in which language, and what it was made of."""

    title_id: TitleId
    language: Language
    kind: TextKind
    text: str
    origin: Origin
    writer: str
    """An account, the name of a procedure, or a tool of generation."""
    licence: str = ""
    follows: TextId | None = None
    """The version that this one was written of."""
    translates: TextId | None = None
    """The English text that this one says in another language."""
    output: UUID | None = None
    """What the door of generation registered, where a language model wrote it."""
    taste: Taste | None = None
    """The taste group of an appeal."""

    @property
    def purpose(self) -> Purpose:
        """What it is for; Invalid where an appeal is to nobody, or another text to a group."""
        return Purpose(self.kind, self.taste)


@dataclass(frozen=True, slots=True)
class Text:
    """A text as it is kept, with what was found of each of its sentences."""

    id: TextId
    draft: Draft
    sentences: tuple[CheckedSentence, ...]
    state: TextState
    written_at: datetime

    @property
    def faults(self) -> int:
        """How much of it has no source."""
        return sum(len(sentence.findings) for sentence in self.sentences)


@dataclass(frozen=True, slots=True)
class TextVerdict:
    """What somebody decided of a text; verdicts of one ``act`` belong together."""

    text_id: TextId
    act: UUID
    before: TextState
    after: TextState
    by: str
    at: datetime
    reason: str = ""
    """Why it may be shown although something in it has no source."""


@dataclass(frozen=True, slots=True)
class Notes:
    """What the programmer knows of a title beside its facts: a source like any other."""

    text: str = ""
    by: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Term:
    """How a name of a title stands in a language: in any of ``forms``, and in no other."""

    title_id: TitleId
    language: Language
    term: str
    forms: tuple[str, ...]
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Written:
    """What a language model answered, the tool that it is, and the registered output."""

    text: str
    tool: str
    output: UUID


@dataclass(frozen=True, slots=True)
class Returned:
    """What came back, by which tool; what it says beyond its source, and what of that it lacks."""

    text: str
    tool: str
    added: tuple[CheckedSentence, ...]
    lost: tuple[CheckedSentence, ...]

    @property
    def agrees(self) -> bool:
        """Whether neither says anything that the other does not bear out."""
        return all(sentence.passed for sentence in (*self.added, *self.lost))


class ProseModel(Protocol):
    """A language model behind single permits; ``assembly`` joins it to the record."""

    writes: bool
    """Whether one is configured."""

    async def uncleared(self, text: str) -> Sequence[NameMatch]:
        """The names in a text that may not stand in a prompt (rule R7)."""
        ...

    async def write(self, request: TextRequest, *, by: str) -> Written:
        """The answer by a permit for this request alone; Denied, Unavailable."""
        ...

    async def fallen(self, outputs: Sequence[UUID]) -> frozenset[UUID]:
        """Those of the outputs that nobody may be shown any longer."""
        ...


def width(text: str) -> int:
    """The room that a text takes, in letters: a letter as wide as it is high counts as two."""
    return sum(
        0
        if unicodedata.combining(letter)
        else 2
        if unicodedata.east_asian_width(letter) in "WF"
        else 1
        for letter in text
    )
