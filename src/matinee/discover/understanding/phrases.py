"""Phrases that mean something wherever they stand, found by their first word."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from operator import contains, itemgetter
from typing import Any, TypeAlias

from matinee.discover.understanding import kinds
from matinee.discover.understanding.lexicons import cues
from matinee.discover.understanding.lexicons.company import COMPANY
from matinee.discover.understanding.lexicons.genres import GENRES, WITH_COUNTRY, WITH_MOOD
from matinee.discover.understanding.lexicons.moods import COMPARED, MOODS
from matinee.discover.understanding.lexicons.nations import adjectives, countries
from matinee.discover.understanding.lexicons.occasions import OCCASIONS
from matinee.discover.understanding.lexicons.orders import ORDERS
from matinee.discover.understanding.lexicons.refusing import REFUSING
from matinee.discover.understanding.spans import Span
from matinee.discover.understanding.tokens import Token
from matinee.discover.words.folding import words_of

Phrase: TypeAlias = tuple[tuple[str, ...], str, Any, float]
Add: TypeAlias = Callable[[str, str, Any, float], None]

_OFFERING = frozenset({"how", "what"})
"""Words with which ``about`` offers something (``how about a comedy``) and tells no story."""
_SUBJECT, _CUE, _WEAK_CUE, _FILLER = 10.0, 9.0, 6.0, 1.0
"""Weights of a word: what says something before what steers, and small talk last."""


@lru_cache(maxsize=1)
def phrase_book() -> dict[str, tuple[Phrase, ...]]:
    """All phrases by their first word."""
    book: defaultdict[str, list[Phrase]] = defaultdict(list)

    def add(said: str, kind: str, value: Any, weight: float) -> None:
        words = words_of(said)
        if words:
            book[words[0]].append((words, kind, value, weight * len(words)))

    _add_genres(add)
    _add_moods_and_places(add)
    _add_company(add)
    _add_cues(add)
    return {first: tuple(phrases) for first, phrases in book.items()}


def _add_genres(add: Add) -> None:
    for said, genres in GENRES.items():
        add(said, kinds.GENRE, (genres, (), ()), _SUBJECT)
        add(f"{said}s", kinds.GENRE, (genres, (), ()), _SUBJECT)
    for said, (genres, country) in WITH_COUNTRY.items():
        add(said, kinds.GENRE, (genres, (), (country,)), _SUBJECT + 0.5)
        add(f"{said}s", kinds.GENRE, (genres, (), (country,)), _SUBJECT + 0.5)
    for said, (genres, moods) in WITH_MOOD.items():
        add(said, kinds.GENRE, (genres, moods, ()), _SUBJECT + 0.5)


def _add_moods_and_places(add: Add) -> None:
    for mood in MOODS:
        for said in mood.said:
            add(said, kinds.MOOD, mood.name, _SUBJECT)
    for said, mood_name in COMPARED.items():
        add(said, kinds.MOOD, mood_name, _SUBJECT)
        add(f"the {said} the better", kinds.MOOD, mood_name, _SUBJECT)
        add(f"{said.removesuffix('r')}st", kinds.MOOD, mood_name, _SUBJECT)
    for said, value in adjectives().items():
        add(said, kinds.NATION, value, _SUBJECT)
    for said, code in countries().items():
        add(said, kinds.COUNTRY, code, _SUBJECT - 0.1)


def _add_company(add: Add) -> None:
    for name, phrases in COMPANY.items():
        for said in phrases:
            add(said, kinds.COMPANION, (name, said), _SUBJECT + 0.2)
            if said.startswith("my "):
                add(f"{said}s", kinds.COMPANION, (name, said), _SUBJECT + 0.2)
    for occasion in OCCASIONS:
        for said in occasion.said:
            add(said, kinds.OCCASION, occasion.name, _SUBJECT + 0.2)


def _add_cues(add: Add) -> None:
    valued: list[tuple[str, float, Iterable[tuple[Any, Sequence[str]]]]] = [
        (kinds.ORDER, _SUBJECT, ORDERS.items()),
        (kinds.PERSON_CUE, _WEAK_CUE, cues.PERSON_CUES.items()),
        (
            kinds.LENGTH,
            _SUBJECT + 0.3,
            [((None, most), said) for most, said in cues.AT_MOST_MINUTES.items()],
        ),
        (kinds.REFUSING, _CUE, REFUSING.items()),
        (kinds.LESS, _CUE, [("less", cues.LESS)]),
    ]
    for kind, weight, phrases_of in valued:
        for value, phrases in phrases_of:
            for said in phrases:
                add(said, kind, value, weight)
    for kind, weight, phrases in (
        (kinds.TEXT, _SUBJECT + 0.1, cues.FIXED_TEXTS),
        (kinds.ENDING, _WEAK_CUE - 1, cues.ENDING),
        (kinds.ABOUT, _CUE - 1, cues.ABOUT),
        (kinds.WHERE, _CUE - 1, cues.WHERE),
        (kinds.LIKE_CUE, _WEAK_CUE, cues.LIKE),
        (kinds.MEETS, _WEAK_CUE, cues.MEETS),
        (kinds.OLD, 3.0, ("old", "vintage")),
        (kinds.FILLER, _FILLER, cues.FILLERS),
        (kinds.FILLER, _SUBJECT + 0.3, cues.COURTESIES),
    ):
        for said in phrases:
            add(said, kind, said, weight)


@lru_cache(maxsize=1)
def _by_two_words() -> dict[tuple[str, str], tuple[tuple[int, Phrase], ...]]:
    """All phrases with their places in the book by their first two words; of one word by that."""
    found: defaultdict[tuple[str, str], list[tuple[int, Phrase]]] = defaultdict(list)
    for phrases in phrase_book().values():
        for place, phrase in enumerate(phrases):
            words = phrase[0]
            found[words[0], words[1] if len(words) > 1 else ""].append((place, phrase))
    return {words: tuple(phrases) for words, phrases in found.items()}


def phrases_in(tokens: Sequence[Token]) -> Iterator[Span]:
    """Every phrase of the book that stands in the sentence."""
    book = _by_two_words()
    ways = [_ways(token) for token in tokens]
    for start, word in ((place, way) for place, of_token in enumerate(ways) for way in of_token):
        following = ways[start + 1] if start + 1 < len(ways) else ()
        begun = [one for second in ("", *following) for one in book.get((word, second), ())]
        for _, (phrase, kind, value, weight) in sorted(begun, key=itemgetter(0)):
            end = start + len(phrase)
            if word == "us" and kind == kinds.NATION and not tokens[start].written.isupper():
                continue
            if kind == kinds.ABOUT and start and tokens[start - 1].word in _OFFERING:
                continue
            if end <= len(ways) and all(map(contains, ways[start + 2 : end], phrase[2:])):
                yield Span(start, end, kind, value, weight)


def _ways(token: Token) -> tuple[str, ...]:
    """The word, and without the ``'s`` of ``the whole family's here``."""
    said = token.written[-2:] in {"'s", "’s"}
    return (token.word, token.word[:-1]) if said else (token.word,)
