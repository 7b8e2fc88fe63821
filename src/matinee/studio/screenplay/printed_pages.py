"""What pages of a PDF call themselves, once a script is locked and revised on coloured paper.

A locked script keeps its pages' numbers: what is added stands on 12A, 12B (or A12), what is cut
leaves 13-15 on one page, and a page ends where the old one did, however little is on it.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from matinee.studio.screenplay.laid_out import HEAD, Row, at_the_edge
from matinee.studio.screenplay.model import PrintedPage

_ONE = r"[A-Z]{0,2}\d{1,4}[A-Z]{0,2}"
_NAME = re.compile(rf"(?:page\s+)?({_ONE}(?:\s?[-–]\s?{_ONE})?)\.?$", re.IGNORECASE)
_LETTERED = re.compile(r"[A-Za-z]|[-–]")
_DATE = r"\d{1,4}[/.\-]\d{1,2}(?:[/.\-]\d{2,4})?"
_COLOUR = (
    r"(?:double |triple |2nd |3rd )?"
    r"(?:white|blue|pink|yellow|green|gold(?:en ?rod)?|buff|salmon|cherry|tan)"
)
_REVISED = re.compile(
    rf"\b{_COLOUR}\b.*(?:\brev\b|\brevis|\bpages?\b|{_DATE})"
    rf"|\brev(?:\.|ised|isions?)?\s.*(?:{_DATE}|\b{_COLOUR}\b)",
    re.IGNORECASE,
)  # fmt: skip


def is_page_name(text: str) -> bool:
    """Whether a row is a page's number: 12, 12A., A12, 13-15."""
    return _NAME.match(text.strip()) is not None


def is_revision_head(text: str) -> bool:
    """Whether a row names a revision: a colour with a date or the word, in either order."""
    return _REVISED.search(text) is not None


def is_head(row: Row) -> bool:
    """Whether a row at a page's edge is its number, or above all else names a revision.

    At the foot of a page taller than letter paper action may stand, so words prove nothing there.
    """
    return is_page_name(row.text) or (row.top < HEAD and is_revision_head(row.text))


def printed_pages(rows: Iterable[Row], body: Iterable[Row]) -> tuple[PrintedPage, ...]:
    """The pages that hold anything: ``rows`` are all of them, ``body`` those without heads."""
    names: dict[int, str] = {}
    revisions: dict[int, str] = {}
    for row in rows:
        if not at_the_edge(row):
            continue
        for piece in (row.text, *(piece.text for piece in row.pieces), row.text.split()[-1]):
            if (found := _NAME.match(piece.strip())) and row.page not in names:
                names[row.page] = found[1].upper().replace("–", "-").replace(" ", "")
        if row.top < HEAD and is_revision_head(row.text):
            head = " ".join(piece.text for piece in row.pieces if not is_page_name(piece.text))
            revisions.setdefault(row.page, head)
    bottoms: dict[int, float] = {}
    for row in body:
        bottoms[row.page] = max(row.top, bottoms.get(row.page, 0.0))
    return tuple(
        PrintedPage(page, names.get(page, ""), revisions.get(page, ""), bottom)
        for page, bottom in sorted(bottoms.items())
    )


def is_locked(pages: Sequence[PrintedPage]) -> bool:
    """Whether a page has a letter in its number, or stands for several.

    What stands on more than one page (Draft 2B) names none of them.
    """
    times = Counter(page.name for page in pages if _LETTERED.search(page.name))
    return 1 in times.values()


def name_of(pages: Sequence[PrintedPage]) -> Mapping[int, str]:
    """What each page is called, by its place in the file; its place where it has no name."""
    return {one.page: one.name or str(one.page) for one in pages}
