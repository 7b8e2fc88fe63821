"""Queries that members might type: names cut off, mistyped, without accents, joined and split.

A slip is one of four, each as likely: a letter replaced, added, left out, or changed places with
its neighbour; at any place, with any letter of the alphabet. Nothing is assumed of keyboards, which
would make slips easier to foresee than they are. A query with n slips is exactly n apart from its
name, in optimal string alignment.
"""

import random
import string

from rapidfuzz.distance import OSA

from matinee.discover.words.folding import words_of

_LETTERS = string.ascii_lowercase


def typed(name: str) -> str:
    """A name as it is typed: in lower case, without accents and signs."""
    return " ".join(words_of(name))


def slipped(text: str, slips: int, dice: random.Random) -> str:
    """``text`` with exactly so many slips."""
    while True:
        made = text
        for _ in range(slips):
            made = _slip(made, dice)
        if OSA.distance(text.replace(" ", ""), made.replace(" ", "")) == slips:
            return made


def joined(text: str) -> str:
    """Without its spaces."""
    return text.replace(" ", "")


def split(text: str, dice: random.Random) -> str:
    """With a space within its longest word."""
    word = max(text.split(), key=len)
    at = dice.randrange(1, len(word))
    return text.replace(word, f"{word[:at]} {word[at:]}", 1)


def _slip(text: str, dice: random.Random) -> str:
    at, letter = dice.randrange(len(text)), dice.choice(_LETTERS)
    kind = dice.randrange(4)
    if kind == 0:
        return text[:at] + letter + text[at + 1 :]
    if kind == 1:
        return text[:at] + letter + text[at:]
    if kind == 2:
        return text[:at] + text[at + 1 :]
    return text[:at] + text[at + 1 : at + 2] + text[at] + text[at + 2 :]
