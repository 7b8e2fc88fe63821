"""What kind of thing a word names: the nearest marked ancestor in WordNet's tree says.

Miller, "WordNet: a lexical database for English", CACM 38 (1995). The build of the pages writes its
senses, the most used first, and what each is a kind of.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Self

from matinee.errors import Unavailable

SENSES = 3
"""Senses of a word that are thought of; the rarer ones say little."""
_DEEP = 14
"""Steps of *is a kind of* that are climbed."""

_MARKS: Mapping[str, tuple[str, ...]] = {
    "vehicle": ("conveyance#3", "vehicle#1"),
    "clothing": ("clothing#1", "headdress#1", "footwear#1", "footwear#2", "jewelry#1"),
    "clothing_part": ("pocket#1", "sleeve#1", "collar#1", "cuff#1"),
    "furniture": ("furniture#1", "furnishing#2", "appliance#2", "home_appliance#1"),
    "container": ("container#1",),
    "tool": ("tool#1", "implement#1", "utensil#1", "weapon#1"),
    "instrument": ("musical_instrument#1",),
    "device": ("device#1", "equipment#1", "instrumentality#3"),
    "food": ("food#1", "food#2", "beverage#1"),
    "drug": ("drug#1",),
    "writing": ("document#1", "publication#1", "writing#2", "writing#4", "money#1", "currency#1"),
    "picture": ("picture#1", "picture#2", "sign#2", "representation#2"),
    "fabric": ("fabric#1", "piece_of_cloth#1"),
    "structure": ("structure#1", "area#5", "surface#1", "way#6", "part#2"),
    "place": ("location#1", "region#3", "land#4", "geological_formation#1", "body_of_water#1"),
    "person": ("person#1", "people#1", "social_group#1"),
    "animal": ("animal#1",),
    "plant": ("plant#2", "plant_part#1"),
    "body": ("body_part#1", "body#1"),
    "substance": ("substance#1", "material#1", "matter#3"),
    "thing": ("artifact#1", "object#1"),
    "happening": ("event#1", "process#6", "phenomenon#1"),
    "abstract": ("abstraction#6", "psychological_feature#1", "attribute#2"),
}
"""Kind → the words, each with the number of its sense, whose narrower words are of that kind."""
KINDS = tuple(_MARKS)


class Kinds:
    """Kinds of English nouns."""

    def __init__(
        self, senses: Mapping[str, tuple[str, ...]], broader: Mapping[str, tuple[str, ...]]
    ) -> None:
        """``senses`` of each noun, the most used first; ``broader`` senses of each sense."""
        self._senses = senses
        self._broader = broader
        self._marks = {
            found: kind for kind, marks in _MARKS.items() for mark in marks
            if (found := self._sense(mark))
        }  # fmt: skip

    @classmethod
    def load(cls, file: Path) -> Self:
        """Read the file that the pages' build wrote.

        Raises:
            Unavailable: it is not there.
        """
        if not file.exists():
            raise Unavailable(
                "The English lexicon by which things are told apart has not been built.",
                remedy="Run: python -m matinee.surfaces.web.build, and start the service again.",
                code="lexicon_missing",
            )
        senses: dict[str, tuple[str, ...]] = {}
        broader: dict[str, tuple[str, ...]] = {}
        with file.open(encoding="utf-8") as lines:
            for line in lines:
                key, _, said = line.rstrip("\n").partition("\t")
                if key.startswith("n:"):
                    senses[key[2:]] = tuple(said.split())
                elif key.startswith("="):
                    broader[key[1:]] = tuple(said.split())
        return cls(senses, broader)

    def of(self, words: tuple[str, ...]) -> tuple[str, ...]:
        """The kinds of the first senses of a phrase's longest known ending; empty if unknown."""
        for ending in ("_".join(words[-2:]), "-".join(words[-2:]), *words[-1:]):
            if ending in self._senses:
                return tuple(map(self._kind, self._senses[ending][:SENSES]))
        return ()

    def of_compound(self, words: tuple[str, ...]) -> tuple[str, ...]:
        """The kinds of the first senses of a phrase's last two words together; empty if unknown."""
        for ending in ("_".join(words[-2:]), "-".join(words[-2:])):
            if len(words) > 1 and ending in self._senses:
                return tuple(map(self._kind, self._senses[ending][:SENSES]))
        return ()

    def _sense(self, mark: str) -> str | None:
        word, _, number = mark.partition("#")
        senses = self._senses.get(word, ())
        return senses[int(number) - 1] if len(senses) >= int(number) else None

    def _kind(self, sense: str) -> str:
        level: Iterable[str] = (sense,)
        for _ in range(_DEEP):
            found = next((self._marks[one] for one in level if one in self._marks), None)
            if found is not None:
                return found
            level = tuple(self._wider(level))
        return "abstract"

    def _wider(self, senses: Iterable[str]) -> Iterator[str]:
        for one in senses:
            yield from self._broader.get(one, ())


@lru_cache(maxsize=1)
def kinds(file: Path) -> Kinds:
    """The kinds of a file, read once for the process."""
    return Kinds.load(file)
