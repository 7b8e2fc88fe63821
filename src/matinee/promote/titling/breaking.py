"""Where a title may be broken: Unicode's annex 14 by ICU, and words where there are no spaces.

Thai, Chinese and Japanese show no words. There a break between two letters of the script needs
two that agree: ICU's dictionary (by phrase in Japanese and Korean, as CSS's ``auto-phrase``) and
BudouX's model. Each by itself cuts words in two that the other leaves whole, and both cut what
is seldom written so: Japanese in kana alone, where only a particle shows that a phrase ends, and
Thai compounds, which PyThaiNLP's list of words (CC0) knows whole.
"""

from functools import lru_cache
from importlib.util import find_spec
from itertools import accumulate
from pathlib import Path

import budoux
from icu4py.breakers import LineBreaker, WordBreaker

from matinee.errors import Unavailable
from matinee.promote.titling.shaping import script_of

_BY_PHRASE = frozenset({"ja", "ko"})
_UNSPACED = {
    "ja": frozenset({"Hani", "Hira", "Kana"}),
    "th": frozenset({"Thai"}),
    "zh": frozenset({"Hani"}),
}
_KANA = frozenset({"Hira", "Kana"})
_CLOSING = frozenset("をもでのがはにとへたて")
"""Particles, and the two endings of verbs that nearly always end a phrase."""
_LEADING = frozenset({"ความ", "การ", "ผู้", "นัก", "ชาว"})
"""Thai words that make a noun of what follows, which readers do not part from it."""
_LONGEST_COMPOUND = 4
"""Of so many pieces at most."""
_TRADITIONAL = frozenset({"hant", "tw", "hk", "mo"})


def breaks_of(text: str, language: str) -> list[int]:
    """The places after which a line may end, the last being the end of ``text``."""
    first = language.partition("-")[0].lower()
    locale = f"{first}-u-lw-phrase" if first in _BY_PHRASE else first
    allowed = _ends(list(LineBreaker(text, locale)))
    scripts = _UNSPACED.get(first)
    if scripts is None:
        return allowed
    agreed = set(learned_ends(text, language))
    if first == "zh":  # Annex 14 lets a line end between any two letters of Chinese.
        agreed &= set(_ends(list(WordBreaker(text, first))))
    found = [
        place
        for place in allowed
        if place in agreed
        or place == len(text)
        or not {script_of(text[place - 1]), script_of(text[place])} <= scripts
    ]
    if first == "ja":
        return [place for place in found if place == len(text) or _closes(text, place)]
    return _nouns_whole(text, _compounds_whole(text, found)) if first == "th" else found


def _closes(text: str, place: int) -> bool:
    """Whether a phrase may end here: between two letters of kana, only after a particle."""
    in_kana = {script_of(text[place - 1]), script_of(text[place])} <= _KANA
    return not in_kana or text[place - 1] in _CLOSING


def _compounds_whole(text: str, ends: list[int]) -> list[int]:
    """Without the ends within pieces that together are one word of the list; the longest first."""
    words, left, at = _thai_words(), list[int](), 0
    places = [0, *ends]
    while at < len(ends):
        last = min(at + _LONGEST_COMPOUND, len(ends))
        joined = (to for to in range(last, at + 1, -1) if text[places[at] : places[to]] in words)
        at = next(joined, at + 1)
        left.append(places[at])
    return left


def _nouns_whole(text: str, ends: list[int]) -> list[int]:
    return [
        end
        for begin, end in zip([0, *ends], ends, strict=False)
        if end == len(text) or text[begin:end] not in _LEADING
    ]


@lru_cache
def _thai_words() -> frozenset[str]:
    """The list is read as a file: on import its package makes a folder in the reader's home."""
    found = find_spec("pythainlp")
    if found is None or found.origin is None:
        raise Unavailable(
            "The list of Thai words is not installed.",
            remedy="Install requirements/core.lock; it carries pythainlp.",
        )
    listed = Path(found.origin).with_name("corpus") / "words_th.txt"
    return frozenset(listed.read_text("utf-8").split("\n"))


def learned_ends(text: str, language: str) -> list[int]:
    """Where BudouX ends words or phrases of Japanese, Thai or Chinese."""
    first, *rest = language.lower().split("-")
    return _ends(_parser(first, bool(_TRADITIONAL & set(rest))).parse(text))


def _ends(pieces: list[str]) -> list[int]:
    return list(accumulate(len(piece) for piece in pieces))


@lru_cache
def _parser(language: str, traditional: bool) -> budoux.Parser:
    if language == "ja":
        return budoux.load_default_japanese_parser()
    if language == "th":
        return budoux.load_default_thai_parser()
    if traditional:
        return budoux.load_default_traditional_chinese_parser()
    return budoux.load_default_simplified_chinese_parser()


def even_lines(widths: list[list[float]], lines: int) -> list[int]:
    """Which piece each of ``lines`` lines ends after, so that the widest is as narrow as can be.

    ``widths[i][j]`` is the width of a line from piece ``i`` to piece ``j``, with ``j`` in it. Where
    two ways have one widest line, the one with the evenest lines is taken: the sum of squares
    breaks the tie. Dynamic programming, after Knuth & Plass (1981).
    """
    count = len(widths)
    worst = [[float("inf")] * (count + 1) for _ in range(lines + 1)]
    rough = [[float("inf")] * (count + 1) for _ in range(lines + 1)]
    cut = [[0] * (count + 1) for _ in range(lines + 1)]
    worst[0][0] = rough[0][0] = 0.0
    for line in range(1, lines + 1):
        for end in range(line, count + 1):
            for start in range(line - 1, end):
                width = widths[start][end - 1]
                way = (max(worst[line - 1][start], width), rough[line - 1][start] + width * width)
                if way < (worst[line][end], rough[line][end]):
                    (worst[line][end], rough[line][end]), cut[line][end] = way, start
    ends, end = [count], count
    for line in range(lines, 1, -1):
        end = cut[line][end]
        ends.append(end)
    return ends[::-1]
