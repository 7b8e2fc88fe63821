"""Titles that programmers chose for a query, put before those that were found. Pure."""

from collections.abc import Sequence

from matinee.catalogue.model import Mask, Shelf
from matinee.discover.model import FoundTitle
from matinee.vocabulary.ids import TitleId
from matinee.vocabulary.wording import Wording

CHOSEN = Wording("Chosen for this search.")


def pinned_first(
    found: Sequence[FoundTitle], pinned: Sequence[TitleId], shelf: Shelf, rows: Mask, limit: int
) -> tuple[FoundTitle, ...]:
    """The chosen titles that are in ``rows``, then the others; a member's rules always hold."""
    known = {one.id: one for one in found}
    first: list[FoundTitle] = []
    for title in pinned:
        row = shelf.index.get(title)
        if row is not None and rows[row]:
            score = known[title].score if title in known else 0.0
            first.append(FoundTitle(title, row, score, CHOSEN))
    chosen = {one.id for one in first}
    return (*first, *(one for one in found if one.id not in chosen))[:limit]
