"""Text folded to plain letters and digits, so that what sounds alike is written alike.

Case, accents, apostrophes and script go (Unicode NFKC, then transliteration to ASCII); what is left
falls into words. Numbers have one way of writing: ``II``, ``two`` and ``2`` are ``2``.
"""

import unicodedata
from functools import lru_cache

from anyascii import anyascii

LONGEST_TEXT = 2000
"""Letters of a text that are folded; transliteration may make each of them several."""


def _listed(words: str) -> tuple[str, ...]:
    return tuple(words.split())


_UNITS = _listed(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty"
)
_TENS = _listed("thirty forty fifty sixty seventy eighty ninety")
_ROMAN = _listed("i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx")
_NUMBER_WORDS = {word: str(value) for value, word in enumerate(_UNITS)} | {
    word: str(10 * tens) for tens, word in enumerate(_TENS, start=3)
}
_ROMAN_NUMBERS = {word: str(value) for value, word in enumerate(_ROMAN, start=1)}
_DROPPED = dict.fromkeys(map(ord, "'’‘ʼ`´"))
_PLAIN = str.maketrans({place: " " for place in range(128) if not chr(place).isalnum()})

ARTICLES = frozenset(
    _listed(
        "the a an la le les l un une el los las il lo gli i der die das ein eine de het een o os as"
    )
)
"""Words with which a name may begin without being looked for by them."""


@lru_cache(maxsize=8192)
def words_of(text: str) -> tuple[str, ...]:
    """The words of ``text``: ASCII letters and digits in lower case."""
    text = text[:LONGEST_TEXT]
    if not text.isascii():
        text = anyascii(unicodedata.normalize("NFKC", text).translate(_DROPPED))
    folded = text.lower().translate(_DROPPED).replace("&", " and ").translate(_PLAIN)
    return tuple(folded.split())


def numbered(words: tuple[str, ...]) -> tuple[str, ...]:
    """The same words with numbers in digits; Roman ones only behind another word."""
    return tuple(
        _NUMBER_WORDS.get(word) or (_ROMAN_NUMBERS.get(word) if place else None) or word
        for place, word in enumerate(words)
    )
