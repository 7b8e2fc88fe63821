"""One number for each identifier, so that many are found in a table at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

IdNumbers = NDArray[np.uint64]

_ODD = np.uint64(0x9E3779B97F4A7C15)
"""2^64 divided by the golden ratio: spreads what is multiplied by it (Knuth, volume 3, 6.4)."""


def id_numbers(packed: bytes | NDArray[np.uint8]) -> IdNumbers:
    """[n]: of identifiers of 16 bytes each, one after another.

    Equal ones have equal numbers. That any two of 10⁶ different ones share a number has a chance of
    about 3 in 10⁸.
    """
    halves = np.frombuffer(packed, np.uint64).reshape(-1, 2)
    return halves[:, 0] * _ODD ^ halves[:, 1]


def numbers_of(identifiers: Iterable[UUID]) -> IdNumbers:
    """The same, of identifiers as objects."""
    return id_numbers(b"".join(identifier.bytes for identifier in identifiers))


@dataclass(frozen=True, slots=True, eq=False)
class IdTable:
    """Where each of some identifiers stands: ``rows`` in the order of their ``numbers``."""

    numbers: IdNumbers
    rows: NDArray[np.int32]

    @classmethod
    def of(cls, identifiers: Iterable[UUID]) -> "IdTable":
        """A table of identifiers, each of which stands where it comes."""
        numbers = numbers_of(identifiers)
        order = np.argsort(numbers)
        return cls(numbers[order], order.astype(np.int32))

    def find(self, numbers: IdNumbers) -> NDArray[np.int32]:
        """[n]: where the identifier of each number stands, -1 where it is not in the table."""
        if not self.numbers.size:
            return np.full(numbers.size, -1, np.int32)
        places = np.searchsorted(self.numbers, numbers)
        places[places == self.numbers.size] = 0
        return np.where(self.numbers[places] == numbers, self.rows[places], np.int32(-1))
