"""What a title with a colon or a dash is called for short: its head, its tail, or both at a run.

``Anchorman`` for ``Anchorman: The Legend of Ron Burgundy``, ``the empire strikes back``, ``lord of
the rings return of the king``. A head that several titles share is a series and none of them.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from matinee.discover.spelling.forms import WIDTH
from matinee.discover.words.folding import ARTICLES, words_of

_PARTING = re.compile(r": | [–—-] ")
_FEWEST_TAIL_WORDS, _FEWEST_LETTERS = 2, 8


def short_names(names: Iterable[tuple[int, str]]) -> Mapping[str, tuple[int, ...]]:
    """Entries by the letters of what they are called for short, with and without an article."""
    heads: Counter[str] = Counter()
    parted: list[tuple[int, list[tuple[str, ...]]]] = []
    listed = tuple(names)
    for entry, name in listed:
        parts = [words for part in _PARTING.split(name) if (words := words_of(part))]
        if len(parts) > 1:
            parted.append((entry, parts))
            heads["".join(_bare(parts[0]))] += 1
    found: defaultdict[str, dict[int, None]] = defaultdict(dict)
    for entry, words in _before_commas(listed):
        for letters in ("".join(words), "".join(_bare(words))):
            found[letters[:WIDTH]][entry] = None
    for entry, parts in parted:
        said = [(*parts[0], *(word for part in parts[1:] for word in _bare(part)))]
        if heads["".join(_bare(parts[0]))] == 1:
            said.append(parts[0])
        if len(parts[-1]) >= _FEWEST_TAIL_WORDS:
            said.append(parts[-1])
        for words in said:
            for letters in ("".join(words), "".join(_bare(words))):
                found[letters[:WIDTH]][entry] = None
    return {letters: tuple(entries) for letters, entries in found.items()}


def _before_commas(names: Iterable[tuple[int, str]]) -> list[tuple[int, tuple[str, ...]]]:
    """``Crouching Tiger``: what stands before the first comma, where no other name begins so."""
    heads: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    whole: set[tuple[str, ...]] = set()
    for entry, name in names:
        whole.add(words_of(name))
        head, comma, _ = name.partition(", ")
        words = words_of(head)
        if comma and len(_bare(words)) > 1 and len("".join(words)) >= _FEWEST_LETTERS:
            heads[words].append(entry)
    return [(of[0], head) for head, of in heads.items() if len(of) == 1 and head not in whole]


def _bare(words: tuple[str, ...]) -> tuple[str, ...]:
    return words[1:] if len(words) > 1 and words[0] in ARTICLES else words
