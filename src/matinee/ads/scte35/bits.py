"""Bits in and out by one description: reading fills a record, writing takes from it."""

from typing import Any, Protocol

from matinee.errors import Invalid

Record = dict[str, Any]
"""What a structure holds, under the standard's own names."""


class Bits(Protocol):
    """A stream of bits that is either read or written."""

    reading: bool

    def number(self, record: Record, name: str, width: int, default: int = 0) -> int:
        """An unsigned number of ``width`` bits."""
        ...

    def octets(self, record: Record, name: str, count: int) -> bytes:
        """``count`` bytes as they are; when writing, the record says how many."""
        ...

    def follows(self, record: Record, name: str) -> bool:
        """Whether an optional end that begins with ``name`` is there."""
        ...


class Reader:
    """Reads; what ends too early is refused by the name of the field."""

    reading = True

    def __init__(self, data: bytes) -> None:
        self._value = int.from_bytes(data)
        self._left = 8 * len(data)

    @property
    def octets_left(self) -> int:
        """Whole bytes that were not yet read."""
        return self._left // 8

    def number(self, record: Record, name: str, width: int, default: int = 0) -> int:
        """Read into ``record``."""
        del default
        if width > self._left:
            raise Invalid(f"The section ends within {name}.", field=name)
        self._left -= width
        found = (self._value >> self._left) & ((1 << width) - 1)
        record[name] = found
        return found

    def octets(self, record: Record, name: str, count: int) -> bytes:
        """Read ``count`` bytes into ``record``."""
        if count < 0:
            raise Invalid(f"{name} has a length below nothing.", field=name)
        holder: Record = {}
        found = self.number(holder, name, 8 * count).to_bytes(count)
        record[name] = found
        return found

    def follows(self, record: Record, name: str) -> bool:
        """Whether anything is left."""
        del record, name
        return self._left > 0


class Writer:
    """Writes; a number too large for its field is refused by name."""

    reading = False

    def __init__(self) -> None:
        self._value = 0
        self._width = 0

    def number(self, record: Record, name: str, width: int, default: int = 0) -> int:
        """Write what ``record`` holds, or the default where it holds nothing."""
        value = record.get(name, default)
        if not isinstance(value, int) or not 0 <= value < 1 << width:
            raise Invalid(f"{name} must be a whole number of {width} bits.", field=name)
        self._value = self._value << width | value
        self._width += width
        return value

    def octets(self, record: Record, name: str, count: int) -> bytes:
        """Write the bytes that ``record`` holds."""
        del count
        value = record.get(name, b"")
        if not isinstance(value, bytes):
            raise Invalid(f"{name} must be bytes.", field=name)
        self._value = self._value << 8 * len(value) | int.from_bytes(value)
        self._width += 8 * len(value)
        return value

    def follows(self, record: Record, name: str) -> bool:
        """Whether the record holds it."""
        return name in record

    def data(self) -> bytes:
        """All that was written; the structures of the standard end on whole bytes."""
        return self._value.to_bytes(self._width // 8)


def reserved(bits: Bits, record: Record, name: str, width: int) -> None:
    """Bits that the standard reserves: ones when written, kept where they were read otherwise."""
    ones = (1 << width) - 1
    if bits.number(record, name, width, ones) == ones and bits.reading:
        del record[name]


def times(bits: Bits, record: Record, name: str, width: int, *, spare: int = 0) -> list[Record]:
    """The records of a loop: made when reading, else those that are there.

    Before it stands its count in ``width`` bits, then ``spare`` reserved ones.
    """
    count = counted(bits, record, name, width)
    if spare:
        reserved(bits, record, f"{name}_reserved", spare)
    if bits.reading:
        record[name] = [{} for _ in range(count)]
    return record.get(name, [])


def counted(bits: Bits, record: Record, name: str, width: int) -> int:
    """How many of ``name`` follow: read, or as many as the record holds."""
    label = f"count of {name}"
    holder: Record = {} if bits.reading else {label: len(record.get(name, ()))}
    return bits.number(holder, label, width)
