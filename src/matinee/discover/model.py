"""The words of discovery: what is asked for, what is found, and why; and its settings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field

from matinee.catalogue.model import Shelf, TitleKind, TitleWords
from matinee.operation.flags.model import Flag
from matinee.vocabulary.ids import PersonId, ProfileId, TitleId
from matinee.vocabulary.places import Language, Territory
from matinee.vocabulary.wording import Translate, Wording

__all__ = [
    "LONGEST_QUERY",
    "MODEL_REFINEMENT",
    "MOST_FILTERS",
    "Answer",
    "Asked",
    "Beginning",
    "Constraints",
    "Crowd",
    "Encoder",
    "EntryKind",
    "Facet",
    "FoundEntry",
    "FoundTitle",
    "Intent",
    "Likeness",
    "Readiness",
    "SearchSettings",
    "Shelves",
    "Sources",
    "Suggestions",
    "Taste",
    "Translate",
    "Wording",
]

LONGEST_QUERY = 1000
"""Letters of a query; what is longer is refused, not cut."""
MOST_FILTERS = 20
"""Filters in one request."""

MODEL_REFINEMENT = Flag(
    name="search.refinement",
    switches=Wording("A language model reads what the grammar could not read of a sentence."),
    stays=Wording(
        "The grammar's reading, which answers alone. The model's permit is asked all the same."
    ),
    owner="discover",
)

RowScores = NDArray[np.float32]


class EntryKind(StrEnum):
    """What a name may be the name of."""

    TITLE = "title"
    PERSON = "person"
    GENRE = "genre"
    MOOD = "mood"
    COLLECTION = "collection"


@dataclass(frozen=True, slots=True)
class Constraints:
    """What every result must meet; an empty one is met by all. Sequences: every one of them.

    ``years`` and ``minutes`` are first and last, both meant, None where a side is open. A title
    whose fact is not known does not meet a constraint on it. ``languages`` are spoken,
    ``kinds`` and ``decades`` (1950 for the fifties) are met by one of them. ``people`` are
    credited all, ``without_people`` none.
    """

    kinds: tuple[TitleKind, ...] = ()
    genres: tuple[str, ...] = ()
    without_genres: tuple[str, ...] = ()
    moods: tuple[str, ...] = ()
    without_moods: tuple[str, ...] = ()
    people: tuple[PersonId, ...] = ()
    without_people: tuple[PersonId, ...] = ()
    decades: tuple[int, ...] = ()
    years: tuple[int | None, int | None] = (None, None)
    minutes: tuple[int | None, int | None] = (None, None)
    languages: tuple[Language, ...] = ()
    subtitles: tuple[Language, ...] = ()
    countries: tuple[str, ...] = ()
    oldest_age: int | None = None
    without_titles: tuple[TitleId, ...] = ()

    def __bool__(self) -> bool:
        return self != Constraints()


@dataclass(frozen=True, slots=True)
class Likeness:
    """A title that results should be like, and how much it counts beside others."""

    title: TitleId
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Intent:
    """What a member wants: words that are free, rules that are hard, titles to be like."""

    text: str = ""
    constraints: Constraints = Constraints()
    likeness: tuple[Likeness, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose rules hold for an answer, and when; no languages means all of them."""

    profile: ProfileId
    territory: Territory
    at: datetime
    kids: bool = False
    maturity_limit: int | None = None
    languages: tuple[Language, ...] = ()


@dataclass(frozen=True, slots=True)
class FoundTitle:
    """A title that was found, and why; ``slips`` of the fingers were taken into account."""

    id: TitleId
    row: int
    score: float
    reason: Wording
    slips: int = 0


@dataclass(frozen=True, slots=True)
class FoundEntry:
    """A person, genre, mood or collection; ``key`` names it among its kind."""

    kind: EntryKind
    key: str
    name: str
    titles: int
    """How many titles the member may watch by it."""


