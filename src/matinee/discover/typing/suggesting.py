"""From letters to an answer: entries found, ranked, told why, counted by facet. Pure."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from matinee.catalogue.model import Mask
from matinee.discover.indexing.directory import KIND_OF, KINDS
from matinee.discover.indexing.holdings import Holdings, View
from matinee.discover.model import EntryKind, Facet, FoundEntry, FoundTitle, Suggestions
from matinee.discover.spelling.lexicon import Nats
from matinee.discover.spelling.matching import Channel, Found, find
from matinee.discover.typing.reasons import reason_for

MOST_ENTRIES: Mapping[EntryKind, int] = {
    EntryKind.PERSON: 4,
    EntryKind.GENRE: 3,
    EntryKind.MOOD: 3,
    EntryKind.COLLECTION: 3,
}
_MOST_FACETS = 8
_WORTH_SHOWING = 7.0
"""Nats by which another kind of entry may be less likely than the best title."""


def suggest(
    holdings: Holdings,
    query: str,
    *,
    view: View,
    prior: Nats,
    narrowed: Mask | None,
    limit: int,
    channel: Channel,
) -> Suggestions:
    """What is offered for ``query``; ``narrowed`` are the rows that meet the filters."""
    visible = view.entries
    if narrowed is not None:
        titles = holdings.row_of >= 0
        visible = visible.copy()
        visible[titles] &= narrowed[holdings.row_of[titles]]
    found = find(holdings.directory.lexicon, query, prior=prior, visible=visible, channel=channel)
    kinds = holdings.directory.kinds[found.entries]
    of_titles = np.flatnonzero(kinds == KIND_OF[EntryKind.TITLE])
    rows = holdings.row_of[found.entries[of_titles]]
    return Suggestions(
        query=query,
        shelf=holdings.shelf,
        titles=tuple(_title(holdings, query, found, place) for place in of_titles[:limit].tolist()),
        entries=_others(holdings, view, found, kinds),
        total=len(of_titles),
        facets=facets_of(holdings, rows),
    )


def _title(holdings: Holdings, query: str, found: Found, place: int) -> FoundTitle:
    entry = int(found.entries[place])
    row = int(holdings.row_of[entry])
    form_at, slips = int(found.form_at[place]), int(found.slips[place])
    form = bytes(holdings.directory.lexicon.forms[form_at]) if form_at >= 0 else None
    title = holdings.directory.words[entry]
    return FoundTitle(
        id=title.id,
        row=row,
        score=float(found.scores[place]),
        reason=reason_for(query, title.names, form, slips),
        slips=slips,
    )


def _others(
    holdings: Holdings, view: View, found: Found, kinds: NDArray[np.uint8]
) -> tuple[FoundEntry, ...]:
    if not len(found):
        return ()
    directory, least = holdings.directory, float(found.scores[0]) - _WORTH_SHOWING
    likely = int(np.searchsorted(-found.scores, -least, side="right"))
    chosen: list[FoundEntry] = []
    for kind, most in MOST_ENTRIES.items():
        of_kind = found.entries[:likely][kinds[:likely] == KIND_OF[kind]]
        chosen += [entry_of(holdings, view, entry) for entry in of_kind[:most].tolist()]
    return tuple(chosen) if len(directory) else ()


def entry_of(holdings: Holdings, view: View, entry: int) -> FoundEntry:
    """An entry with how many titles the member may watch by it."""
    directory = holdings.directory
    return FoundEntry(
        kind=KINDS[directory.kinds[entry]],
        key=directory.keys[entry],
        name=directory.names[entry],
        titles=int(view.titles[entry]),
    )


def facets_of(holdings: Holdings, rows: NDArray[np.int32]) -> Mapping[str, tuple[Facet, ...]]:
    """By which genres and decades these titles could be narrowed, the most frequent first."""
    shelf = holdings.shelf
    chosen = np.zeros(len(shelf), np.int32)
    chosen[rows] = 1
    counts = np.asarray(holdings.titles_of_genre @ chosen, np.int64)
    order = np.argsort(-counts, kind="stable")[:_MOST_FACETS].tolist()
    genres = [Facet(shelf.genres[place], int(counts[place])) for place in order if counts[place]]
    times = np.bincount(shelf.years[rows] // 10)
    dated = [
        Facet(str(10 * decade), int(times[decade]))
        for decade in np.flatnonzero(times).tolist()
        if decade
    ]
    return {"genre": tuple(genres), "decade": tuple(dated)}
