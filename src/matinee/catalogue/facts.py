"""What the catalogue knows of a title, as frozen values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from matinee.vocabulary.ids import PersonId, TitleId
from matinee.vocabulary.maturity import MaturityRating
from matinee.vocabulary.places import Language, Territory
from matinee.vocabulary.window import Window

KIDS_AGE = 7
"""A kids' profile sees only titles whose age is known and no higher than this."""


class TitleKind(StrEnum):
    """What a title is; seasons belong to a series, episodes to a season or to a series."""

    FILM = "film"
    SERIES = "series"
    SEASON = "season"
    EPISODE = "episode"


@dataclass(frozen=True, slots=True)
class Person:
    """Someone who is credited."""

    id: PersonId
    name: str


@dataclass(frozen=True, slots=True)
class Credit:
    """What a person did for a title; ``billing`` orders the credits of one role, from 1."""

    person: Person
    role: str
    character: str = ""
    billing: int = 0


@dataclass(frozen=True, slots=True)
class TitleText:
    """A title in one language; ``licence`` says whose words they are, where that must be said."""

    language: Language
    name: str = ""
    synopsis_short: str = ""
    synopsis_long: str = ""
    tagline: str = ""
    licence: str = ""


@dataclass(frozen=True, slots=True)
class AvailabilityWindow:
    """When a title may be shown in a territory; windows of one territory never overlap."""

    territory: Territory
    window: Window


@dataclass(frozen=True, slots=True)
class TerritoryRating:
    """The maturity rating that holds in a territory, and who set it."""

    territory: Territory
    rating: MaturityRating
    set_by: str = ""


@dataclass(frozen=True, slots=True)
class Asset:
    """A file of a title: its kind (film, trailer, artwork …) and its key in the blob store."""

    kind: str
    blob_key: str
    language: Language | None = None


@dataclass(frozen=True, slots=True)
class Title:
    """Everything that is known of one title; ``runtime_minutes`` is None where unknown."""

    id: TitleId
    kind: TitleKind
    name: str
    year: int | None = None
    runtime_minutes: int | None = None
    original_language: Language | None = None
    parent_id: TitleId | None = None
    number: int | None = None
    genres: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    audio: tuple[Language, ...] = ()
    subtitles: tuple[Language, ...] = ()
    maturity: tuple[TerritoryRating, ...] = ()
    windows: tuple[AvailabilityWindow, ...] = ()
    texts: tuple[TitleText, ...] = ()
    credits: tuple[Credit, ...] = ()
    assets: tuple[Asset, ...] = ()
    external_ids: tuple[tuple[str, str], ...] = ()
    children: tuple[TitleId, ...] = ()
    known_only: bool = False
    source: str = ""
    marks: Mapping[str, str] = field(default_factory=dict[str, str])

    def text(self, language: Language) -> TitleText | None:
        """The text in ``language``, else in its base, else in English, else in what there is."""
        by_language: dict[str, TitleText] = {text.language: text for text in self.texts}
        wanted = (language, language.base, "en", *by_language)
        return next((by_language[tag] for tag in wanted if tag in by_language), None)


@dataclass(frozen=True, slots=True)
class ShelvedTitle:
    """The facts of a title that the shelf needs; what a test builds a shelf from."""

    id: UUID
    name: str
    kind: TitleKind = TitleKind.FILM
    year: int | None = None
    runtime_minutes: int | None = None
    genres: tuple[str, ...] = ()
    ages: Mapping[Territory, int] = field(default_factory=dict[Territory, int])
    windows: tuple[AvailabilityWindow, ...] = ()
    audio: tuple[Language, ...] = ()
    original_language: Language | None = None
    parent: UUID | None = None
    number: int | None = None
    known_only: bool = False


@dataclass(frozen=True, slots=True)
class NamedPerson:
    """A person as a title names one, for those who search."""

    id: PersonId
    name: str
    role: str


@dataclass(frozen=True, slots=True)
class TitleWords:
    """All that is written of a film or a series: what a search can find it by.

    ``names`` begins with its name; ``synopses`` are those of all its languages.
    """

    id: TitleId
    names: tuple[str, ...]
    synopses: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    people: tuple[NamedPerson, ...] = ()
    countries: tuple[str, ...] = ()
    original_language: str = ""
    subtitles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TitleListing:
    """One page of a list of titles: prepared cards, and the cursor of the next page."""

    cards: tuple[bytes, ...]
    next_cursor: str | None


@dataclass(frozen=True, slots=True)
class TableContent:
    """A table's rows: how many, and a hash of them that their order does not change."""

    rows: int
    hash: str


@dataclass(frozen=True, slots=True)
class GenreCount:
    """A genre and how many titles carry it."""

    genre: str
    titles: int


def aware(at: datetime) -> float:
    """Epoch seconds of ``at``; a time without a zone has none, and is a mistake of the caller."""
    if at.tzinfo is None:
        raise ValueError("a time zone is needed")
    return at.timestamp()