@dataclass(frozen=True, slots=True)
class Facet:
    """A value by which the answer can be narrowed, and how many titles that would leave."""

    value: str
    titles: int


@dataclass(frozen=True, slots=True)
class Suggestions:
    """What is offered for the letters typed so far; ``total`` titles were found in all."""

    query: str
    shelf: Shelf = field(repr=False)
    titles: tuple[FoundTitle, ...]
    entries: tuple[FoundEntry, ...]
    total: int
    facets: Mapping[str, tuple[Facet, ...]]


@dataclass(frozen=True, slots=True)
class Answer:
    """The shelf that an intent leads to. ``by_meaning`` tells whether vectors took part."""

    intent: Intent
    shelf: Shelf = field(repr=False)
    titles: tuple[FoundTitle, ...]
    total: int
    facets: Mapping[str, tuple[Facet, ...]]
    by_meaning: bool


@dataclass(frozen=True, slots=True)
class Beginning:
    """What is offered before the first letter: own searches, titles that rise, titles that suit."""

    shelf: Shelf = field(repr=False)
    recent: tuple[str, ...]
    rising: tuple[FoundTitle, ...]
    for_you: tuple[FoundTitle, ...]


class Shelves(Protocol):
    """The catalogue, as discovery reads it."""

    async def shelf(self) -> Shelf:
        """The present shelf."""
        ...

    async def words(self, *, after: int = -1) -> tuple[int, list[TitleWords]]:
        """The catalogue's version, and the words of the titles that changed after another."""
        ...


class Crowd(Protocol):
    """What everyone watches; assembly fills it."""

    async def watched(self, shelf: Shelf, territory: Territory) -> RowScores:
        """How often each title of the shelf is watched; in any unit, 0 for never."""
        ...

    async def rising(self, shelf: Shelf, territory: Territory) -> Sequence[int]:
        """Rows of the titles watched more than is usual for them, the most so first."""
        ...


class Taste(Protocol):
    """What one member likes; assembly fills it."""

    async def of(self, profile: ProfileId, shelf: Shelf) -> RowScores | None:
        """From 0 to 1, how well each title of the shelf suits; None where nothing is known."""
        ...


class Encoder(Protocol):
    """Turns texts into vectors of length 1; assembly fills it, and may do so late."""

    @property
    def model(self) -> str:
        """By which the vectors are kept."""
        ...

    def encode(self, texts: Sequence[str]) -> RowScores:
        """One row for each text; called from any thread."""
        ...


@dataclass(frozen=True, slots=True)
class Sources:
    """What discovery asks of other parts."""

    crowd: Crowd
    taste: Taste
    encoder: Encoder


@dataclass(frozen=True, slots=True)
class Readiness:
    """What is searched: how much of it, and how long it took to make the last time."""

    titles: int
    entries: int
    forms: int
    seconds: float
    lexicon_bytes: int
    vectors: int
    vector_bytes: int
    complete: bool


class SearchSettings(BaseModel):
    """How searches are answered, under ``MATINEE_DISCOVER__*``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    crowd_seconds: float = Field(
        default=60, ge=0, description="How long it is not counted again what everyone watches."
    )
    taste_seconds: float = Field(
        default=60, ge=0, description="How long a member's taste is kept for their next letter."
    )
    rules_seconds: float = Field(
        default=1,
        ge=0,
        description="How long the rules of a profile (territory, ages, languages) are not read "
        "again while its member types.",
    )
    taste_weight: float = Field(
        default=1.5, ge=0, le=10, description="What the member's taste adds to a score, in nats."
    )
    conversation_hours: float = Field(
        default=72, gt=0, description="How long a conversation is kept after its last turn."
    )
    model_use: UUID | None = Field(
        default=None,
        description="The declared use (its id in the record) by whose standing permits a language "
        "model reads the words of a sentence that the grammar left over; none: the grammar alone.",
    )
    model_seconds: float = Field(
        default=1.5, gt=0, le=30, description="So long the grammar waits for that model."
    )
