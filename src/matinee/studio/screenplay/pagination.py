"""How long a script is on paper: pages and eighths, set out as the trade sets them, or as measured.

The page: US letter, Courier 12, 55 rows; action 61 letters wide, dialogue 36, parentheticals 26. A
heading or a cue is never the last row of a page; a speech is kept whole, an action breaks behind
two rows. Eighths are counted as a first assistant director does with a ruler: from heading to
heading, to the nearest eighth of a page's rows, and at least one. A page of a locked script that
ends early counts as far as it is filled: an added page 12A with a few rows is not a whole page.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from matinee.studio.screenplay.model import UNPRINTED, Element, Kind, Script, printed
from matinee.studio.screenplay.printed_pages import is_locked
from matinee.studio.screenplay.scenes import Scene

ROWS = 55
_LEADING = 12.0
_TOP = 84.0
"""Where a page's first baseline stands, in points from its top."""

_WIDTHS = {
    Kind.DIALOGUE: 36,
    Kind.LYRIC: 36,
    Kind.PARENTHETICAL: 26,
    Kind.CHARACTER: 38,
    Kind.TRANSITION: 30,
}
_ACTION_WIDTH = 61
_TIGHT = frozenset({Kind.DIALOGUE, Kind.PARENTHETICAL})
_SPLIT_ROWS = 2
_FULL = 7 / 8
"""From how much of it a page counts as whole: what is kept together leaves a few rows empty."""
_LONGEST_HELD = 30
"""Rows of a speech that are kept together; a longer one is broken over the page."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where an element begins: ``page`` from 1, ``row`` from 0; ``rows`` is how many it fills.

    ``unfilled`` is what the pages before leave empty in a locked script, in pages.
    """

    page: int
    row: float
    rows: int
    unfilled: float = 0.0

    @property
    def position(self) -> float:
        """In pages from the first row of the first page."""
        return self.page - 1 + self.row / ROWS - self.unfilled


@dataclass(frozen=True, slots=True)
class Length:
    """A scene's length: ``rows`` as set out, and the eighths that they are."""

    pages: float

    @property
    def eighths(self) -> int:
        """To the nearest, and at least one."""
        return max(1, round(self.pages * 8))


def written(eighths: int) -> str:
    """``1 3/8``, as breakdown sheets write it."""
    whole, rest = divmod(eighths, 8)
    if not rest:
        return str(whole)
    return f"{whole} {rest}/8" if whole else f"{rest}/8"


def pages_of(eighths: int) -> Fraction:
    """As a number of pages."""
    return Fraction(eighths, 8)


def set_out(script: Script) -> tuple[Spot, ...]:
    """Where each element would stand on paper; unprinted ones stand where the next does."""
    page = _Page()
    elements = script.elements
    rows = [_rows(element) for element in elements]
    for place, element in enumerate(elements):
        page.put(element, rows[place], _held_below(elements, rows, place))
    return tuple(page.spots)


def measured(script: Script) -> tuple[Spot, ...] | None:
    """Where each element does stand, where the source is a page; None where it is not."""
    if not script.elements or any(
        element.details is None or element.details.top is None for element in script.elements
    ):
        return None
    first = script.elements[0].page or 1
    unfilled = _unfilled_before(script)
    return tuple(
        Spot(
            (element.page or 1) - first + 1,
            max(0.0, ((element.details.top if element.details else 0) or 0) - _TOP) / _LEADING,
            1,
            unfilled.get(element.page or 1, 0.0),
        )
        for element in script.elements
    )


def _unfilled_before(script: Script) -> dict[int, float]:
    """By page, what the pages before it leave empty, in pages; nothing where none is locked."""
    if not is_locked(script.printed_pages):
        return {}
    unfilled: dict[int, float] = {}
    so_far = 0.0
    for page in script.printed_pages:
        unfilled[page.page] = so_far
        filled = (page.bottom - _TOP + _LEADING) / _LEADING / ROWS
        if filled < _FULL:
            so_far += 1 - max(0.0, filled)
    return unfilled


