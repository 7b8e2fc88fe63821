"""Revised pages in PDF, on the trade's sequence of colours, with a star beside what changed.

A page of the new draft is revised where a paragraph on it is new, changed or moved, or stands where
one was cut; paragraphs are compared in their order (Ratcliff and Obershelp's matching, difflib).
The script is set out anew (``pagination.set_out``), so page numbers are the new draft's: pages of a
locked script, with letters behind their numbers, are not made.
"""

import io
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from anyascii import anyascii
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import LETTER
from reportlab.pdfgen.canvas import Canvas

from matinee.studio.model import Draft
from matinee.studio.screenplay.model import UNPRINTED, Element, Kind, Script, printed
from matinee.studio.screenplay.pagination import ROWS, lines_of, set_out

COLOURS = (
    ("White", "#ffffff"), ("Blue", "#cfe3f7"), ("Pink", "#f9d3de"), ("Yellow", "#fbf3b5"),
    ("Green", "#d3ecc9"), ("Goldenrod", "#f4d77e"), ("Buff", "#f0e0c3"), ("Salmon", "#f8c6b0"),
    ("Cherry", "#ee9fa7"), ("Tan", "#dcc7a3"),
)  # fmt: skip
"""Drafts in their order; productions differ in what follows Cherry."""
_AGAIN = ("", "Double ", "Triple ")
_WIDE, _HIGH = LETTER
_TOP, _LEADING = _HIGH - 84.0, 12.0
_LEFT = {Kind.DIALOGUE: 180, Kind.LYRIC: 180, Kind.PARENTHETICAL: 216, Kind.CHARACTER: 266}
_ACTION_LEFT, _RIGHT, _STAR = 108, 540, 560
_SPEECH = frozenset(_LEFT)
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


def colour_of(number: int) -> tuple[str, str]:
    """The colour of a production's draft, counted from 1: its name and how it is printed."""
    times, place = divmod(max(1, number) - 1, len(COLOURS))
    name, tint = COLOURS[place]
    again = _AGAIN[times] if times < len(_AGAIN) else f"{times + 1} × "
    return f"{again}{name}", tint


def changed_elements(old: Script, new: Script) -> frozenset[int]:
    """Places in the new script that are new, changed or moved, or follow what was cut."""
    was, now = (
        [(e.kind.value, " ".join(printed(e.text).split())) for e in each.elements]
        for each in (old, new)
    )
    changed: set[int] = set()
    matcher = SequenceMatcher(None, was, now)  # cues repeat; they begin no match of their own
    for tag, _, _, begin, end in matcher.get_opcodes():
        if tag in {"insert", "replace"}:
            changed |= set(range(begin, end))
        elif tag == "delete" and now:
            changed.add(min(begin, len(now) - 1))
    return frozenset(place for place in changed if new.elements[place].kind not in UNPRINTED)


def revised_pages(old: Script, new: Script) -> tuple[int, ...]:
    """The numbers of the new script's pages that are revised."""
    return tuple(sorted(_pages_with(_rows(new), changed_elements(old, new))))


def revision_pdf(old: Script, new: Script, draft: Draft) -> bytes:
    """A cover that lists the revised pages, and these on the draft's colour."""
    changed = changed_elements(old, new)
    pages = _rows(new)
    revised = sorted(_pages_with(pages, changed))
    name, tint = colour_of(draft.number)
    numbers = _scene_numbers(new)
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=LETTER, invariant=1)
    canvas.setTitle(_plain(f"{draft.title or draft.name}: {name} pages"))
    _cover(canvas, draft, name, tint, revised, len(pages))
    for page in revised:
        _paper(canvas, tint)
        head = f"{draft.title or draft.name}   {name} Rev. {draft.added_at:%d.%m.%Y}"
        _say(canvas, _ACTION_LEFT, _HIGH - 48, head[:58])
        canvas.drawRightString(_RIGHT, _HIGH - 48, f"{page}.")
        for row in pages[page]:
            _draw(canvas, row, new.elements[row.element], numbers.get(row.element, ""))
            if row.element in changed:
                _say(canvas, _STAR, _TOP - _LEADING * row.row, "*")
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def _rows(script: Script) -> dict[int, list[Row]]:
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


def _pages_with(pages: dict[int, list[Row]], changed: frozenset[int]) -> Iterator[int]:
    for page, rows in pages.items():
        if any(row.element in changed for row in rows):
            yield page


def _scene_numbers(script: Script) -> dict[int, str]:
    return {
        place: element.number
        for place, element in enumerate(script.elements)
        if element.kind is Kind.HEADING and element.number
    }


def _draw(canvas: Canvas, row: Row, element: Element, number: str) -> None:
    y = _TOP - _LEADING * row.row
    if row.dual in _DUAL:
        indent = {Kind.CHARACTER: 60, Kind.PARENTHETICAL: 24}.get(element.kind, 0)
        _say(canvas, _DUAL[row.dual] + indent, y, row.text, size=_DUAL_SIZE)
    elif element.kind is Kind.TRANSITION:
        _say(canvas, _RIGHT, y, row.text, right=True)
    elif element.kind is Kind.CENTERED:
        canvas.setFont("Courier", 12)
        canvas.drawCentredString((_ACTION_LEFT + _RIGHT) / 2, y, _plain(row.text))
    else:
        _say(canvas, _LEFT.get(element.kind, _ACTION_LEFT), y, row.text)
    if number:
        _say(canvas, 72, y, number[:5])


def _cover(
    canvas: Canvas, draft: Draft, name: str, tint: str, revised: Sequence[int], pages: int
) -> None:
    _paper(canvas, tint)
    title = (draft.title or draft.name).replace("\n", " ")
    lines = [
        title[:60],
        "",
        f"Draft {draft.number}: {name} revision, {draft.added_at:%d.%m.%Y}",
        f"{len(revised)} of {pages} pages are revised:" if revised else "No page is revised.",
        *_runs(revised),
    ]
    for place, line in enumerate(lines):
        _say(canvas, _ACTION_LEFT, _TOP - 60 - 18 * place, line)
    canvas.showPage()


def _runs(revised: Sequence[int]) -> list[str]:
    """``3, 7-9, 12`` in rows that fit the page."""
    runs: list[list[int]] = []
    for page in revised:
        if runs and page == runs[-1][1] + 1:
            runs[-1][1] = page
        else:
            runs.append([page, page])
    words = [str(first) if first == last else f"{first}-{last}" for first, last in runs]
    return [", ".join(words[at : at + 8]) for at in range(0, min(len(words), 240), 8)]


def _paper(canvas: Canvas, tint: str) -> None:
    canvas.setFillColor(HexColor(tint))
    canvas.rect(0, 0, _WIDE, _HIGH, stroke=0, fill=1)
    canvas.setFillColor(HexColor("#000000"))
    canvas.setFont("Courier", 12)


def _say(
    canvas: Canvas, x: float, y: float, text: str, *, size: float = 12, right: bool = False
) -> None:
    canvas.setFont("Courier", size)
    (canvas.drawRightString if right else canvas.drawString)(x, y, _plain(text))


def _plain(text: str) -> str:
    try:
        text.encode("cp1252")
    except UnicodeEncodeError:
        return anyascii(text)
    return text
