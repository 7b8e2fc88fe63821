"""The values of what is said of a title: its sources, and what a check finds."""

from dataclasses import dataclass
from enum import StrEnum


class SourceKind(StrEnum):
    """Where something that may be said comes from."""

    FACT = "fact"
    TEXT = "text"
    NOTE = "note"
    SUBTITLE = "subtitle"


@dataclass(frozen=True, slots=True)
class Source:
    """One thing that is known of a title, in words."""

    kind: SourceKind
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Known:
    """All that is known of a title when it is written about."""

    name: str
    year: int | None = None
    minutes: int | None = None
    genres: tuple[str, ...] = ()
    credits: tuple[tuple[str, str, str], ...] = ()
    """Name, role and character."""
    countries: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    texts: tuple[Source, ...] = ()


class Fault(StrEnum):
    """Why a sentence is refused."""

    NAME = "name"
    ROLE = "role"
    NUMBER = "number"
    GENRE = "genre"
    WORD = "word"
    DENIAL = "denial"
    DEED = "deed"
    SPOILER = "spoiler"
    """Only the last third of the story bears it out."""
    NAME_LOST = "name lost"
    NUMBER_LOST = "number lost"
    """The source of a translation says it, and the translation does not."""
    NUMBER_ADDED = "number added"
    UNTRANSLATED = "untranslated"


@dataclass(frozen=True, slots=True)
class Finding:
    """What has no source: the word or words as they stand, from ``start`` to ``end``."""

    fault: Fault
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class CheckedSentence:
    """A sentence, what of it has no source, and the sources that bear out the rest."""

    text: str
    findings: tuple[Finding, ...]
    sources: tuple[Source, ...]

    @property
    def passed(self) -> bool:
        """Whether everything in it has a source."""
        return not self.findings
