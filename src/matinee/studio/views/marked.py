"""A script's paragraphs with the stretches that elements stand on, ready for a page."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from matinee.studio.analysis import Analysis
from matinee.studio.model import Element, SceneRow, Sheet
from matinee.studio.screenplay.model import UNPRINTED, Kind, printed


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text; with the element that stands on it, or plain."""

    text: str
    element: Element | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph as it is printed."""

    kind: str
    line: int
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class MarkedScene:
    """A scene's paragraphs, and its elements by category, those of the page before the implied."""

    row: SceneRow
    paragraphs: tuple[Paragraph, ...]
    elements: tuple[Element, ...]


def marked_scenes(analysis: Analysis, sheet: Sheet) -> tuple[MarkedScene, ...]:
    """The scenes of a sheet with their text."""
    standing: defaultdict[int, list[Element]] = defaultdict(list)
    by_scene: defaultdict[int, list[Element]] = defaultdict(list)
    for element in sheet.elements:
        by_scene[element.found.scene].append(element)
        if element.found.end > element.found.start:
            standing[element.found.element].append(element)
    scenes: list[MarkedScene] = []
    for row, facts in zip(sheet.scenes, analysis.structure.scenes, strict=True):
        paragraphs = tuple(
            Paragraph(
                element.kind.value, element.line, _pieces(printed(element.text), standing[place])
            )
            for place in range(facts.scene.first + 1, facts.scene.last)
            if (element := analysis.script.elements[place]).kind not in UNPRINTED
            and element.kind is not Kind.PAGE_BREAK
        )
        scenes.append(MarkedScene(row, paragraphs, tuple(by_scene[row.place])))
    return tuple(scenes)


def _pieces(text: str, elements: Sequence[Element]) -> tuple[Piece, ...]:
    """The text cut at its elements; of two that overlap the first stands, else the longer."""
    pieces: list[Piece] = []
    at = 0
    for element in sorted(elements, key=lambda each: (each.found.start, -each.found.end)):
        start, end = element.found.start, min(element.found.end, len(text))
        if start < at or start >= end:
            continue
        if start > at:
            pieces.append(Piece(text[at:start]))
        pieces.append(Piece(text[start:end], element))
        at = end
    if at < len(text):
        pieces.append(Piece(text[at:]))
    return tuple(pieces)
