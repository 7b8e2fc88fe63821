"""Finding many names in a text at once: whole words, whatever their case, accents or spacing. Pure.

A text is cut into folded words; each run of words is looked up in one table, so that the time does
not depend on how many names there are. A name that is all everyday words counts only where it is
written as a name: with capitals, and where it is one word not at the beginning of a sentence.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from matinee.clearance.record.everyday_words import EVERYDAY
from matinee.generation.model import NameMatch

SHORTEST = 3
"""Letters of the shortest name that is looked for; shorter ones are everywhere."""
SHORTEST_ALONE = 4
"""The same, for a name of one word."""
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_WORD = re.compile(rf"[^\W_](?:[^\W_]|[\u0300-\u036f{_INVISIBLE}'’])*")
_SENTENCE_END = re.compile(r"(?:^|[.!?:;\n\"“«])\s*$")


@lru_cache(maxsize=65_536)
def folded(word: str) -> str:
    """A word without what case, accents, width and unseen letters make of it."""
    bare = unicodedata.normalize("NFKD", word).casefold()
    return "".join(
        letter for letter in bare if not unicodedata.combining(letter) and letter not in _FLUFF
    )


_FLUFF = frozenset(_INVISIBLE + "'’")


def folded_term(term: str) -> str:
    """A name as it is looked up: its folded words, one space apart."""
    return " ".join(folded(match.group()) for match in _WORD.finditer(term))


@dataclass(slots=True)
class NameIndex:
    """Names by their folded words; ``lengths`` says how many words names go on for."""

    terms: dict[str, tuple[str, str]] = field(default_factory=dict)
    lengths: dict[str, list[int]] = field(default_factory=dict)
    cased: set[str] = field(default_factory=set)

    def add(self, names: Iterable[str], kind: str, *, listed: bool = False) -> None:
        """Take in names of a kind; ``listed`` ones count however short or everyday they are."""
        for name in names:
            term = folded_term(name)
            words = term.split(" ")
            if not listed and (len(term) < SHORTEST or _is_plain(words)):
                continue
            if not listed and all(word in EVERYDAY for word in words):
                self.cased.add(term)
            elif listed:
                self.cased.discard(term)
            if term and term not in self.terms:
                self.terms[term] = (name, kind)
                lengths = self.lengths.setdefault(words[0], [])
                if len(words) not in lengths:
                    lengths.append(len(words))
                    lengths.sort(reverse=True)

    def found(self, text: str) -> Iterator[NameMatch]:
        """The names in a text in their order; of those that begin together, the longest."""
        spans = [(match.start(), match.end()) for match in _WORD.finditer(text)]
        words = [folded(text[start:end]) for start, end in spans]
        place = 0
        while place < len(words):
            length = self._longest(text, words, spans, place)
            if length:
                term = " ".join(words[place : place + length])
                name, kind = self.terms[term]
                yield NameMatch(name, kind, spans[place][0], spans[place + length - 1][1])
            place += length or 1

    def _longest(
        self, text: str, words: list[str], spans: list[tuple[int, int]], place: int
    ) -> int:
        for length in self.lengths.get(words[place], ()):
            term = " ".join(words[place : place + length])
            if term in self.terms and place + length <= len(words):
                run = spans[place : place + length]
                if term not in self.cased or _is_written_as_a_name(text, run):
                    return length
        return 0


def _is_plain(words: list[str]) -> bool:
    """Whether a name is too plain to be looked for."""
    return len(words) == 1 and (len(words[0]) < SHORTEST_ALONE or words[0].isdigit())


def _is_written_as_a_name(text: str, run: list[tuple[int, int]]) -> bool:
    last = run[-1][0]
    if len(run) == 1:
        return text[last].isupper() and not _SENTENCE_END.search(text[max(0, last - 8) : last])
    long = [start for start, end in run if end - start > SHORTEST]
    return all(text[start].isupper() for start in [*long, last])
