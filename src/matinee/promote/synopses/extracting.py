"""Texts by procedure: a sentence from the facts, and the sentences of a text that say most.

Which sentences say most is found by LexRank (Erkan and Radev, JAIR 22, 2004): the stationary
distribution of a walk between sentences that share words. Nothing is written that does not stand
in a source, so it reads as its sources do.
"""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from matinee.promote.synopses.model import Purpose, TextKind
from matinee.promote.synopses.sources import Material
from matinee.promote.synopses.tasting import says_of
from matinee.promote.tastes.model import Taste
from matinee.promote.words.model import Known
from matinee.promote.words.reading import Reading, readings

_DAMPING = 0.15
_ROUNDS = 60
_CAST = 3
_FACT_GENRES = 2


def by_procedure(purpose: Purpose, material: Material) -> tuple[str, str] | None:
    """A text for a purpose and the licence of its words; None where the sources give none.

    It is taken from one source alone, so that it has one licence: the fullest that is open.
    """
    room = purpose.room
    if purpose.taste is not None:
        return appeal(purpose.taste, material, longest=room)
    if purpose.kind is TextKind.TAGLINE:
        given = [words for words in material.words if words.label == "tagline"]
        fitting = [words for words in given if len(words.text) <= room]
        return (fitting[0].text, fitting[0].licence) if fitting else None
    accounts = [words for words in material.words if words.label != "tagline"]
    for words in sorted(accounts, key=lambda words: -len(words.text)):
        said = extract(readings([words.text]), longest=room)
        if said:
            return said, words.licence
    said = fact_sentence(material.known, longest=room)
    return (said, "") if said else None


def appeal(taste: Taste, material: Material, *, longest: int) -> tuple[str, str] | None:
    """The open sentence that has most of what a taste group comes for, and its licence.

    A title of another genre needs two such words in a sentence; one of the group's own genre that
    no sentence speaks for is said to be of it by the facts.
    """
    is_own = taste in material.known.genres
    found: list[tuple[int, int, str, str]] = []
    for words in material.words:
        for reading in _read(words.text):
            said = reading.text.strip()
            lemmas = {word.lemma.lower() for word in reading.words if word.kind}
            count = says_of(taste, lemmas)
            if count >= (1 if is_own else 2) and len(said) <= longest and stands_alone(reading):
                found.append((count, len(said), said, words.licence))
    if found:
        *_, said, licence = max(found)
        return said, licence
    if not is_own:
        return None
    said = fact_sentence(replace(material.known, genres=(taste.value,)), longest=longest)
    return (said, "") if said else None


@lru_cache(maxsize=64)
def _read(text: str) -> tuple[Reading, ...]:
    """The sentences of a source: read once, and not once for each taste group."""
    return tuple(readings([text]))


def fact_sentence(known: Known, *, longest: int) -> str:
    """The fullest sentence that the facts give within ``longest`` characters; empty where none."""
    directors = _named(known, {"director", "creator"})[:2]
    cast = _named(known, {"actor", "actress", "cast", "voice"})
    for people in range(min(_CAST, len(cast)), -1, -1):
        for genres in range(min(_FACT_GENRES, len(known.genres)), -1, -1):
            for named in (directors, directors[:1], []):
                said = _sentence(known, known.genres[:genres], named, cast[:people])
                if len(said) <= longest and (genres or named or people):
                    return said
    return ""


def extract(sentences: Sequence[Reading], *, longest: int) -> str:
    """The sentences that say most, in their order, within ``longest`` characters; or empty."""
    weights = lexrank([_terms(reading) for reading in sentences])
    chosen: list[int] = []
    room = longest
    for place in np.argsort(-weights, kind="stable"):
        said = sentences[place].text.strip()
        needed = len(said) + bool(chosen)
        if needed <= room and stands_alone(sentences[place]):
            chosen.append(int(place))
            room -= needed
    return " ".join(sentences[place].text.strip() for place in sorted(chosen))


def lexrank(sentences: Sequence[Counter[str]]) -> NDArray[np.float64]:
    """How central each bag of words is among the others; the shares sum to 1."""
    count = len(sentences)
    if count == 0:
        return np.zeros(0)
    held = Counter(word for bag in sentences for word in bag)
    places = {word: place for place, word in enumerate(sorted(held))}
    table = np.zeros((count, max(1, len(places))))
    for row, bag in enumerate(sentences):
        for word, often in bag.items():
            table[row, places[word]] = often * math.log(1 + count / held[word])
    norms = np.linalg.norm(table, axis=1, keepdims=True)
    table = table / np.where(norms > 0, norms, 1.0)
    alike = table @ table.T
    totals = alike.sum(axis=1, keepdims=True)
    walk = np.where(totals > 0, alike / np.where(totals > 0, totals, 1.0), 1.0 / count)
    shares = np.full(count, 1.0 / count)
    for _ in range(_ROUNDS):
        shares = _DAMPING / count + (1 - _DAMPING) * shares @ walk
    return shares / shares.sum()


def stands_alone(reading: Reading) -> bool:
    """Whether a sentence is whole, and points at nothing that stands before it."""
    words = reading.words
    if len(words) < 4 or words[-1].text not in {".", "!", "?", '"', "”"}:
        return False
    first = words[0]
    return first.part not in {"PRON", "CCONJ", "SCONJ"} and first.text not in {"This", "These"}


def _terms(reading: Reading) -> Counter[str]:
    kept = (word for word in reading.words if word.kind and word.text[0].isalpha())
    return Counter(word.lemma for word in kept)


def _named(known: Known, roles: set[str]) -> list[str]:
    return list(dict.fromkeys(name for name, role, _ in known.credits if role in roles))


def _sentence(
    known: Known, genres: Sequence[str], directors: Sequence[str], cast: Sequence[str]
) -> str:
    what = [str(known.year)] if known.year else []
    what += [genre.lower() for genre in genres if genre.lower() != "short"]
    kind = "short film" if "Short" in genres else "film"
    said = " ".join([*what, kind])
    article = "An" if said[:2] in {"18", "11"} or said[0] in "aeiou8" else "A"
    by = f" by {_listed(directors)}" if directors else ""
    starring = f", with {_listed(cast)}" if cast else ""
    return f"{article} {said}{by}{starring}."


def _listed(names: Sequence[str]) -> str:
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"
