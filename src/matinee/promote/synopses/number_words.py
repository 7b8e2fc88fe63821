"""How small numbers are said in some languages, and how any script writes them in figures."""

import re
import unicodedata
from collections.abc import Iterator, Mapping

from matinee.vocabulary.places import Language

_BELOW = 13
"""Larger ones are written in figures, as style guides of these languages have it."""
_WORDS: Mapping[str, str] = {
    "de": "ein eine einen einem einer eins|zwei beide beiden beider|drei|vier|fünf|sechs|sieben"
    "|acht|neun|zehn|elf|zwölf",
    "fr": "un une|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze",
    "es": "un uno una|dos ambos ambas|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce",
    "it": "un uno una|due|tre|quattro|cinque|sei|sette|otto|nove|dieci|undici|dodici",
    "pt": "um uma|dois duas|três|quatro|cinco|seis|sete|oito|nove|dez|onze|doze",
    "nl": "een één|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf",
    "sv": "en ett|två|tre|fyra|fem|sex|sju|åtta|nio|tio|elva|tolv",
    "pl": "jeden jedna jedno|dwa dwie dwaj dwóch|trzy trzej trzech|cztery czterej czterech"
    "|pięć pięciu|sześć sześciu|siedem siedmiu|osiem ośmiu|dziewięć dziewięciu"
    "|dziesięć dziesięciu|jedenaście jedenastu|dwanaście dwunastu",
    "ar": "واحد واحدة|اثنان اثنين اثنتان اثنتين|ثلاث ثلاثة|أربع أربعة|خمس خمسة|ست ستة|سبع سبعة"
    "|ثماني ثمانية ثمان|تسع تسعة|عشر عشرة|أحد عشر|اثنا عشر",
}
_IDEOGRAPHS = dict(zip("〇一二三四五六七八九", range(10), strict=True)) | {
    "両": 2, "两": 2, "兩": 2,
}  # fmt: skip
_TENS = {"十": 10, "百": 100, "千": 1_000}
_RUN = re.compile(f"[{''.join((*_IDEOGRAPHS, *_TENS))}]+")
_FIGURES = re.compile(r"\d+(?:[.,٬٫'’\u00a0\u202f]\d+)*")


def said(value: float, language: Language) -> frozenset[str]:
    """The words for a number, in small letters; empty where none are known."""
    listed = _WORDS.get(language.base, "").split("|")
    if not value.is_integer() or not 1 <= value < _BELOW or len(listed) < value:
        return frozenset()
    return frozenset(listed[int(value) - 1].split())


def figures(text: str) -> Iterator[tuple[re.Match[str], frozenset[float]]]:
    """The numbers in figures, with what each may mean: separators differ between languages."""
    for found in _FIGURES.finditer(text):
        plain = "".join(_figure(letter) for letter in found.group())
        parts = plain.split()
        meant = {float("".join(parts))}
        if len(parts) == 2 and len(parts[1]) != 3:
            meant.add(float(".".join(parts)))
        yield found, frozenset(meant)


def ideographic(text: str) -> frozenset[float]:
    """The numbers that a Chinese or Japanese text writes in ideographs, up to thousands."""
    return frozenset(_ideographic(found.group()) for found in _RUN.finditer(text))


def _figure(letter: str) -> str:
    value = unicodedata.digit(letter, -1)
    return " " if value < 0 else str(value)


def _ideographic(run: str) -> float:
    if not set(run) & _TENS.keys():
        return float("".join(str(_IDEOGRAPHS[letter]) for letter in run))
    total, current = 0, 0
    for letter in run:
        if letter in _TENS:
            total, current = total + (current or 1) * _TENS[letter], 0
        else:
            current = _IDEOGRAPHS[letter]
    return float(total + current)
