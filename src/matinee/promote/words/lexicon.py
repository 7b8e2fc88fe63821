"""Whether an English word may stand for another: WordNet's senses, as the pages' build wrote them.

Miller, "WordNet: a lexical database for English", CACM 38 (1995). A word may stand for another that
shares one of its common senses, for a narrower one (a *house* for a *mansion*), and for the next
wider one (a *dad* for a *father*), never for its opposite.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Self

from matinee.errors import Unavailable
from matinee.promote.words.wordlists import wordlist

_COMMON = 4
"""Senses of a word that are thought of; rarer ones would let too much stand for it."""
_STEPS = 3
"""Steps of *is a kind of* that are climbed."""
_VAGUE = wordlist(
    "entity thing object whole act action activity abstraction attribute state group event"
    " process artifact organism unit matter be have do make move change act"
)
"""Kinds so wide that they would stand for anything."""


@dataclass(frozen=True)
class Lexicon:
    """Senses by ``class:word`` (n, v, a, r); broader senses; opposites; relatives."""

    senses: Mapping[str, tuple[str, ...]]
    broader: Mapping[str, tuple[str, ...]]
    opposites: Mapping[str, frozenset[str]]
    relatives: Mapping[str, frozenset[str]]
    _known: dict[tuple[str, str, str], bool] = field(default_factory=dict, compare=False)

    @classmethod
    def load(cls, file: Path) -> Self:
        """Read the file that the pages' build wrote.

        Raises:
            Unavailable: it is not there.
        """
        if not file.exists():
            raise Unavailable(
                "The English lexicon by which texts are checked has not been built.",
                remedy="Run: python -m matinee.surfaces.web.build, and start the service again.",
                code="lexicon_missing",
            )
        senses: dict[str, tuple[str, ...]] = {}
        broader: dict[str, tuple[str, ...]] = {}
        opposites: dict[str, set[str]] = {}
        relatives: dict[str, set[str]] = {}
        for mark, key, said in _lines(file):
            if mark == "=":
                broader[key] = tuple(said.split())
            elif mark:
                (opposites if mark == "!" else relatives).setdefault(key, set()).add(said)
            else:
                senses[key] = tuple(said.split())
        return cls(
            senses,
            broader,
            {key: frozenset(words) for key, words in opposites.items()},
            {key: frozenset(words) for key, words in relatives.items()},
        )

    def may_stand_for(self, word: str, source: str, kind: str) -> bool:
        """Whether ``word`` says no more than ``source``; both lemmas of the class ``kind``."""
        asked = (word, source, kind)
        if asked not in self._known:
            self._known[asked] = self._decide(word, source, kind)
        return self._known[asked]

    def related(self, word: str, kind: str) -> frozenset[str]:
        """Words of any class, as ``class:word``, that are made of the same stem and sense."""
        return self.relatives.get(f"{kind}:{word}", frozenset())

    def _decide(self, word: str, source: str, kind: str) -> bool:
        if word == source:
            return True
        here, there = f"{kind}:{word}", f"{kind}:{source}"
        if there in self.opposites.get(here, ()) or here in self.opposites.get(there, ()):
            return False
        mine = self.senses.get(here, ())[:_COMMON]
        theirs = self.senses.get(there, ())[:_COMMON]
        if set(mine) & set(theirs):
            return True
        if word in _VAGUE:
            return False
        if kind == "a":
            # A similar adjective lies one step away on either side.
            return bool(set(mine[:2]) & self._wider(theirs[:2]))
        return kind in "nv" and self._is_wider_or_next(mine, theirs, source)

    def _is_wider_or_next(
        self, mine: tuple[str, ...], theirs: tuple[str, ...], source: str
    ) -> bool:
        if set(theirs[:2]) & self._wider(mine[:2]):
            # One step narrower is mostly another register: a dad for a father.
            return source not in _VAGUE
        level = set(theirs[:2])
        for _ in range(_STEPS):
            level = self._wider(level)
            if set(mine) & level:
                return True
        return False

    def _wider(self, senses: Iterable[str]) -> set[str]:
        return {up for each in senses for up in self.broader.get(each, ())}


def _lines(file: Path) -> Iterator[tuple[str, str, str]]:
    with file.open(encoding="utf-8") as stream:
        for line in stream:
            if line[0] == "#" or "\t" not in line:
                continue
            key, _, said = line.rstrip("\n").partition("\t")
            if line[0] in "=!+":
                yield line[0], key[1:], said
            else:
                yield "", key, said


@lru_cache(maxsize=1)
def lexicon(file: Path) -> Lexicon:
    """The lexicon of a file, read once for the process (about half a second)."""
    return Lexicon.load(file)
