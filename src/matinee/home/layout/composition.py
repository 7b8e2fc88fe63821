"""The page as a pure function: rows are laid from the top, and a title is taken by the first.

Greedy de-duplication by the order of rows, as in Gomez-Uribe and Hunt (2015): what a member sees
first keeps its best titles, and every later row steps down to its next ones.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

import numpy as np

from matinee.home.layout.content import interspersed
from matinee.home.layout.ranking import Mask, Rows, Scores, first
from matinee.home.layout.row_ranking import NO_TITLES, RowCandidate, RowOrder
from matinee.home.model import TOP_TITLES, HomeSettings, RowKind

NO_SUBJECT = -1
_MORE_ANSWERS = 3
"""So many rows that one title explains compete for a place, besides the one that has it."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """What could stand on a page: every order has its best first and is longer than a row.

    ``lawful`` are the titles that the rules let this member see; ``fresh`` those among them that
    may be offered, so nothing seen, begun or refused. ``answers`` are the rows that one title
    explains: the first that fills stands below the picks, since it answers what was watched last;
    the others compete with ``rows`` for the places after it, judged by ``scores``, but for those
    that are due; without scores all stand as they come. ``genres`` pairs the number of a genre with
    an order, for what is left. ``untried`` are new titles that fit, of which the picks hold some.
    """

    lawful: Mask
    fresh: Mask
    continuing: Rows
    picks: Rows
    answers: Iterable[RowCandidate]
    rows: Sequence[RowCandidate]
    scores: Scores | None
    genres: Iterable[tuple[int, Rows]]
    untried: Rows = field(default_factory=lambda: NO_TITLES)


@dataclass(frozen=True, slots=True)
class Laid:
    """One row as it stands: its kind, the evidence or genre it is about, and its titles.

    ``chances`` has the probability of what stands in each place that was left to chance.
    """

    kind: RowKind
    subject: int
    titles: Rows
    chances: Mapping[int, float] = field(default_factory=dict[int, float])


@dataclass(slots=True)
class _Layout:
    settings: HomeSettings
    free: Mask
    rows: list[Laid] = field(default_factory=list[Laid])
    full: int = 0
    because: int = 0

    def place(
        self,
        kind: RowKind,
        order: Rows,
        subject: int = NO_SUBJECT,
        untried: Rows = NO_TITLES,
    ) -> bool:
        """Take the best free titles for a row; a row that would be too short is left out."""
        most = TOP_TITLES if kind is RowKind.TOP else self.settings.row_size
        size = min(most, self.settings.row_size)
        titles = first(order, self.free, size)
        if titles.size < self.settings.shortest_row:
            return False
        if untried.size:
            most = self.settings.untried_titles
            titles = interspersed(titles, untried, self.free, most=most)
        self.free[titles] = False
        self.rows.append(Laid(kind, subject, titles))
        self.full += titles.size == self.settings.row_size
        self.because += kind is RowKind.BECAUSE
        return True

    def place_candidate(self, candidate: RowCandidate) -> bool:
        """The same; the whole order is asked for only where its front is not enough."""
        if candidate.kind is RowKind.BECAUSE and self.because == self.settings.because_rows:
            return False
        order = candidate.head
        if np.count_nonzero(self.free[order]) < self.settings.row_size:
            order = candidate.whole()
        return self.place(candidate.kind, order, candidate.subject, candidate.untried)

    @property
    def has_room(self) -> bool:
        return len(self.rows) < self.settings.most_rows

    @property
    def wants_more(self) -> bool:
        return self.full < self.settings.full_rows and self.has_room


def compose(candidates: Candidates, settings: HomeSettings) -> tuple[Laid, ...]:
    """Lay the page; the same candidates always make the same page."""
    continuing = first(candidates.continuing, candidates.lawful, settings.row_size)
    free = candidates.fresh & candidates.lawful
    free[continuing] = False
    layout = _Layout(settings, free)
    if continuing.size:
        layout.rows.append(Laid(RowKind.CONTINUE, NO_SUBJECT, continuing))
    layout.place(RowKind.PICKS, candidates.picks, untried=candidates.untried)
    answers = iter(candidates.answers)
    next((True for answer in answers if layout.place_candidate(answer)), False)
    for candidate in candidates.rows:
        if candidate.due and layout.has_room:
            layout.place_candidate(candidate)
    others = [candidate for candidate in candidates.rows if not candidate.due]
    for candidate in _in_order(
        [*islice(answers, _MORE_ANSWERS), *others], candidates.scores, layout
    ):
        if candidate.kind is RowKind.GENRE and not layout.wants_more:
            continue
        if layout.has_room:
            layout.place_candidate(candidate)
    laid = {row.subject for row in layout.rows if row.kind is RowKind.GENRE}
    others_by_genre = iter(candidates.genres)
    # Asked before each is taken: to find all that a genre holds, all titles are put in order.
    while layout.wants_more and (found := next(others_by_genre, None)) is not None:
        genre, order = found
        if genre not in laid:
            layout.place(RowKind.GENRE, order, genre)
    return tuple(layout.rows)


def _in_order(
    rows: Sequence[RowCandidate], scores: Scores | None, layout: _Layout
) -> Iterator[RowCandidate]:
    if scores is None:
        yield from rows
        return
    order = RowOrder(rows, scores, layout.settings.row_size)
    while (candidate := order.next(layout.free)) is not None:
        standing = len(layout.rows)
        yield candidate
        if len(layout.rows) > standing:
            order.laid(candidate.kind)


def titles_of(page: Iterable[Laid]) -> Rows:
    """Every title of the page, from the top."""
    laid = [row.titles for row in page]
    return np.concatenate(laid) if laid else np.empty(0, dtype=np.int32)
