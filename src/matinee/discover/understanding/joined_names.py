"""Names with a hyphen, of which only the first part has a capital: ``Wong Kar-wai``."""

from collections.abc import Sequence
from dataclasses import replace

from matinee.discover.understanding.phrases import phrase_book
from matinee.discover.understanding.tokens import Token

_LONGEST = 5
_NO_NAMES = frozenset({"esque", "ish", "led", "era", "proof", "heavy", "core", "only"})
"""Parts of adjectives that are no phrase: ``Cruise-led``."""


def with_joined_names(tokens: Sequence[Token]) -> list[Token]:
    """The tokens, where a short part behind the hyphen of a name counts as having a capital."""
    found: list[Token] = []
    for token in tokens:
        named = (
            token.joined
            and not token.capital
            and found[-1].capital
            and len(token.word) <= _LONGEST
            and token.word not in _NO_NAMES
            and token.word not in phrase_book()
        )
        found.append(replace(token, capital=True) if named else token)
    return found
