"""One model of a screenplay for every format; each element keeps its place in the source.

Emphasis inside a text is written as in Fountain (``*italics*``, ``**bold**``, ``_underline_``),
since that is the only notation that all formats can be carried to; a backslash escapes a sign.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from matinee.studio.screenplay.emphasis import runs


class Kind(StrEnum):
    """What a paragraph of a screenplay is."""

    HEADING = "heading"
    ACTION = "action"
    CHARACTER = "character"
    PARENTHETICAL = "parenthetical"
    DIALOGUE = "dialogue"
    LYRIC = "lyric"
    TRANSITION = "transition"
    CENTERED = "centered"
    SHOT = "shot"
    SECTION = "section"
    SYNOPSIS = "synopsis"
    NOTE = "note"
    BONEYARD = "boneyard"
    PAGE_BREAK = "page_break"


SPOKEN = frozenset({Kind.CHARACTER, Kind.PARENTHETICAL, Kind.DIALOGUE, Kind.LYRIC})
UNPRINTED = frozenset({Kind.SECTION, Kind.SYNOPSIS, Kind.NOTE, Kind.BONEYARD})


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of an element's text that carries a mark: a tag's number or a revision's.

    ``start`` and ``end`` count characters of the element's text; ``mark`` is ``tag`` or
    ``revision``, ``value`` the number that the source gives it.
    """

    start: int
    end: int
    mark: str
    value: str


@dataclass(frozen=True, slots=True)
class Details:
    """What only some formats know of an element.

    ``attributes`` are a paragraph's own in FDX beside type and number; ``scene`` its scene
    properties (length in the writer's eighths, page, title, colour); ``stretches`` its tags and
    revisions; ``cuts`` the boneyards within a line, as (place in the text, what was cut); ``top``
    the distance in points of a PDF's line from the top of its page, ``revised`` that it bears a
    revision's star.
    """

    attributes: tuple[tuple[str, str], ...] = ()
    scene: tuple[tuple[str, str], ...] = ()
    stretches: tuple[Stretch, ...] = ()
    cuts: tuple[tuple[int, str], ...] = ()
    markup: str = ""
    top: float | None = None
    bottom: float | None = None
    bottom_page: int | None = None
    revised: bool = False


class Element(NamedTuple):
    """One paragraph.

    ``line`` and ``column`` count from 1 and ``offset`` from 0, in characters of the decoded source;
    ``end`` is the offset behind its last character. In a PDF the three count within the text laid
    out page by page. ``blank`` is how many empty lines stand before it. ``dual`` is ``left`` or
    ``right`` for two who speak at once. ``level`` is a section's depth.
    """

    kind: Kind
    text: str
    line: int
    column: int = 1
    offset: int = 0
    end: int = 0
    blank: int = 0
    number: str | None = None
    forced: bool = False
    dual: str | None = None
    level: int = 0
    page: int | None = None
    details: Details | None = None


class Remark(NamedTuple):
    """Something that could not be read, or not without doubt, and where."""

    line: int
    sentence: str
    code: str


class PrintedPage(NamedTuple):
    """What a page of a PDF calls itself.

    ``page`` counts from 1, ``name`` is printed on it (``12A`` where pages are locked, empty where
    none is), ``revision`` the head of a revised page (``Blue Rev. 3/14/26``); ``bottom`` is the
    distance of its last row from its top in points.
    """

    page: int
    name: str
    revision: str
    bottom: float


@dataclass(frozen=True, slots=True)
class Script:
    """A screenplay as it was read.

    ``title_page`` keeps the order of its keys. ``carried`` holds the parts of an FDX that have no
    other home (revision sets, tag data, smart lists), as XML, so that writing it loses nothing.
    """

    source: str
    title_page: tuple[tuple[str, str], ...]
    elements: tuple[Element, ...]
    remarks: tuple[Remark, ...] = ()
    pages: int | None = None
    carried: Mapping[str, str] = field(default_factory=dict[str, str])
    printed_pages: tuple[PrintedPage, ...] = ()

    def of(self, *kinds: Kind) -> tuple[Element, ...]:
        """The elements of these kinds, in order."""
        return tuple(element for element in self.elements if element.kind in kinds)


def without_notes(text: str) -> str:
    """The text without what stands between double brackets."""
    parts: list[str] = []
    start = 0
    while (opened := text.find("[[", start)) >= 0 and (closed := text.find("]]", opened + 2)) >= 0:
        parts.append(text[start:opened])
        start = closed + 2
    return "".join([*parts, text[start:]])


def printed(text: str) -> str:
    """A text as it stands on the page: without emphasis, escapes and notes."""
    if "[[" in text:
        text = without_notes(text)
    if "*" in text or "_" in text or "\\" in text:
        return "".join(run.text for run in runs(text))
    return text


_EXTENSIONS = re.compile(r"\(([^()]*)\)")
_CONTINUED = re.compile(r"\s*\(\s*cont(?:[’']?d|inued|\.)?\s*\)", re.IGNORECASE)


def cue_name(cue: str) -> str:
    """Who speaks: the cue without extensions, dual mark and emphasis."""
    return " ".join(printed(cue).partition("(")[0].rstrip(" ^").split())


def cue_extensions(cue: str) -> tuple[str, ...]:
    """What stands in parentheses behind the name (``V.O.``, ``on the radio``), not (CONT'D)."""
    return tuple(_EXTENSIONS.findall(_CONTINUED.sub("", printed(cue))))
