"""Whether a phrase is alive, one of the cast, or a thing with a name of its own."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from matinee.studio.breakdown.grammar import Phrase
from matinee.studio.breakdown.kinds import Kinds
from matinee.studio.breakdown.lexicon import Lexicon, lexicon
from matinee.studio.breakdown.model import Category
from matinee.studio.structure.facts import Structure

_WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*")
_SEEN = frozenset(
    {"vehicle", "clothing", "furniture", "container", "tool", "instrument", "device", "person",
     "animal"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Living:
    """Nouns for people and beasts: by the lists, and else by the most used sense in WordNet."""

    words: Lexicon
    kinds: Kinds | None

    def is_person(self, noun: str) -> bool:
        """Whether a noun, by its lemma in small letters, is one for a person."""
        if self.words.outside.get(noun) == "person" or self.words.nouns.get(noun) == "background":
            return True
        if noun in self.words.meanings or self.kinds is None:
            return False
        return self.kinds.of((noun,))[:1] == ("person",)

    def is_thing(self, noun: str) -> bool:
        """Whether a word, in small letters, is a noun for something that can be seen."""
        if noun in self.words.nouns:
            return True
        if noun in self.words.outside or self.kinds is None:
            return False
        return not _SEEN.isdisjoint(self.kinds.of((noun,))[:1])

    def is_alive(self, phrase: Phrase) -> bool:
        """Whether a phrase names beasts or people."""
        known = self.words.of(phrase)
        alive = known is not None and known[1] in {"animals", "background"}
        return alive or self.is_person(phrase.head)


def name_words(structure: Structure, action: Iterable[str]) -> frozenset[str]:
    """Every word of a person's name that stands for that person alone, in capitals.

    ``action`` are the script's paragraphs. What they write small at least as often as great is a
    word like others: *the* and *old* are part of THE OLD MAN, and stand for nobody.
    """
    words: set[str] = set()
    for person in structure.people:
        named = person.cues > 0 or person.age is not None
        for name in (person.name, *(alias for alias, _ in person.aliases)):
            if named and name.lower() not in lexicon().nouns:
                words |= {word.strip(".") for word in name.split()}
    written = Counter(word for text in action for word in _WORD.findall(text))
    return frozenset(
        word
        for word in words
        if word.lower() not in lexicon().nouns and not _is_written_small(word, written)
    )


def _is_written_small(word: str, written: Mapping[str, int]) -> bool:
    small = written.get(word.lower(), 0)
    return small > 0 and small >= written.get(word, 0) + written.get(word.capitalize(), 0)


def is_somebody(phrase: Phrase, text: str, people: frozenset[str]) -> bool:
    """Whether the phrase is a person of the cast: by name, or as somebody who was spoken of."""
    written = text[phrase.start : phrase.end]
    if written.upper().replace("’", "'") in people:
        return True
    last = written.split()[-1]
    if last[:1].isupper() and not phrase.definite and _is_surname(last.upper(), people):
        return True
    follows = re.match(r",? ([A-ZÀ-Þ][A-ZÀ-Þ’']+(?: [A-ZÀ-Þ][A-ZÀ-Þ’']+)*)", text[phrase.end :])
    if follows and any(follows[1] in name or name in follows[1] for name in people):
        return True
    return phrase.definite and not phrase.plural and phrase.head in _SOMEBODY


_SOMEBODY = frozenset({"man", "woman", "boy", "girl", "child", "kid", "lady", "gentleman", "baby"})


def _is_surname(word: str, people: frozenset[str]) -> bool:
    return any(word in name.split() for name in people)


def is_name(phrase: Phrase, text: str, things: dict[str, tuple[Category, str]]) -> bool:
    """Whether the phrase is a boat's or a beast's own name, which is told elsewhere."""
    written = text[phrase.start : phrase.end]
    return written[:1].isupper() and any(
        name in written.upper() and (written.isupper() or name.title() in written)
        for name in things
    )
