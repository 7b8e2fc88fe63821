"""Rows of a script's pages, as they are drawn on paper."""

from collections import defaultdict
from dataclasses import dataclass

from anyascii import anyascii
from reportlab.lib.pagesizes import LETTER
from reportlab.pdfgen.canvas import Canvas

from matinee.studio.screenplay.model import Element, Kind, Script
from matinee.studio.screenplay.pagination import ROWS, lines_of, set_out

WIDE, HIGH = LETTER
TOP, LEADING = HIGH - 84.0, 12.0
LEFT, RIGHT = 108, 540
_INDENTS = {Kind.DIALOGUE: 180, Kind.LYRIC: 180, Kind.PARENTHETICAL: 216, Kind.CHARACTER: 266}
_SPEECH = frozenset(_INDENTS)
_DUAL = {"left": 108, "right": 330}
_DUAL_SIZE = 9.5
"""Letters of two who speak at once, so that both columns fit the page."""


@dataclass(frozen=True, slots=True)
class Row:
    """One printed row of a page: the element that it is of, and its text."""

    element: int
    row: int
    text: str
    dual: str


def rows_of(script: Script) -> dict[int, list[Row]]:
    """The rows of every page of a script, set out anew."""
    pages: defaultdict[int, list[Row]] = defaultdict(list)
    dual = ""
    for place, (element, spot) in enumerate(zip(script.elements, set_out(script), strict=True)):
        dual = (element.dual or "") if element.kind is Kind.CHARACTER else dual
        dual = dual if element.kind in _SPEECH else ""
        if not spot.rows:
            continue
        for count, text in enumerate(lines_of(element)):
            page, row = divmod(int(spot.row) + count, ROWS)
            pages[spot.page + page].append(Row(place, row, text, dual))
    return dict(pages)


def draw(canvas: Canvas, row: Row, element: Element, number: str) -> None:
    """A row where its kind stands, with the scene's number where it has one."""
    y = TOP - LEADING * row.row
    if row.dual in _DUAL:
        indent = {Kind.CHARACTER: 60, Kind.PARENTHETICAL: 24}.get(element.kind, 0)
        say(canvas, _DUAL[row.dual] + indent, y, row.text, size=_DUAL_SIZE)
    elif element.kind is Kind.TRANSITION:
        say(canvas, RIGHT, y, row.text, right=True)
    elif element.kind is Kind.CENTERED:
        canvas.setFont("Courier", 12)
        canvas.drawCentredString((LEFT + RIGHT) / 2, y, plain(row.text))
    else:
        say(canvas, _INDENTS.get(element.kind, LEFT), y, row.text)
    if number:
        say(canvas, 72, y, number[:5])


def say(
    canvas: Canvas, x: float, y: float, text: str, *, size: float = 12, right: bool = False
) -> None:
    """Words in Courier, from x on or up to it."""
    canvas.setFont("Courier", size)
    (canvas.drawRightString if right else canvas.drawString)(x, y, plain(text))


def plain(text: str) -> str:
    """Text in letters that Courier has."""
    try:
        text.encode("cp1252")
    except UnicodeEncodeError:
        return anyascii(text)
    return text
