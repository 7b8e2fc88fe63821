"""Plain text that is set out like a page: columns by blanks, pages by form feeds."""

import re

from matinee.studio.screenplay.laid_out import (
    LEADING,
    WIDTH,
    Piece,
    Row,
    without_running_heads,
)
from matinee.studio.screenplay.laid_out_reading import read_rows
from matinee.studio.screenplay.model import Script
from matinee.studio.screenplay.printed_pages import is_head

_MARGIN = 36.0
_TOP = 72.0
_APART = re.compile(r"\S(?:.*?\S)?(?=\s{5,}|\s*$)")
_FEWEST_CUES = 3
_LINE = re.compile(r"[^\r\n\f]*(\r\n|\r|\n|\f|$)")


def is_laid_out(text: str) -> bool:
    """Whether cues stand far in from where headings and action begin.

    Fountain may be indented too ("Indenting" in its syntax); then its columns agree with its
    letters, and either reading finds the same.
    """
    cues = sum(
        1
        for line in text[:200_000].split("\n")
        if 15 <= len(line) - len(line.lstrip(" ")) <= 50
        and line.strip().partition("(")[0].isupper()
    )
    longest = max((len(line) for line in text[:200_000].split("\n")), default=0)
    return cues >= _FEWEST_CUES and longest <= 110


def read_plain_text(text: str) -> Script:
    """The elements of a laid-out text."""
    rows: list[Row] = []
    page, number, top, offset = 1, 1, _TOP, 0
    paged = "\f" in text
    for found in _LINE.finditer(text):
        line = found.group().rstrip("\r\n\f")
        pieces = _pieces(line.expandtabs(8))
        if pieces:
            indent = len(line) - len(line.lstrip())
            rows.append(Row(page, top, pieces, number, offset + indent))
        top += LEADING
        offset = found.end()
        if found[1] == "\f":
            page, top = page + 1, _TOP
        else:
            number += 1
        if found.end() == len(text):
            break
    body = list(without_running_heads(rows, page, is_head)) if paged else rows
    elements, remarks = read_rows(body)
    if not paged:
        elements = tuple(element._replace(page=None, details=None) for element in elements)
    return Script("text", (), elements, remarks, pages=page if paged else None)


def _pieces(line: str) -> tuple[Piece, ...]:
    return tuple(
        Piece(_MARGIN + found.start() * WIDTH, _MARGIN + found.end() * WIDTH, found.group())
        for found in _APART.finditer(line)
    )
