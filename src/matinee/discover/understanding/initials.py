"""Names by their initials: ``ET``, ``lotr``. Read from the titles once for each catalogue."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from matinee.discover.words.folding import ARTICLES, words_of

_FEWEST_WORDS = 3


def initials_of(names: Iterable[tuple[int, str]]) -> Mapping[str, tuple[int, ...]]:
    """Entries by the initials of what stands before a colon, or of spelled letters at the head."""
    found: defaultdict[str, dict[int, None]] = defaultdict(dict)
    for entry, name in names:
        head, colon, _ = name.partition(":")
        words = words_of(head)
        spelled = "".join(word for word in _spelled(words))
        if len(spelled) > 1:
            found[spelled][entry] = None
        if not colon or len(words) < _FEWEST_WORDS:
            continue
        found["".join(word[0] for word in words)][entry] = None
        if words[0] in ARTICLES:
            found["".join(word[0] for word in words[1:])][entry] = None
    return {letters: tuple(entries) for letters, entries in found.items()}


def _spelled(words: tuple[str, ...]) -> tuple[str, ...]:
    """The single letters with which a name begins."""
    count = 0
    while count < len(words) and len(words[count]) == 1 and words[count].isalpha():
        count += 1
    return words[:count]
