"""Every stretch of a sentence that may be a name, by the letters under which names are kept."""

from collections.abc import Sequence

from matinee.discover.spelling.forms import WIDTH
from matinee.discover.understanding.tokens import Token

LONGEST_NAME = 9
"""Words of a name that are looked up."""
_MOST_SPELLINGS = 4
_SAME = {
    "dr": "doctor",
    "doctor": "dr",
    "mr": "mister",
    "mister": "mr",
    "st": "saint",
    "saint": "st",
    "vs": "versus",
    "versus": "vs",
}


def names_something(tokens: Sequence[Token]) -> bool:
    """Whether what a title is called for short is written as a name, or too long for chance."""
    return len(tokens) > 1 or tokens[0].capital


def stretches_of(tokens: Sequence[Token]) -> tuple[list[tuple[int, int]], list[bytes]]:
    """Every stretch as it is written, with numbers in digits, and with titles of address."""
    stretches: list[tuple[int, int]] = []
    letters: list[bytes] = []
    words = [(token.word.replace(" ", ""), token.plain, _otherwise(token)) for token in tokens]
    for start in range(len(tokens)):
        spelled = {"": None}
        for end in range(start + 1, min(len(tokens), start + LONGEST_NAME) + 1):
            word, plain, same = words[end - 1]
            ways = [word] if plain == word else [word, plain]
            if same is not None:
                ways.append(same)
            spelled = {f"{before}{way}": None for before in spelled for way in ways}
            if len(spelled) > _MOST_SPELLINGS:
                spelled = dict.fromkeys(list(spelled)[:_MOST_SPELLINGS])
            stretches += [(start, end)] * len(spelled)
            letters += [way.encode()[:WIDTH] for way in spelled]
    return stretches, letters


def _otherwise(token: Token) -> str | None:
    """How the word may stand in a name: a title of address, or without a possessor's mark."""
    if token.written[-2:] in {"'s", "’s"}:
        return token.word[:-1]
    return _SAME.get(token.word)
