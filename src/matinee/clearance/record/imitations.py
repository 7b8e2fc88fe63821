"""Words that ask for somebody's hand: who is named after them is imitated (rule R7). Pure.

A list of names never knows every artist. Where a prompt says *in the style of* and then a name,
that is a name whether or not anybody listed it.
"""

import re
from collections.abc import Iterator

from matinee.generation.model import NameMatch

KIND = "imitated"
_MADE = (
    r"(?:art|artwork|painting|paintings|painted|photograph|photographs|photo|photographed|film|"
    r"filmed|shot|directed|drawing|drawn|illustration|illustrated|designed|sculpted|created)"
)
_ASKS = re.compile(
    rf"\b(?:(?:style|manner|look|vein|spirit|fashion|aesthetic|hand) of|(?:à|a) la|inspired by|"
    rf"influenced by|(?:in )?homage to|imitating|imitation of|{_MADE} by)\s+",
    re.IGNORECASE,
)
_NEXT = re.compile(r"\s*([^\W\d_](?:[^\W_]|['’.-])*|&)")
_PARTICLES = re.compile(r"van|von|der|den|de|da|di|del|della|la|le|el|al|bin|ten|ter|of|the|and|&")
_MOST_WORDS, _INITIAL = 6, 2


def imitated(text: str) -> Iterator[NameMatch]:
    """Who or what a text asks to be imitated, written with capitals, in their order."""
    for asks in _ASKS.finditer(text):
        named = _named(text, asks.end())
        if named is not None:
            start, end = named
            yield NameMatch(text[start:end], KIND, start, end)


def _named(text: str, start: int) -> tuple[int, int] | None:
    """The run of capitalised words that begins here, with the particles between them."""
    end: int | None = None
    place = start
    for _ in range(_MOST_WORDS):
        word = _NEXT.match(text, place)
        if word is None:
            break
        said, place = word.group(1), word.end()
        if said[0].isupper():
            end = place
        elif not _PARTICLES.fullmatch(said):
            break
        # An initial goes on; a word with a full stop ends a sentence.
        if said.endswith(".") and len(said) > _INITIAL:
            break
    return None if end is None else (start, start + len(text[start:end].rstrip(".'’-")))
