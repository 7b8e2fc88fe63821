"""Revised pages in PDF, on the trade's sequence of colours, with a star beside what changed.

A page of the new draft is revised where a paragraph on it is new, changed or moved, or stands where
one was cut; paragraphs are compared in their order (Ratcliff and Obershelp's matching, difflib).
The script is set out anew (``pagination.set_out``), so page numbers are the new draft's: pages of a
locked script, with letters behind their numbers, are not made.
"""

import io
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import LETTER
from reportlab.pdfgen.canvas import Canvas

from matinee.studio.model import Draft
from matinee.studio.screenplay.model import UNPRINTED, Kind, Script, printed
from matinee.studio.script_pages import (
    HIGH,
    LEADING,
    LEFT,
    RIGHT,
    TOP,
    WIDE,
    Row,
    draw,
    plain,
    rows_of,
    say,
)

COLOURS = (
    ("White", "#ffffff"), ("Blue", "#cfe3f7"), ("Pink", "#f9d3de"), ("Yellow", "#fbf3b5"),
    ("Green", "#d3ecc9"), ("Goldenrod", "#f4d77e"), ("Buff", "#f0e0c3"), ("Salmon", "#f8c6b0"),
    ("Cherry", "#ee9fa7"), ("Tan", "#dcc7a3"),
)  # fmt: skip
"""Drafts in their order; productions differ in what follows Cherry."""
_AGAIN = ("", "Double ", "Triple ")
_STAR = 560


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
    return tuple(sorted(_pages_with(rows_of(new), changed_elements(old, new))))


def revision_pdf(old: Script, new: Script, draft: Draft) -> bytes:
    """A cover that lists the revised pages, and these on the draft's colour."""
    changed = changed_elements(old, new)
    pages = rows_of(new)
    revised = sorted(_pages_with(pages, changed))
    name, tint = colour_of(draft.number)
    numbers = _scene_numbers(new)
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=LETTER, invariant=1)
    canvas.setTitle(plain(f"{draft.title or draft.name}: {name} pages"))
    _cover(canvas, draft, name, tint, revised, len(pages))
    for page in revised:
        _paper(canvas, tint)
        head = f"{draft.title or draft.name}   {name} Rev. {draft.added_at:%d.%m.%Y}"
        say(canvas, LEFT, HIGH - 48, head[:58])
        canvas.drawRightString(RIGHT, HIGH - 48, f"{page}.")
        for row in pages[page]:
            draw(canvas, row, new.elements[row.element], numbers.get(row.element, ""))
            if row.element in changed:
                say(canvas, _STAR, TOP - LEADING * row.row, "*")
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


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
        say(canvas, LEFT, TOP - 60 - 18 * place, line)
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
    canvas.rect(0, 0, WIDE, HIGH, stroke=0, fill=1)
    canvas.setFillColor(HexColor("#000000"))
    canvas.setFont("Courier", 12)
