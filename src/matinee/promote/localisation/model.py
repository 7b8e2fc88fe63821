"""The values of localisation: what is owed in a language, and where each text stands there."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

from matinee.promote.synopses.model import Purpose, Text, TextId, TextState
from matinee.vocabulary.ids import TitleId
from matinee.vocabulary.places import Language


class LocalisationSettings(BaseModel):
    """The settings of localisation, under ``MATINEE_LOCALISATION__*``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    languages: tuple[str, ...] = Field(
        default=("de", "fr", "es", "ar", "ja"),
        max_length=60,
        description="The languages into which approved English texts are to be translated, as "
        "BCP 47 writes them.",
    )


class Standing(StrEnum):
    """Where an approved English text stands in a language."""

    TO_DECIDE = "to decide"
    OUTDATED = "outdated"
    """What members read in the language says what the English text no longer says."""
    MISSING = "missing"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Sourced:
    """An approved English text, as the queue sees it."""

    id: TextId
    title_id: TitleId
    purpose: Purpose


@dataclass(frozen=True, slots=True)
class Rendered:
    """A translation that is open or approved, as the queue sees it."""

    id: TextId
    title_id: TitleId
    purpose: Purpose
    language: Language
    state: TextState
    translates: TextId
    is_current: bool
    """Whether its source is approved still."""


@dataclass(frozen=True, slots=True)
class Owed:
    """A text in a language: its source, where it stands, and the translation to look at, if any."""

    source: TextId
    standing: Standing
    translation: TextId | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a translator sees: both texts, and the names of the source with how they may stand."""

    source: Text
    language: Language
    standing: Standing
    translation: Text | None
    names: Mapping[str, tuple[str, ...]]
    decided: frozenset[str]
    """Those of the names of which the glossary speaks."""