def end_of(script: Script, spots: Sequence[Spot]) -> float:
    """Where the script ends, in pages."""
    if not spots:
        return 0.0
    last, details = spots[-1], script.elements[-1].details
    if details is not None and details.bottom is not None and details.bottom_page is not None:
        first = script.elements[0].page or 1
        unfilled = _unfilled_before(script).get(details.bottom_page, 0.0)
        row = (details.bottom - _TOP + _LEADING) / _LEADING
        return details.bottom_page - first + row / ROWS - unfilled
    return last.position + last.rows / ROWS


def lengths_of(script: Script, scenes: Sequence[Scene]) -> tuple[Length, ...]:
    """The length of each scene, measured where that can be, else as set out here."""
    spots = measured(script) or set_out(script)
    starts = [spots[scene.first].position for scene in scenes]
    ends = [*starts[1:], end_of(script, spots)]
    return tuple(Length(max(0.0, end - start)) for start, end in zip(starts, ends, strict=True))


class _Page:
    """Fills pages row by row."""

    def __init__(self) -> None:
        self.page, self.row = 1, 0
        self.spots: list[Spot] = []
        self.left: tuple[int, int] | None = None
        """Where the left half of a dual speech began, and the row that it reached."""

    def put(self, element: Element, rows: int, held: int) -> None:
        if element.kind is Kind.PAGE_BREAK:
            if self.row:
                self._turn()
            rows = 0
        elif rows:
            self._place(element, rows, held)
        if not rows:
            self.spots.append(Spot(self.page, min(self.row, ROWS), 0))

    def _place(self, element: Element, rows: int, held: int) -> None:
        self._beside(element)
        gap = 0 if element.kind in _TIGHT or not self.row else 1
        room = ROWS - self.row - gap
        splits = rows > ROWS or (element.kind is Kind.ACTION and rows > _SPLIT_ROWS)
        if room < min(rows, _SPLIT_ROWS) + held or (room < rows and not splits):
            self._turn()
            gap, room = 0, ROWS
        self.row += gap
        self.spots.append(Spot(self.page, self.row, rows))
        over = max(0, rows - room)
        if over and rows - over < _SPLIT_ROWS:
            over = rows
        if over:
            self.page += 1 + (over - 1) // ROWS
            self.row = (over - 1) % ROWS + 1
        else:
            self.row += rows

    def _beside(self, element: Element) -> None:
        """The right half of a dual speech begins where the left one did."""
        if element.kind is Kind.CHARACTER and element.dual == "left":
            self.left = (self.page, self.row)
        elif element.kind is Kind.CHARACTER and element.dual == "right" and self.left:
            page, row = self.left
            if page == self.page:
                self.row = row
            self.left = None

    def _turn(self) -> None:
        self.page, self.row = self.page + 1, 0


def _held_below(elements: Sequence[Element], rows: Sequence[int], place: int) -> int:
    """Rows that must follow on the same page: what a heading or a cue announces."""
    kind = elements[place].kind
    if kind not in {Kind.HEADING, Kind.CHARACTER, Kind.PARENTHETICAL} or place + 1 >= len(elements):
        return 0
    if kind is Kind.HEADING:
        return min(rows[place + 1], _SPLIT_ROWS) + 1 if rows[place + 1] else 0
    held = 0
    for index in range(place + 1, len(elements)):
        if elements[index].kind not in _TIGHT or held > _LONGEST_HELD:
            break
        held += rows[index]
    return held if held <= _LONGEST_HELD else _SPLIT_ROWS


def lines_of(element: Element) -> tuple[str, ...]:
    """What an element prints, row by row; nothing where it is not printed."""
    if element.kind in UNPRINTED or element.kind is Kind.PAGE_BREAK:
        return ()
    width = _WIDTHS.get(element.kind, _ACTION_WIDTH)
    lines = printed(element.text).split("\n")
    return tuple(row for line in lines for row in _wrapped(line.rstrip(), width))


def _rows(element: Element) -> int:
    return len(lines_of(element))


def _wrapped(line: str, width: int) -> list[str]:
    """The rows that a line fills; a row breaks at a blank."""
    if len(line) <= width:
        return [line]
    rows = [""]
    for word in line.split(" "):
        grown = f"{rows[-1]} {word}" if rows[-1] else word
        if len(grown) <= width or not rows[-1]:
            rows[-1] = grown
        else:
            rows.append(word)
    return rows
