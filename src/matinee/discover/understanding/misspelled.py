"""Words of the grammar with a slip of the fingers: ``documentry``, ``thriler``, ``Portugese``.

Of long words any one slip; of shorter ones only what makes no other word of them: a letter left
out, doubled or in its neighbour's place (``auction`` and ``funky`` are words of their own).
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from rapidfuzz.distance import OSA

from matinee.discover.understanding import kinds
from matinee.discover.understanding.heard import Heard
from matinee.discover.understanding.lexicons.listing import listed
from matinee.discover.understanding.lexicons.nations import DEMONYMS
from matinee.discover.understanding.measures import DECADES
from matinee.discover.understanding.phrases import phrase_book
from matinee.discover.understanding.tokens import Token

_LONG, _SHORTEST = 9, 5
_KINDS = frozenset({kinds.GENRE, kinds.MOOD})
_SPOKEN = frozenset(listed("english, hindi, cantonese, mandarin, arabic, hebrew")) | frozenset(
    DEMONYMS
)
_SUBTITLES = frozenset({"subtitles", "subtitled"})
_PARTS = frozenset(
    listed(
        "science, fiction, romantic, comedy, mystery, halloween, christmas, anniversary, birthday, "
        "niece, nephew, daughter, granddaughter, grandson, grandchildren, grandparents, "
        "girlfriend, boyfriend, husband, parents, friends, teenagers, children, thanksgiving, "
        "valentines, lengthy,  bollywood, hollywood, minutes, starring, directed"
    )
)
"""Words of sayings in several words, and of occasions."""
_OTHER_WORDS = frozenset(
    listed(
        "fight, fights, sorts, hunting, hunted, finish, strangers, americans, cries, scarred, "
        "spots, scars, hauntings, cutter, strongest, sober, slightest, slaughter, sacred, "
        "repressed, claustrophobia, carton, cartons, camper, scare, oppressed, impressive, "
        "caper, capers, mastery, clover, cherry, sobering, hippie, tinder, tandem, crimson, score, "
        "faction, friction, section, sanction, suction, birthdate, ester"
    )
)
"""Words of their own that are a letter away, as descriptions of films have them."""
_ALIKE = {"i": "y", "y": "i"}
_SOUNDING = ("aeiouy", "csz", "ck")
_SHORTEST_RESPELLED = 6
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def mended(heard: Heard) -> Sequence[Token]:
    """The words of a sentence, where a slip in one that means nothing else is set right."""
    changed: dict[int, Token] = {}
    for place, token in enumerate(heard.tokens):
        if len(token.word) < _SHORTEST or not token.word.isalpha():
            continue
        if token.word in _OTHER_WORDS or _means_something(heard, place):
            continue
        found = _meant(token.word)
        if found is None and token.written[-2:] in {"'s", "’s"}:
            found = _meant(token.word[:-1])
        if found is not None and (_no_name(heard, place) or found in _SPOKEN):
            changed[place] = replace(token, word=found, plain=found)
    if not changed:
        return heard.tokens
    return [changed.get(place, token) for place, token in enumerate(heard.tokens)]


def _means_something(heard: Heard, place: int) -> bool:
    return any(
        span.start <= place < span.end for span in (*heard.phrases, *heard.called)
    ) or heard.is_filler(place)


def _no_name(heard: Heard, place: int) -> bool:
    """Whether it is not written as a part of a name."""
    token = heard.tokens[place]
    if not token.capital:
        return True
    begins = place == 0 or token.after_break
    return begins and not (place + 1 < len(heard.tokens) and heard.tokens[place + 1].capital)


def _meant(word: str) -> str | None:
    """The only word that it is a slip of."""
    if len(word) >= _LONG:
        found = {
            one for one in _meant_by(_LONG - 1) if OSA.distance(word, one, score_cutoff=1) <= 1
        }
    else:
        found = {one for one in _repaired(word) if one in _meant_by(_SHORTEST)}
        if not found and len(word) >= _SHORTEST_RESPELLED:
            found = {one for one in _respelled(word) if one in _meant_by(_SHORTEST_RESPELLED)}
    return found.pop() if len(found) == 1 else None


def _respelled(word: str) -> Iterator[str]:
    """What sounds the same: another vowel, ``s`` for ``c``, ``f`` for ``ph``."""
    for place in range(1, len(word)):
        for letters in _SOUNDING:
            if word[place] in letters:
                for letter in letters:
                    yield word[:place] + letter + word[place + 1 :]
        if word[place] == "f":
            yield f"{word[:place]}ph{word[place + 1 :]}"


def _repaired(word: str) -> Iterator[str]:
    """What it may have been, its first letter right."""
    for place in range(1, len(word)):
        yield word[:place] + word[place + 1 :] if word[place] == word[place - 1] else word
        if word[place] in _ALIKE:
            yield word[:place] + _ALIKE[word[place]] + word[place + 1 :]
        if place + 1 < len(word):
            yield word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    for place in range(1, len(word)):
        for letter in _LETTERS:
            yield word[:place] + letter + word[place:]


@lru_cache(maxsize=4)
def _meant_by(fewest: int) -> frozenset[str]:
    """Single words that name a genre, a mood, a nation, its language or a decade."""
    said = {
        words[0]
        for phrases in phrase_book().values()
        for words, kind, _, _ in phrases
        if len(words) == 1 and kind in _KINDS
    }
    every = said | _SPOKEN | _SUBTITLES | {word for word in DECADES if word.isalpha()}
    every |= _PARTS
    return frozenset(word for word in every if len(word) >= fewest)
