"""Long words for genres and moods with one slip of the fingers: ``documentry``, ``heartwaming``.

Only long ones: of short words another word is often but a letter away (``auction``, ``violet``).
"""

from collections.abc import Iterator
from functools import lru_cache

from rapidfuzz.distance import OSA

from matinee.discover.understanding import kinds
from matinee.discover.understanding.heard import Heard
from matinee.discover.understanding.phrases import phrase_book
from matinee.discover.understanding.spans import Span

_SHORTEST = 9
_WEIGHT = 8.0


def misspelled(heard: Heard) -> Iterator[Span]:
    """Words that mean nothing and are no name, as the only word that they are a slip of."""
    for place, token in enumerate(heard.tokens):
        if len(token.word) < _SHORTEST or any(
            span.start <= place < span.end for span in (*heard.phrases, *heard.called)
        ):
            continue
        meant = {
            (kind, value)
            for word, kind, value in _long_words()
            if OSA.distance(token.word, word, score_cutoff=1) <= 1
        }
        if len(meant) == 1:
            ((kind, value),) = meant
            yield Span(place, place + 1, kind, value, _WEIGHT)


@lru_cache(maxsize=1)
def _long_words() -> tuple[tuple[str, str, object], ...]:
    """Single words that name a genre or a mood, with what they mean."""
    return tuple(
        (words[0], kind, value)
        for phrases in phrase_book().values()
        for words, kind, value, _ in phrases
        if len(words) == 1 and kind in {kinds.GENRE, kinds.MOOD} and len(words[0]) >= _SHORTEST - 1
    )
