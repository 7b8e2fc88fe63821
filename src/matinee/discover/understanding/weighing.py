"""Titles for what was told at length: its parts weigh, and few of them are demanded. Arrays.

A sentence that tells a plot is of another kind again: years, names and lengths in it are the
story's, so it is answered by what was learned of descriptions, and only what is refused holds.

Who talks names films that they saw, years in which something happened, and genres that they like
one by one; a title that met all of it hardly exists. So what is refused, the maturity age, lengths
and languages hold, as they do everywhere, and of the rest it is counted how much a title meets.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from matinee.catalogue.model import Mask
from matinee.discover.spelling.lexicon import Nats
from matinee.discover.texts.text_index import describes
from matinee.discover.understanding.answering import Answered, Reader, likeness_to, rows_of
from matinee.discover.understanding.holding import meeting_wish
from matinee.discover.understanding.wishes import OPEN, Wish, joined
from matinee.vocabulary.places import Territory

RowScores = NDArray[np.float32]
_WORDS, _PARTS, _LIKE, _MOOD, _PRIOR = 2.0, 0.6, 0.6, 0.3, 0.05
_MOST = 200
"""Titles of the answer."""
_MOST_PARTS = 12
"""Parts that are counted: the last of each kind that were said."""
_SEVERAL = ("titles", "people", "directors", "genres", "countries")


def weighed(
    reader: Reader,
    wish: Wish,
    words: RowScores,
    *,
    visible: Mask,
    prior: Nats,
    territory: Territory,
    rejected: Sequence[str] = (),
) -> Answered:
    """The titles that come nearest to all that was told, at most 200.

    ``words`` says of each row how well its words fit all that was said, 0 to 1.
    """
    book = reader.book
    firm = replace(wish, **dict.fromkeys(_SEVERAL, ()), years=OPEN)
    mask = meeting_wish(book, firm, territory) & visible & ~rows_of(book, rejected)
    likes = [entry for name in wish.like if (entry := book.entry(name)) is not None]
    met = np.zeros(len(words), np.float32)
    parts = list(_parts(wish))
    for part in parts:
        met += meeting_wish(book, part, territory)
    rows = np.flatnonzero(mask).astype(np.int32)
    leaning = reader.moods.leaning(wish.moods, wish.without.moods, len(words))
    scores = (
        _WORDS * words[rows]
        + _PARTS * met[rows] / np.float32(max(1, len(parts)))
        + _LIKE * likeness_to(book, likes)[rows]
        + _MOOD * leaning[rows]
        + _PRIOR * prior[book.holdings.entry_of[rows]]
    )
    return Answered(rows[np.argsort(-scores, kind="stable")][:_MOST], weighed=True)


def told_wish(sentence: str, heard: Wish) -> Wish | None:
    """The wish of a sentence that tells a plot: its words, and what is refused; else None."""
    if not describes(heard.text):
        return None
    return Wish(text=sentence, without=replace(heard.without, text=""))


def tells_plot(wish: Wish, sentence: str) -> bool:
    """Whether a wish is that of :func:`told_wish`, so that its words are the sentence itself."""
    return wish.text == sentence


def recalled(
    reader: Reader,
    wish: Wish,
    likely: Nats,
    *,
    visible: Mask,
    territory: Territory,
    rejected: Sequence[str] = (),
) -> Answered:
    """The titles that the plot is likeliest of, at most 200, without what the wish refuses.

    ``likely`` is of every entry, -inf for what has no text.
    """
    book = reader.book
    mask = meeting_wish(book, Wish(without=wish.without), territory)
    rows = np.flatnonzero(mask & visible & ~rows_of(book, rejected)).astype(np.int32)
    scores = likely[book.holdings.entry_of[rows]]
    rows, scores = rows[np.isfinite(scores)], scores[np.isfinite(scores)]
    return Answered(rows[np.argsort(-scores, kind="stable")][:_MOST], by_plot=True)


def _parts(wish: Wish) -> Iterator[Wish]:
    """Each value of the parts that are not demanded, as a wish of its own."""
    said = [(name, value) for name in _SEVERAL for value in getattr(wish, name)[-_MOST_PARTS:]]
    for name, value in said[-_MOST_PARTS:]:
        yield joined(Wish(), **{name: (value,)})
    if wish.years != OPEN:
        yield Wish(years=wish.years)
