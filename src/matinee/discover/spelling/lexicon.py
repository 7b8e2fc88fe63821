"""Every form of every name in the order of its letters, as arrays that never change.

A beginning is a range of that order, found by bisection. Slips are found by what letters a name
has: a signature of 64 bits tells which letters stand among its first 4, 6, 8 …, and a name that
lacks more of a query's letters than there may be slips is not looked at.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from matinee.discover.spelling.edits import Apart, apart
from matinee.discover.spelling.forms import WIDTH, forms_of

Places = NDArray[np.int64]
Entries = NDArray[np.int32]
Nats = NDArray[np.float32]

_CUTS = (2, 3, 4, 5, 6, 8, 10, 12, 16, 24, 32)
_KIND = f"S{WIDTH}"
_BIT = np.zeros(256, np.uint64)
for _place, _letter in enumerate(b"abcdefghijklmnopqrstuvwxyz0123456789"):
    _BIT[_letter] = np.uint64(1 << _place)


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """Forms sorted by their letters; ``entries`` says whose form each is."""

    forms: NDArray[np.bytes_]
    entries: Entries
    surprise: Nats
    lengths: NDArray[np.uint8]
    signatures: NDArray[np.uint64]
    """Cuts × forms: the letters among the first so many of each form."""

    @classmethod
    def of(cls, names: Sequence[tuple[int, Sequence[str]]]) -> Self:
        """The lexicon of entries, each with the names it goes by."""
        letters: list[bytes] = []
        entries: list[int] = []
        surprise: list[float] = []
        for entry, known_as in names:
            best: dict[bytes, float] = {}
            for name in known_as:
                for form in forms_of(name):
                    held = best.get(form.letters, form.surprise)
                    best[form.letters] = min(held, form.surprise)
            letters += best
            surprise += best.values()
            entries += [entry] * len(best)
        forms = np.array(letters, _KIND)
        order = np.argsort(forms, kind="stable")
        return cls._of_sorted(
            forms[order], np.array(entries, np.int32)[order], np.array(surprise, np.float32)[order]
        )

    @classmethod
    def _of_sorted(cls, forms: NDArray[np.bytes_], entries: Entries, surprise: Nats) -> Self:
        lengths = np.char.str_len(forms).astype(np.uint8)
        bits = _BIT[_matrix(forms)]
        signatures = np.empty((len(_CUTS), len(forms)), np.uint64)
        for row, cut in enumerate(_CUTS):
            signatures[row] = np.bitwise_or.reduce(bits[:, :cut], axis=1)
        return cls(forms, entries, surprise, lengths, signatures)

    def __len__(self) -> int:
        return len(self.forms)

    @property
    def size_bytes(self) -> int:
        """What the arrays take."""
        arrays = (self.forms, self.entries, self.surprise, self.lengths, self.signatures)
        return sum(array.nbytes for array in arrays)

    def without(self, entries: Entries) -> "Lexicon":
        """The same without the forms of these entries."""
        kept = ~np.isin(self.entries, entries)
        return Lexicon(
            self.forms[kept],
            self.entries[kept],
            self.surprise[kept],
            self.lengths[kept],
            self.signatures[:, kept],
        )

    def joined(self, other: "Lexicon") -> "Lexicon":
        """Both in one, each form at its place."""
        at = np.searchsorted(self.forms, other.forms, side="right")
        return Lexicon(
            np.insert(self.forms, at, other.forms),
            np.insert(self.entries, at, other.entries),
            np.insert(self.surprise, at, other.surprise),
            np.insert(self.lengths, at, other.lengths),
            np.insert(self.signatures, at, other.signatures, axis=1),
        )

    def first_letters(self, places: Places) -> NDArray[np.uint8]:
        """The letter with which each of these forms begins."""
        return _matrix(self.forms[places])[:, 0]

    def beginning(self, letters: bytes) -> tuple[int, int]:
        """The range of forms that begin with ``letters``."""
        low = np.searchsorted(self.forms, np.array(letters, _KIND))
        past = letters[:-1] + bytes((letters[-1] + 1,))
        return int(low), int(np.searchsorted(self.forms, np.array(past, _KIND)))

    @property
    def width(self) -> int:
        """Letters of a form that are kept."""
        return WIDTH

    def near(self, letters: bytes, *, limit: int, whole: bool = False) -> tuple[Places, Apart]:
        """Forms whose beginning is at most ``limit`` slips from ``letters``, and how far each is.

        With ``whole``, only forms that are that close from their first to their last letter.
        """
        places = self._alike(letters, limit)
        if whole:
            places = places[self.lengths[places] <= len(letters) + limit]
        names = _matrix(self.forms[places])
        distances = apart(letters, names, self.lengths[places], limit=limit)
        close = (distances.whole if whole else distances.beginning) <= limit
        found = Apart(distances.beginning[close], distances.whole[close])
        return places[close], found

    def _alike(self, letters: bytes, limit: int) -> Places:
        typed = len(letters)
        asked = np.bitwise_or.reduce(_BIT[np.frombuffer(letters, np.uint8)])
        reach = next((row for row, cut in enumerate(_CUTS) if cut >= typed + limit), len(_CUTS) - 1)
        lacking = np.bitwise_count(asked & ~self.signatures[reach]) <= limit
        inner = [row for row, cut in enumerate(_CUTS) if cut <= typed - limit]
        places = np.flatnonzero(lacking)
        if inner:
            strange = np.bitwise_count(self.signatures[inner[-1]][places] & ~asked) <= limit
            places = places[strange]
        return places[self.lengths[places] >= typed - limit]


def _matrix(forms: NDArray[np.bytes_]) -> NDArray[np.uint8]:
    return np.ascontiguousarray(forms).view(np.uint8).reshape(len(forms), WIDTH)
