"""The record by which titles come in: one line of a file, or one value made by a program.

docs/reference/titles-format.md describes every field for the people who write such files.
"""

from collections.abc import Mapping
from typing import Any

import msgspec

from matinee.catalogue.facts import TitleKind


class WindowRecord(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """When a title may be shown; times in RFC 3339, a side left out is open."""

    territory: str = "*"
    start: str | None = None
    end: str | None = None


class MaturityRecord(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A board's label in a territory, such as MPA PG-13 in US; board AGE takes plain ages."""

    board: str
    label: str
    territory: str = "*"


class TextRecord(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The title in one language."""

    language: str
    name: str = ""
    synopsis_short: str = ""
    synopsis_long: str = ""
    tagline: str = ""
    licence: str = ""


class CreditRecord(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A person's part; ``person`` (such as ``imdb:nm0000206``) tells two of one name apart."""

    name: str
    role: str = "cast"
    character: str = ""
    billing: int | None = None
    person: str = ""


class AssetRecord(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file of the title in the blob store."""

    kind: str
    key: str
    language: str | None = None


class TitleRecord(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One title as it comes in; only ``name`` is needed.

    ``external_ids`` map a register (``imdb``, ``tmdb``, ``wikidata``, or any other word) to an id.
    A season or an episode names its ``parent`` as ``imdb:tt0903747`` (or any other external id), or
    as ``name:Title (year)`` of a series; ``season`` of an episode that names a series is found, or
    made. ``marks`` say of a field how it came about, where ``source`` alone would mislead.
    """

    name: str
    kind: TitleKind = TitleKind.FILM
    year: int | None = None
    runtime_minutes: int | None = None
    original_language: str | None = None
    parent: str | None = None
    season: int | None = None
    number: int | None = None
    external_ids: Mapping[str, str | int] = {}
    genres: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    audio: tuple[str, ...] = ()
    subtitles: tuple[str, ...] = ()
    maturity: tuple[MaturityRecord, ...] = ()
    windows: tuple[WindowRecord, ...] = ()
    texts: tuple[TextRecord, ...] = ()
    credits: tuple[CreditRecord, ...] = ()
    assets: tuple[AssetRecord, ...] = ()
    known_only: bool = False
    marks: Mapping[str, str] = {}


def field_names(record: type[Any] = TitleRecord) -> tuple[str, ...]:
    """The names of a record's fields."""
    return tuple(known.name for known in msgspec.structs.fields(record))
