"""The page as a pure function: rows are laid from the top, and a title is taken by the first.

Greedy de-duplication by the order of rows, as in Gomez-Uribe and Hunt (2015): what a member sees
first keeps its best titles, and every later row steps down to its next ones.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from matinee.home.layout.ranking import Mask, Rows, first
from matinee.home.model import HomeSettings, RowKind

NO_SUBJECT = -1


@dataclass(frozen=True, slots=True)
class Candidates:
    """What could stand on a page: every order has its best first and is longer than a row.

    ``lawful`` are the titles that the rules let this member see; ``fresh`` those among them that
    may be offered, so nothing seen, begun or refused. ``because`` pairs the row of an evidence
    title, ``genres`` the number of a genre, with an order.
    """

    lawful: Mask
    fresh: Mask
    continuing: Rows
    picks: Rows
    because: Iterable[tuple[int, Rows]]
    trending: Rows
    newest: Rows
    genres: Iterable[tuple[int, Rows]]


@dataclass(frozen=True, slots=True)
class Laid:
    """One row as it stands: its kind, the evidence or genre it is about, and its titles."""

    kind: RowKind
    subject: int
    titles: Rows


@dataclass(slots=True)
class _Layout:
    settings: HomeSettings
    free: Mask
    rows: list[Laid] = field(default_factory=list[Laid])
    full: int = 0

    def place(self, kind: RowKind, order: Rows, subject: int = NO_SUBJECT) -> bool:
        """Take the best free titles for a row; a row that would be too short is left out."""
        titles = first(order, self.free, self.settings.row_size)
        if titles.size < self.settings.shortest_row:
            return False
        self.free[titles] = False
        self.rows.append(Laid(kind, subject, titles))
        self.full += titles.size == self.settings.row_size
        return True

    @property
    def wants_more(self) -> bool:
        return self.full < self.settings.full_rows and len(self.rows) < self.settings.most_rows


def compose(candidates: Candidates, settings: HomeSettings) -> tuple[Laid, ...]:
    """Lay the page; the same candidates always make the same page."""
    continuing = first(candidates.continuing, candidates.lawful, settings.row_size)
    free = candidates.fresh & candidates.lawful
    free[continuing] = False
    layout = _Layout(settings, free)
    if continuing.size:
        layout.rows.append(Laid(RowKind.CONTINUE, NO_SUBJECT, continuing))
    layout.place(RowKind.PICKS, candidates.picks)
    because = 0
    for evidence, order in candidates.because:
        if because == settings.because_rows:
            break
        because += layout.place(RowKind.BECAUSE, order, evidence)
    layout.place(RowKind.TRENDING, candidates.trending)
    layout.place(RowKind.NEW, candidates.newest)
    for genre, order in candidates.genres:
        if not layout.wants_more:
            break
        layout.place(RowKind.GENRE, order, genre)
    return tuple(layout.rows)


def titles_of(page: Iterable[Laid]) -> Rows:
    """Every title of the page, from the top."""
    laid = [row.titles for row in page]
    return np.concatenate(laid) if laid else np.empty(0, dtype=np.int32)
