"""From a wish to titles: hard parts first, then every sign that a title fits. Arrays, no I/O.

Signs: the words of the text among a title's keywords and name; likeness to titles (genres in common
by Jaccard, people, keywords); moods by their evidence; how often it is watched and how well it
suits, from the prior.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from matinee.catalogue.model import Mask
from matinee.discover.indexing.directory import KIND_OF, EntryKey
from matinee.discover.model import EntryKind
from matinee.discover.spelling.lexicon import Nats
from matinee.discover.understanding.holding import meeting_wish, ordered
from matinee.discover.understanding.mood_evidence import MoodEvidence
from matinee.discover.understanding.names import NameBook
from matinee.discover.understanding.wishes import Named, Wish
from matinee.discover.understanding.word_postings import WordPostings
from matinee.vocabulary.places import Territory

RowScores = NDArray[np.float32]
KIND_PERSON, KIND_MOOD = KIND_OF[EntryKind.PERSON], KIND_OF[EntryKind.MOOD]
_TEXT, _LIKE, _MOOD, _PRIOR = 1.0, 1.2, 0.6, 0.06
_ALIKE_FROM = 0.12
_MAKER_LIKE = 0.6
_SHARED_PEOPLE, _SHARED_KEYWORDS = 0.25, 0.35


@dataclass(frozen=True, slots=True, eq=False)
class Reader:
    """All that is read from one picture of the catalogue, made once for it."""

    book: NameBook
    moods: MoodEvidence
    postings: WordPostings


@dataclass(frozen=True, slots=True, eq=False)
class Answered:
    """Rows of the shelf, the best first, and what could not be kept of the wish.

    ``missed_text``: no title that meets the rest has the words, so they do not count.
    ``weighed``: no title need have all that was told; they are ordered by how much they have.
    ``by_plot``: a plot was told, and they are those that it is likeliest of.
    ``not_offered``: titles that are wanted and that this member cannot watch; what is answered
    instead is like them.
    """

    rows: NDArray[np.int32]
    missed_text: bool = False
    weighed: bool = False
    by_plot: bool = False
    not_offered: tuple[Named, ...] = ()


def answered(
    reader: Reader,
    wish: Wish,
    *,
    visible: Mask,
    prior: Nats,
    territory: Territory,
    rejected: Sequence[str] = (),
) -> Answered:
    """The titles that a wish leads to; every one meets every hard part of it."""
    offered = visible & ~rows_of(reader.book, rejected)
    mask = meeting_wish(reader.book, wish, territory) & offered
    missing = not_offered(reader.book, wish, visible)
    if missing and len(missing) == len(wish.titles):
        instead = replace(wish, titles=(), like=(*wish.like, *missing))
        found = answered(
            reader, instead, visible=visible, prior=prior, territory=territory, rejected=rejected
        )
        return replace(found, not_offered=missing)
    liked = [reader.book.entry(name) for name in wish.like]
    likes = [entry for entry in liked if entry is not None]
    mask &= ~rows_of(reader.book, [key for name in wish.like for key in name.keys])
    text = reader.postings.matching(wish.text)
    mask &= ~(reader.postings.matching(wish.without.text) > 0)
    missed = bool(wish.text) and bool(mask.any()) and not bool((text[mask] > 0).any())
    if wish.text and not missed:
        mask &= text > 0
    alike = likeness_to(reader.book, likes)
    if likes and bool((alike[mask] >= _ALIKE_FROM).any()):
        mask &= alike >= _ALIKE_FROM
    shelf = reader.book.holdings.shelf
    leaning = reader.moods.leaning(wish.moods, wish.without.moods, len(shelf))
    rows = np.flatnonzero(mask).astype(np.int32)
    known = prior[reader.book.holdings.entry_of[rows]]
    scores = _TEXT * text[rows] + _LIKE * alike[rows] + _MOOD * leaning[rows] + _PRIOR * known
    best = rows[np.argsort(-scores, kind="stable")]
    in_order = ordered(reader.book, wish, best)
    return Answered(best if in_order is None else in_order, missed_text=missed)


def not_offered(book: NameBook, wish: Wish, visible: Mask) -> tuple[Named, ...]:
    """The titles that are wanted by name and that the member cannot watch."""
    return tuple(
        name
        for name in wish.titles
        if name.keys and not bool((rows_of(book, name.keys) & visible).any())
    )


def rows_of(book: NameBook, titles: Sequence[str]) -> Mask:
    """The rows of titles, by their ids."""
    mask = np.zeros(len(book.holdings.shelf), np.bool_)
    index = book.holdings.directory.index
    for title in titles:
        entry = index.get(EntryKey(EntryKind.TITLE, title))
        if entry is not None and book.holdings.row_of[entry] >= 0:
            mask[book.holdings.row_of[entry]] = True
    return mask


def likeness_to(book: NameBook, entries: Sequence[int]) -> RowScores:
    """The mean of the likenesses to titles and makers; 0 to about 1."""
    total = np.zeros(len(book.holdings.shelf), np.float32)
    for entry in entries:
        title = book.holdings.row_of[entry] >= 0
        total += _like_title(book, entry) if title else _like_maker(book, entry)
    return total / np.float32(max(1, len(entries)))


def _like_maker(book: NameBook, entry: int) -> RowScores:
    """Titles that share genres with what somebody made, and more so their own."""
    members = book.holdings.members[entry]
    own = np.asarray(members.todense(), np.float32).ravel()
    genres = book.holdings.shelf.genre_of.astype(np.float32)
    shares = np.asarray(own @ genres, np.float32).ravel() / max(1.0, float(own.sum()))
    sizes = np.maximum(np.diff(book.holdings.shelf.genre_of.indptr), 1)
    fit = np.asarray(genres @ shares, np.float32).ravel() / sizes
    return (_MAKER_LIKE * own + fit).astype(np.float32)


def _like_title(book: NameBook, entry: int) -> RowScores:
    holdings = book.holdings
    row, genres = int(holdings.row_of[entry]), holdings.shelf.genre_of.astype(np.int32)
    both = np.asarray((genres @ genres[row].T).todense(), np.float32).ravel()
    sizes = np.diff(genres.indptr)
    alike = both / np.maximum(sizes + sizes[row] - both, 1)
    directory = holdings.directory
    mine = directory.of_entry[directory.of_title == entry]
    people = mine[directory.kinds[mine] == KIND_PERSON]
    keywords = mine[directory.kinds[mine] == KIND_MOOD]
    for shared, weight in ((people, _SHARED_PEOPLE), (keywords, _SHARED_KEYWORDS)):
        if len(shared):
            counts = np.asarray(holdings.members[shared].sum(axis=0), np.float32).ravel()
            alike += weight * np.minimum(counts / min(3, len(shared)), 1)
    return alike.astype(np.float32)
