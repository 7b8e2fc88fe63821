"""Names in a sentence, linked to the catalogue by the lexicon that search as you type stands on.

Every stretch of words is looked up at once, as the forms of names are sorted: whole names, names
without their article, and later words of names, which is how people go by their surname alone.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from matinee.discover.indexing.directory import KIND_OF, EntryKey
from matinee.discover.indexing.holdings import Holdings
from matinee.discover.model import EntryKind
from matinee.discover.spelling.forms import WIDTH
from matinee.discover.spelling.lexicon import Nats
from matinee.discover.spelling.matching import Channel
from matinee.discover.understanding import kinds
from matinee.discover.understanding.initials import initials_of
from matinee.discover.understanding.short_names import short_names
from matinee.discover.understanding.stretches import names_something, stretches_of
from matinee.discover.understanding.tokens import Token
from matinee.discover.understanding.wishes import Named
from matinee.discover.words.folding import numbered, words_of

_MOST_NAMESAKES = 8
_DIRECTOR_SHARE = 0.5
"""Of the titles of somebody who directs for the most part."""
_FEWEST_DIRECTED = 2
_WELL_KNOWN = 0.75
_HEAD, _LATER = 0.0, 0.5
_TITLE, _PERSON = KIND_OF[EntryKind.TITLE], KIND_OF[EntryKind.PERSON]


@dataclass(frozen=True, slots=True)
class Called:
    """Words ``start`` to ``end`` are what entries are called; ``whole`` with their whole name."""

    start: int
    end: int
    titles: tuple[int, ...]
    people: tuple[int, ...]
    surnames: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class NameBook:
    """The names of one picture of the catalogue; ``prior`` in nats tells namesakes apart."""

    holdings: Holdings
    prior: Nats
    channel: Channel = field(default_factory=Channel)

    @cached_property
    def directed(self) -> NDArray[np.int32]:
        """How many titles each entry directed."""
        return np.bincount(self.directing[0], minlength=len(self.holdings.directory)).astype(
            np.int32
        )

    @cached_property
    def credited(self) -> NDArray[np.int32]:
        """How many titles each entry has."""
        return np.diff(self.holdings.members.indptr).astype(np.int32)

    @cached_property
    def directing(self) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """Pairs of entries: who directs, and what."""
        return directing_pairs(self.holdings)

    def called(self, tokens: Sequence[Token]) -> Iterator[Called]:
        """Every stretch of words that is a name."""
        stretches, letters = stretches_of(tokens)
        if not letters:
            return
        short = {
            place: entries
            for place, way in enumerate(letters)
            if (entries := self._short.get(way.decode()))
            and names_something(tokens[slice(*stretches[place])])
        }
        lexicon = self.holdings.directory.lexicon
        asked = np.array(letters, lexicon.forms.dtype)
        low = np.searchsorted(lexicon.forms, asked)
        high = np.searchsorted(lexicon.forms, asked, side="right")
        seen: set[tuple[int, int]] = set()
        for place in sorted({*np.flatnonzero(high > low).tolist(), *short}):
            start, end = stretches[place]
            reach = slice(int(low[place]), int(high[place]))
            found = self._sorted(start, end, letters[place], reach, short.get(place, ()))
            if found is not None and (start, end) not in seen:
                seen.add((start, end))
                yield found

    def _sorted(
        self, start: int, end: int, letters: bytes, reach: slice, short: Sequence[int]
    ) -> Called | None:
        lexicon, kinds = self.holdings.directory.lexicon, self.holdings.directory.kinds
        entries = lexicon.entries[reach]
        heads = lexicon.surprise[reach] <= _HEAD
        of_titles, of_people = kinds[entries] == _TITLE, kinds[entries] == _PERSON
        titles = self._likeliest(entries[of_titles & heads], letters)
        titles = titles or self._likeliest(np.array(short, np.int32))
        people = self._likeliest(entries[of_people & heads])
        surnames = self._likeliest(entries[of_people & ~heads])
        if not (titles or people or surnames):
            return None
        return Called(start, end, titles, people, surnames)

    def _likeliest(self, entries: NDArray[np.int32], letters: bytes = b"") -> tuple[int, ...]:
        """The likeliest first; before them those whose name is that to the letter."""
        if not len(entries):
            return ()
        unique = np.unique(entries)
        order = np.lexsort((-self.credited[unique], -self.prior[unique]))
        best: list[int] = unique[order[:_MOST_NAMESAKES]].tolist()
        if len(best) > 1 and letters:
            names, said = self.holdings.directory.names, letters.decode()
            other = {entry: "".join(words_of(names[entry]))[:WIDTH] != said for entry in best}
            best.sort(key=other.__getitem__)
        return tuple(best)

    def entry(self, name: Named) -> int | None:
        """The entry of the likeliest that is called so; None where the catalogue has none."""
        kind = EntryKind.PERSON if name.person else EntryKind.TITLE
        index = self.holdings.directory.index
        found = (index.get(EntryKey(kind, key)) for key in name.keys)
        return next((entry for entry in found if entry is not None), None)

    def well_known(self, title: int) -> bool:
        """Whether a title is among the quarter that is asked for the most."""
        return bool(self.prior[title] >= self._well_known_from)

    @cached_property
    def _well_known_from(self) -> float:
        of_titles = self.prior[self.holdings.directory.kinds == _TITLE]
        return float(np.quantile(of_titles, _WELL_KNOWN)) if len(of_titles) else 0.0

    def year_of(self, title: Named) -> int:
        """The year of the likeliest title of that name; 0 where it is not known."""
        if not title.keys or title.person:
            return 0
        entry = self.holdings.directory.index[EntryKey(EntryKind.TITLE, title.keys[0])]
        row = int(self.holdings.row_of[entry])
        return int(self.holdings.shelf.years[row]) if row >= 0 else 0

    def directs(self, entry: int) -> bool:
        """Whether somebody is known as a director rather than as a player."""
        directed, credited = int(self.directed[entry]), int(self.credited[entry])
        return directed >= _FEWEST_DIRECTED and directed >= _DIRECTOR_SHARE * credited

    def has_part_in(self, person: int, title: int) -> bool:
        """Whether somebody is credited in a title, in whatever role."""
        row = int(self.holdings.row_of[title])
        return row >= 0 and bool(self.holdings.members[person, row])

    def directors_of(self, title: int) -> tuple[int, ...]:
        """Who directed a title."""
        people, titles = self.directing
        return tuple(people[titles == title].tolist())

    def directors_called(self, surnames: Sequence[str]) -> tuple[int, ...]:
        """Whoever is known for directing by one of these last words, the likeliest first."""
        people = self.people_called(*surnames)
        return tuple(one for one in people if self.directs(one))

    def people_called(self, *letters: str) -> tuple[int, ...]:
        """Whoever goes by one of these whole names or last words, the likeliest first."""
        lexicon, known = self.holdings.directory.lexicon, self.holdings.directory.kinds
        asked = np.array([one.encode()[:WIDTH] for one in letters], lexicon.forms.dtype)
        low = np.searchsorted(lexicon.forms, asked)
        high = np.searchsorted(lexicon.forms, asked, side="right")
        found = np.concatenate(
            [lexicon.entries[first:last] for first, last in zip(low, high, strict=True)]
        )
        return self._likeliest(found[known[found] == _PERSON])

    def together(self, people: Sequence[int]) -> tuple[int, ...]:
        """Of people of one surname, those two or more who have a title in common the most often."""
        members = self.holdings.members[list(people)]
        shared = np.asarray((members @ members.T).todense())
        np.fill_diagonal(shared, 0)
        if not shared.any():
            return ()
        first = int(np.unravel_index(int(shared.argmax()), shared.shape)[0])
        with_first = [place for place in range(len(people)) if shared[first, place] >= 2]
        return tuple(people[place] for place in sorted({first, *with_first}))

    def named(self, entries: Sequence[int]) -> Named:
        """The name of the likeliest of namesakes, with the ids of all."""
        directory = self.holdings.directory
        return Named(
            directory.names[entries[0]],
            tuple(directory.keys[entry] for entry in entries),
            person=bool(directory.kinds[entries[0]] == _PERSON),
        )

    def series(self, letters: str) -> tuple[int, ...]:
        """Titles of which at least two begin with these letters, a word ending there."""
        lexicon, directory = self.holdings.directory.lexicon, self.holdings.directory
        low, high = lexicon.beginning(letters.encode()[: lexicon.width])
        entries = lexicon.entries[low:high][lexicon.surprise[low:high] <= _HEAD]
        entries = np.unique(entries[directory.kinds[entries] == _TITLE])
        kept = [entry for entry in entries.tolist() if _begins(directory.names[entry], letters)]
        return tuple(kept) if len(kept) > 1 else ()

    def part_of(self, cue: str, people: Sequence[int]) -> str:
        """As what somebody is meant: by the cue, or by habit; who never directed is credited.

        A refusal says nothing of it: ``no Woody Allen`` refuses what ``Woody Allen`` would want.
        """
        if cue == kinds.WITH:
            return kinds.WITH
        if cue == kinds.BY:
            return kinds.BY if any(self.directed[one] for one in people) else kinds.WITH
        return kinds.BY if all(map(self.directs, people)) else kinds.WITH

    @cached_property
    def _initials(self) -> Mapping[str, tuple[int, ...]]:
        directory = self.holdings.directory
        titles = np.flatnonzero(directory.kinds == _TITLE).tolist()
        return initials_of((entry, directory.names[entry]) for entry in titles)

    @cached_property
    def _short(self) -> Mapping[str, tuple[int, ...]]:
        directory = self.holdings.directory
        titles = np.flatnonzero(directory.kinds == _TITLE).tolist()
        return short_names((entry, directory.names[entry]) for entry in titles)

    def by_initials(self, words: Sequence[str]) -> tuple[int, ...]:
        """A title whose initials are the first word, and whose name has the other words."""
        directory = self.holdings.directory
        known = self._initials.get(words[0], ()) if words else ()
        found = [
            entry
            for entry in known
            if set(numbered(tuple(words[1:]))) <= set(numbered(words_of(directory.names[entry])))
        ]
        return (max(found, key=lambda entry: float(self.prior[entry])),) if found else ()

    def prepared(self) -> "NameBook":
        """The book with all that is read from the catalogue once; takes a while."""
        _ = (self.directed, self.credited, self._initials, self._short, self._well_known_from)
        return self


def directing_pairs(holdings: Holdings) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Pairs of entries: somebody who directs, and the title that they direct."""
    index = holdings.directory.index
    pairs = [
        (index[EntryKey(EntryKind.PERSON, str(person.id))], entry)
        for entry, title in holdings.directory.words.items()
        for person in title.people
        if person.role == "director"
    ]
    found = np.array(pairs, np.int32).reshape(-1, 2)
    return found[:, 0], found[:, 1]


def _begins(name: str, letters: str) -> bool:
    from_words = ""
    for word in name.lower().split():
        from_words += "".join(letter for letter in word if letter.isalnum())
        if from_words == letters:
            return True
        if len(from_words) > len(letters):
            return False
    return False
