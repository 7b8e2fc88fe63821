"""Sides: the day's scenes of the script, in the order in which they are shot.

The script is set out as on its pages (``pagination.set_out``); each scene follows the one before it
under a rule, and says on which pages of the script it stands.
"""

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from reportlab.lib.pagesizes import LETTER
from reportlab.pdfgen.canvas import Canvas

from matinee.studio.schedule.model import Strip
from matinee.studio.screenplay.model import Script
from matinee.studio.screenplay.pagination import ROWS, written
from matinee.studio.screenplay.scenes import Scene
from matinee.studio.script_pages import HIGH, LEADING, LEFT, RIGHT, TOP, Row, draw, rows_of, say

_GAP = 2
"""Rows between two scenes; a rule stands in them."""
_BEGIN = 4
"""A scene does not begin with less room than that for it."""


@dataclass(frozen=True, slots=True)
class Sides:
    """What is handed out: the scenes found, in their order, and those that the script has not."""

    scenes: tuple[tuple[Strip, Scene], ...]
    missing: tuple[Strip, ...]


def sides_of(strips: Sequence[Strip], scenes: Sequence[Scene]) -> Sides:
    """The scenes of a day's strips, found by their number."""
    by_number = {scene.number.casefold(): scene for scene in scenes}
    shot = [strip for strip in strips if not strip.banner]
    found = [(strip, by_number.get(strip.scene.casefold())) for strip in shot]
    return Sides(
        tuple((strip, scene) for strip, scene in found if scene is not None),
        tuple(strip for strip, scene in found if scene is None),
    )


def sides_pdf(script: Script, sides: Sides, *, head: str, draft: str) -> bytes:
    """The sides as a PDF of US letter pages; ``head`` stands on every page, ``draft`` with it."""
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=LETTER, invariant=1)
    canvas.setTitle(f"{head}: sides")
    page = _Paper(canvas, head, draft)
    pages = rows_of(script)
    for strip, scene in sides.scenes:
        rows = list(_rows(pages, scene))
        numbers = sorted({number for number, _ in rows})
        page.begin(min(len(rows), _BEGIN))
        on = " to ".join(map(str, dict.fromkeys((*numbers[:1], *numbers[-1:]))))
        page.rule(f"Scene {strip.scene}: {written(strip.eighths)} pages, on script page {on}")
        for place, row in enumerate(_closed_up(rows)):
            page.row(row, script, "" if place else strip.scene)
    for strip in sides.missing:
        page.begin(1)
        page.rule(f"Scene {strip.scene} is not in this draft of the script.")
    canvas.save()
    return stream.getvalue()


def _rows(pages: Mapping[int, Sequence[Row]], scene: Scene) -> Iterator[tuple[int, Row]]:
    for number in sorted(pages):
        for row in pages[number]:
            if scene.first <= row.element < scene.last:
                yield number, row


def _closed_up(rows: Sequence[tuple[int, Row]]) -> Iterator[Row | None]:
    """The rows of a scene over its pages, with the empty rows between them (None)."""
    for _, here in groupby(rows, key=lambda one: one[0]):
        last: int | None = None
        for _, row in here:
            if last is not None:
                yield from [None] * max(0, row.row - last - 1)
            last = row.row
            yield row


class _Paper:
    """Pages that are filled from the top."""

    def __init__(self, canvas: Canvas, head: str, draft: str) -> None:
        self._canvas, self._head, self._draft = canvas, head, draft
        self._row, self._page = ROWS, 0

    def begin(self, needed: int) -> None:
        """Go to where a scene can begin."""
        if self._row + 1 + needed + _GAP > ROWS:
            self._turn()
        elif self._row:
            self._row += 1

    def rule(self, words: str) -> None:
        """A rule with words under it."""
        y = TOP - LEADING * self._row
        self._canvas.line(72, y + 10, RIGHT, y + 10)
        self._canvas.setFont("Helvetica-Bold", 8)
        self._canvas.drawString(72, y, words)
        self._row += _GAP

    def row(self, row: Row | None, script: Script, number: str) -> None:
        """One row of the script, or an empty one; beside it the number that is given."""
        if self._row >= ROWS:
            self._turn()
        if row is not None:
            at = Row(row.element, self._row, row.text, row.dual)
            draw(self._canvas, at, script.elements[row.element], number)
        self._row += 1

    def _turn(self) -> None:
        if self._page:
            self._canvas.showPage()
        self._page += 1
        self._row = 0
        say(self._canvas, LEFT, HIGH - 48, f"{self._head}"[:50])
        say(self._canvas, RIGHT, HIGH - 48, f"{self._page}.", right=True)
        say(self._canvas, LEFT, HIGH - 60, self._draft[:60], size=8)
