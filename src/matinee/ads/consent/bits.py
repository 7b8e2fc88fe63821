"""Whole numbers out of the base64url of consent strings, six bits a letter.

The letters are read as they stand: writers differ in whether they pad to octets, and a reader that
takes six bits of each needs no padding. Bits that are missing at the end are an error, not zeros.
"""

from matinee.errors import Invalid

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_VALUES = {letter: value for value, letter in enumerate(_LETTERS)}
LONGEST = 8000
"""Letters of a string: those of a list of vendors with every range are some three thousand."""


class Bits:
    """A string read from its first bit on."""

    def __init__(self, text: str) -> None:
        if len(text) > LONGEST:
            raise unreadable(f"It has more than {LONGEST:,} letters.")
        number = 0
        for letter in text.rstrip("="):
            if letter not in _VALUES:
                raise unreadable(f"{letter!r} is no letter of base64url.")
            number = number << 6 | _VALUES[letter]
        self._number, self._left = number, 6 * len(text.rstrip("="))

    @property
    def left(self) -> int:
        """How many bits are not read yet."""
        return self._left

    def whole(self, width: int) -> int:
        """The next ``width`` bits as a number, the most significant first."""
        if width > self._left:
            raise unreadable("It ends too early.")
        self._left -= width
        return self._number >> self._left & ((1 << width) - 1)

    def flag(self) -> bool:
        """The next bit."""
        return self.whole(1) == 1

    def letters(self, count: int) -> str:
        """The next letters of six bits, A being 0, as language and country are written."""
        return "".join(chr(ord("A") + self.whole(6)) for _ in range(count))

    def field(self, width: int) -> frozenset[int]:
        """A bit field: the numbers, from 1, of the bits that are set."""
        number = self.whole(width)
        return frozenset(place for place in range(1, width + 1) if number >> (width - place) & 1)

    def fibonacci(self) -> int:
        """The next number in Fibonacci coding, which ends with two ones."""
        number, before, last = 0, 1, 1
        previous = False
        while True:
            bit = self.flag()
            if bit and previous:
                return number
            if bit:
                number += last
            previous = bit
            before, last = last, before + last
            if last > 1 << 32:
                raise unreadable("A number in it is too large.")


def unreadable(why: str) -> Invalid:
    """A consent string that says nothing."""
    return Invalid(
        "This consent string cannot be read.",
        remedy=why,
        code="consent_unreadable",
        field="consent",
    )
