"""Names in spite of slips of the fingers, or not to their end: ``Casablnca``."""

from collections.abc import Sequence

import numpy as np
from rapidfuzz.distance import OSA

from matinee.discover.indexing.directory import KIND_OF
from matinee.discover.model import EntryKind
from matinee.discover.spelling.matching import find
from matinee.discover.understanding.names import NameBook
from matinee.discover.words.folding import words_of

_HEAD = 0.0
_KNOWN_TITLES = 5
_LONG_ENOUGH = 7
"""Letters of a name that may lack its last one."""
_TITLE, _PERSON = KIND_OF[EntryKind.TITLE], KIND_OF[EntryKind.PERSON]


def spelled(book: NameBook, words: str, kind: EntryKind) -> tuple[int, ...]:
    """The likeliest entries of a kind that are called so but for slips of the fingers."""
    directory = book.holdings.directory
    found = find(
        directory.lexicon,
        words,
        prior=book.prior,
        visible=directory.kinds == KIND_OF[kind],
        channel=book.channel,
    )
    typed = len(words.replace(" ", ""))
    for place in range(min(len(found), 3)):
        entry, at = int(found.entries[place]), int(found.form_at[place])
        slips = int(found.slips[place])
        if at < 0 and _differ_little(words, directory.names[entry]):
            return (entry,)
        length = typed if at < 0 else int(directory.lexicon.lengths[at])
        head = at >= 0 and directory.lexicon.surprise[at] <= _HEAD
        cut = slips == 0 and length - typed == 1 and typed >= _LONG_ENOUGH
        if head and (cut or abs(length - typed) <= slips) and slips <= max(1, typed // 6):
            return (entry,)
    return ()


def surname_spelled(book: NameBook, word: str, *, directing: bool) -> tuple[int, ...]:
    """Who goes by a last word that is this but for one slip, and is known well enough."""
    directory = book.holdings.directory
    found = find(
        directory.lexicon,
        word,
        prior=book.prior,
        visible=directory.kinds == _PERSON,
        channel=book.channel,
    )
    for place in np.flatnonzero((found.slips == 1) & (found.form_at >= 0)).tolist():
        entry, at = int(found.entries[place]), int(found.form_at[place])
        known = book.directed[entry] if directing else book.credited[entry]
        whole = abs(int(directory.lexicon.lengths[at]) - len(word)) <= 1
        if whole and directory.lexicon.surprise[at] > _HEAD and known >= _KNOWN_TITLES:
            return (entry,)
    return ()


def begins_somebody(book: NameBook, words: Sequence[str]) -> bool:
    """Whether somebody's name begins with the first of these words, or ends with the last."""
    directory = book.holdings.directory
    lexicon = directory.lexicon
    low, high = lexicon.beginning(words[0].encode()[: lexicon.width])
    asked = np.array([words[-1].encode()[: lexicon.width]], lexicon.forms.dtype)
    first = int(np.searchsorted(lexicon.forms, asked)[0])
    last = int(np.searchsorted(lexicon.forms, asked, side="right")[0])
    return bool(
        (directory.kinds[lexicon.entries[low:high]] == _PERSON).any()
        or (directory.kinds[lexicon.entries[first:last]] == _PERSON).any()
    )


def begun(book: NameBook, words: str) -> tuple[int, ...]:
    """The likeliest title of which these words are the most: begun so, or out of order."""
    directory = book.holdings.directory
    visible = directory.kinds == _TITLE
    found = find(directory.lexicon, words, prior=book.prior, visible=visible, channel=book.channel)
    if not len(found):
        return ()
    typed = len(words.replace(" ", ""))
    entry, slips = int(found.entries[0]), int(found.slips[0])
    length = len(directory.names[entry].replace(" ", ""))
    head = "".join(words_of(directory.names[entry].partition(":")[0]))
    if head in {words.replace(" ", ""), f"the{words.replace(' ', '')}"}:
        return (entry,)
    if slips <= max(1, typed // 8) and typed >= 0.55 * length:
        return (entry,)
    return ()


def _differ_little(said: str, name: str) -> bool:
    """Whether a name whose words were found one by one is the whole of what was said."""
    words = words_of(name)
    if len(words) != len(said.split()):
        return False
    typed, letters = said.replace(" ", ""), "".join(words)
    return OSA.distance(typed, letters) <= max(1, len(typed) // 8)
