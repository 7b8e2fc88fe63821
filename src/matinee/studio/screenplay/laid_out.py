"""Rows of a laid-out page, whether a PDF's or those of a text that is indented like one.

Measures are points: 72 to the inch; Courier at 12 points is 7.2 wide and set on 12.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from matinee.studio.screenplay.headings import LETTER, read_heading

WIDTH, LEADING = 7.2, 12.0
GAP = 4.5
"""Blanks in a row, in widths of a letter, that part two columns."""
HEAD = 64.0
"""Points from the top of a page above which no body of a script begins."""


class Piece(NamedTuple):
    """Words that stand together on a row, from ``left`` to ``right``."""

    left: float
    right: float
    text: str


class Row(NamedTuple):
    """One row of a page; ``top`` is the baseline's distance from the top of the page."""

    page: int
    top: float
    pieces: tuple[Piece, ...]
    line: int
    offset: int

    @property
    def left(self) -> float:
        """Where the row begins."""
        return self.pieces[0].left

    @property
    def text(self) -> str:
        """The row's words; wide gaps are one blank."""
        return " ".join(piece.text for piece in self.pieces)


class Columns(NamedTuple):
    """Where this script's columns begin (points from the left edge), and how far its rows reach."""

    action: float
    right: float
    dialogue_right: float
    leading: float

    def band(self, left: float) -> str:
        """``action``, ``dialogue``, ``parenthetical``, ``cue`` or ``far``, by distance from action.

        The bands are wide enough for what programs set: dialogue 0.9 to 1 inch behind action,
        parentheticals 1.3 to 1.5, cues 1.8 to 2.6.
        """
        away = left - self.action
        if away < 25:
            return "action"
        if away < 84:
            return "dialogue"
        if away < 116:
            return "parenthetical"
        return "cue" if away < 215 else "far"


def columns_of(rows: Sequence[Row]) -> Columns:
    """The columns, from the headings where there are any, else from the leftmost usual start."""
    starts = Counter(
        round(piece.left)
        for row in rows
        for piece in row.pieces
        if LETTER.match(piece.text) or read_heading(piece.text)
    )
    if not starts:
        usual = Counter(round(row.left) for row in rows)
        # No heading tells where the margin is: an inch and a half, unless a row begins before.
        starts = Counter({min(108, *usual) if usual else 108: 1})
    action = float(starts.most_common(1)[0][0])
    steps = Counter(
        round(after.top - row.top)
        for row, after in pairwise(rows)
        if after.page == row.page and 6 <= after.top - row.top <= 20
    )
    leading = float(steps.most_common(1)[0][0]) if steps else LEADING
    return Columns(action, _reach(rows, action, 0, 60), _reach(rows, action, 65, 35), leading)


def _reach(rows: Sequence[Row], action: float, away: float, letters: int) -> float:
    """How far right the rows of a column go, but for a few; ``letters`` is what is usual."""
    column = sorted(row.pieces[-1].right for row in rows if abs(row.left - action - away) < 12)
    usual = action + away + letters * WIDTH
    return column[int(len(column) * 0.99)] if len(column) > 20 else usual


_DIGITS = re.compile(r"\d+")
_CARRIED_ON = re.compile(
    r"\(?CONTINUED\)?:?(?:\s*\(?\d+\)?)?$|\d+\s+CONTINUED:(?:.*\d+)?$", re.IGNORECASE
)


def without_running_heads(
    rows: Sequence[Row], pages: int, is_head: Callable[[Row], bool]
) -> Iterator[Row]:
    """Rows without page numbers, running heads and feet, and (CONTINUED) marks.

    ``is_head`` knows a head by its words and place, however few pages have it.
    """
    seen = Counter(_shape(row) for row in rows if at_the_edge(row))
    for row in rows:
        if _CARRIED_ON.match(row.text.strip()):
            continue
        if at_the_edge(row) and (is_head(row) or (pages > 3 and seen[_shape(row)] > pages * 0.3)):
            continue
        yield row


def _shape(row: Row) -> tuple[int, str]:
    return round(row.top / 6), _DIGITS.sub("#", row.text)


def at_the_edge(row: Row) -> bool:
    """Whether a row stands where numbers, heads and feet of pages do."""
    return row.top < HEAD or row.top > 792 - 54


def pieces_of(letters: Iterable[tuple[float, str]], width: float) -> tuple[Piece, ...]:
    """Letters of one row, as (left edge, letter), to pieces; gaps become blanks or part columns."""
    pieces: list[Piece] = []
    words: list[str] = []
    start = before = 0.0
    for left, letter in letters:
        gap = (left - before) / width if words else 0.0
        if words and gap > GAP + 1 and letter != " ":
            pieces.append(_piece(start, before + width, words))
            words, start = [], left
        elif words and gap > 1.7 and words[-1] != " " and letter != " ":
            words.append(" ")
        if not words:
            if letter == " ":
                continue
            start = left
        words.append(letter)
        if letter != " ":
            before = left
    if words:
        pieces.append(_piece(start, before + width, words))
    return tuple(piece for piece in pieces if piece.text)


def _piece(left: float, right: float, letters: list[str]) -> Piece:
    return Piece(left, right, "".join(letters).rstrip())
