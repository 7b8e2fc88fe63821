"""The ways in which a name may be begun: from each of its words, its numbers written either way."""

from dataclasses import dataclass
from functools import lru_cache

from matinee.discover.words.folding import ARTICLES, numbered, words_of

WIDTH = 32
"""Letters of a form that are kept; longer names are told apart by these."""
MOST_WORDS = 8
"""Words from which a name may be begun."""

LATER_WORD = 1.2
"""How much less likely, in nats, a name is begun in its middle than at its head."""


@dataclass(frozen=True, slots=True)
class Form:
    """Letters without spaces, and in nats how unlikely it is that a name is begun there."""

    letters: bytes
    surprise: float


@lru_cache(maxsize=200_000)
def forms_of(name: str) -> tuple[Form, ...]:
    """Every form of a name, the likeliest first; none for a name without letters or digits."""
    words = words_of(name)
    found: dict[bytes, float] = {}
    for spelled in dict.fromkeys((words, numbered(words))):
        head = True
        for place in range(min(len(spelled), MOST_WORDS)):
            letters = "".join(spelled[place:])[:WIDTH].encode()
            surprise = 0.0 if head else LATER_WORD
            found[letters] = min(found.get(letters, surprise), surprise)
            head = head and spelled[place] in ARTICLES
    return tuple(Form(letters, surprise) for letters, surprise in found.items())


def typed_forms(query: str) -> tuple[bytes, ...]:
    """How a query may be meant: as it is typed, and with its numbers in digits."""
    words = words_of(query)
    spelled = dict.fromkeys((words, numbered(words)))
    return tuple(letters for each in spelled if (letters := "".join(each)[:WIDTH].encode()))
