"""Everything that has a name: titles, people, genres, moods and collections, each an entry."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matinee.catalogue.model import Shelf, TitleWords
from matinee.discover.model import EntryKind
from matinee.discover.spelling.lexicon import Lexicon

KINDS = tuple(EntryKind)
KIND_OF = {kind: np.uint8(place) for place, kind in enumerate(KINDS)}
FEWEST_TITLES_OF_A_MOOD = 2

Numbers = NDArray[np.int32]


class EntryKey(NamedTuple):
    """By what an entry is known, from one picture of the catalogue to the next."""

    kind: EntryKind
    key: str


@dataclass(frozen=True, slots=True, eq=False)
class Directory:
    """Entries by number; a number, once given, stays with its entry.

    ``of_entry`` and ``of_title`` are pairs of entries: a person or a mood, and a title that has it.
    """

    kinds: NDArray[np.uint8]
    keys: tuple[str, ...]
    names: tuple[str, ...]
    index: Mapping[EntryKey, int] = field(repr=False)
    of_entry: Numbers
    of_title: Numbers
    lexicon: Lexicon
    words: Mapping[int, TitleWords] = field(repr=False)
    """What is written of each title, by its entry."""

    @classmethod
    def of(cls, words: Sequence[TitleWords], shelf: Shelf) -> "Directory":
        """The directory of titles and of what the shelf sorts them by."""
        nothing = np.empty(0, np.int32)
        empty = cls(np.empty(0, np.uint8), (), (), {}, nothing, nothing, Lexicon.of([]), {})
        return empty.changed(words, shelf)

    def __len__(self) -> int:
        return len(self.keys)

    def changed(self, words: Sequence[TitleWords], shelf: Shelf) -> "Directory":
        """The directory once these titles are as they are now; nothing else has changed."""
        register = _Register(self)
        pairs: list[tuple[int, int]] = []
        spelled: dict[int, Sequence[str]] = {}
        written = dict(self.words)
        moods = Counter(keyword for title in words for keyword in title.keywords)
        for title in words:
            entry = register.entry(EntryKind.TITLE, str(title.id), title.names[0])
            spelled[entry] = title.names
            written[entry] = title
            pairs += [
                (register.entry(EntryKind.PERSON, str(person.id), person.name), entry)
                for person in title.people
            ]
            for keyword in title.keywords:
                key = EntryKey(EntryKind.MOOD, keyword)
                if moods[keyword] >= FEWEST_TITLES_OF_A_MOOD or key in register.index:
                    pairs.append((register.entry(EntryKind.MOOD, keyword, keyword), entry))
        for genre in shelf.genres:
            register.entry(EntryKind.GENRE, genre, genre)
        for decade in decades_of(shelf):
            register.entry(EntryKind.COLLECTION, str(decade), f"{decade}s")
        new = np.array(sorted(set(pairs)), np.int32).reshape(-1, 2)
        touched = np.array(sorted(spelled), np.int32)
        kept = ~np.isin(self.of_title, touched)
        added = [(entry, (name,)) for entry, name in register.added() if entry not in spelled]
        fresh = Lexicon.of([*spelled.items(), *added])
        former = self.lexicon.without(touched) if len(self) else self.lexicon
        return replace(
            self,
            kinds=np.concatenate((self.kinds, np.array(register.kinds, np.uint8))),
            keys=self.keys + tuple(register.keys),
            names=register.renamed(self.names, words) + tuple(register.names),
            index=register.index,
            of_entry=np.concatenate((self.of_entry[kept], new[:, 0])),
            of_title=np.concatenate((self.of_title[kept], new[:, 1])),
            lexicon=former.joined(fresh) if len(former) else fresh,
            words=written,
        )


class _Register:
    """Entries that are known, and those that are added to them."""

    def __init__(self, known: Directory) -> None:
        self.index = dict(known.index)
        self.kinds: list[np.uint8] = []
        self.keys: list[str] = []
        self.names: list[str] = []
        self._known = len(known)

    def entry(self, kind: EntryKind, key: str, name: str) -> int:
        named = EntryKey(kind, key)
        number = self.index.get(named)
        if number is None:
            number = self.index[named] = self._known + len(self.keys)
            self.kinds.append(KIND_OF[kind])
            self.keys.append(key)
            self.names.append(name)
        return number

    def added(self) -> Iterable[tuple[int, str]]:
        return enumerate(self.names, start=self._known)

    def renamed(self, names: tuple[str, ...], words: Sequence[TitleWords]) -> tuple[str, ...]:
        held = list(names)
        for title in words:
            number = self.index[EntryKey(EntryKind.TITLE, str(title.id))]
            if number < len(held):
                held[number] = title.names[0]
        return tuple(held)


def decades_of(shelf: Shelf) -> list[int]:
    """The decades that have a film or a series, in their order."""
    years = shelf.years[shelf.top_level & (shelf.years > 0)]
    return np.unique(years // 10 * 10).tolist()
