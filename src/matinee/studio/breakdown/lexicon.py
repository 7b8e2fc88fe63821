"""The words that the tagger knows: nouns by category, verbs by what they do."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from matinee.studio.breakdown.grammar import Phrase
from matinee.studio.breakdown.model import BY_KEY, Category

OBJECT = "object"
"""A thing that is a prop when handled and set dressing when not."""


OUTSIDE = frozenset({"person", "place", "nature", "abstract"})
"""Kinds of words that name no element: relatives, places, weather's light, what cannot be held."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """``nouns`` maps a phrase in the singular to a category's key or ``object``.

    ``outside`` maps words that are no elements to why they are none (one of :data:`OUTSIDE`).
    """

    nouns: Mapping[str, str]
    verbs: Mapping[str, frozenset[str]]
    outside: Mapping[str, str]

    @property
    def meanings(self) -> dict[str, str]:
        """All words with their kinds, for what means most like them."""
        return {**self.outside, **self.nouns}

    def of(self, phrase: Phrase) -> tuple[str, str] | None:
        """What is known of a phrase, as it stands on the page or in the singular."""
        return self.longest(phrase.written) or self.longest(phrase.words)

    def longest(self, words: tuple[str, ...]) -> tuple[str, str] | None:
        """The longest ending of a phrase that is known: (phrase, category or ``object``)."""
        for start in range(len(words)):
            phrase = " ".join(words[start:])
            kind = self.nouns.get(phrase)
            if kind is not None:
                return phrase, kind
        return None


def category_of(kind: str, *, handled: bool) -> Category:
    """The category that a lexicon's word has in its place."""
    if kind == OBJECT:
        return Category.PROPS if handled else Category.DRESSING
    return BY_KEY[kind]


@cache
def lexicon() -> Lexicon:
    """The words that come with Matinee."""
    nouns: dict[str, str] = {}
    outside: dict[str, str] = {}
    for kind, words in lists("lexicon.txt").items():
        for word in words:
            (outside if kind in OUTSIDE else nouns).setdefault(word, kind)
    verbs = {kind: frozenset(words) for kind, words in lists("verbs.txt").items()}
    return Lexicon(nouns, verbs, outside)


def lists(name: str) -> dict[str, tuple[str, ...]]:
    """The lists of one of the files that come with Matinee: what stands before each colon."""
    lists: dict[str, tuple[str, ...]] = {}
    text = files("matinee.studio.breakdown").joinpath(name).read_text(encoding="utf-8")
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            kind, _, words = line.partition(":")
            lists[kind.strip()] = tuple(word.strip() for word in words.split(",") if word.strip())
    return lists
