"""What tells a title where nothing is written as a name: in small letters.

It has to be often asked for, its words must mean nothing else, and what follows closes it: the end
of its clause, for whom it is, or when.
"""

from collections.abc import Sequence

from matinee.discover.understanding import kinds
from matinee.discover.understanding.heard import FILM_WORDS, Heard
from matinee.discover.understanding.names import Called
from matinee.discover.understanding.spans import Span
from matinee.discover.understanding.whole_titles import means

KNOWN = 4
"""Titles of somebody who is known by a surname alone."""
_SHORTEST = 4
_ONCE_KNOWN = 2


def for_whom_or_when(heard: Heard) -> frozenset[int]:
    """Where it is said who watches, or on what occasion."""
    told = {kinds.OCCASION, kinds.COMPANION}
    return frozenset(span.start for span in heard.phrases if span.kind in told)


def surely_title(heard: Heard, spans: Sequence[Span], name: Called) -> bool:
    """Whether a name can hardly be anything else; of two words at most it is often asked for."""
    start, end = name.start, name.end
    if not name.titles or name.people or heard.word(end - 1) in FILM_WORDS:
        return False
    often = heard.book.well_known(name.titles[0]) or end - start > _ONCE_KNOWN
    return often and not heard.ordinary(start, end) and not means(heard, spans, start, end, name)


def alone_well_known(heard: Heard, name: Called) -> bool:
    """Whether a single word in small letters is a title that is often asked for, and no plural.

    Who goes by it as a surname is little known.
    """
    word = heard.word(name.start)
    if name.end - name.start != 1 or len(word) < _SHORTEST or heard.is_filler(name.start):
        return False
    if word.endswith("s") and not word.endswith("ss"):
        return False
    return rather_the_title(heard, name)


def rather_the_title(heard: Heard, name: Called) -> bool:
    """Whether a title is often asked for, and who goes by its words as a surname is not known."""
    book = heard.book
    known = [one for one in name.surnames if book.credited[one] >= KNOWN]
    better = any(book.prior[one] > book.prior[name.titles[0]] for one in known)
    return not better and book.well_known(name.titles[0])
