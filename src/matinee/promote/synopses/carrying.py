"""Whether a translation carries what its English source says: every name, every number, no others.

Names must stand as the glossary writes them in the language, or as they are. Numbers may stand in
figures of any script or, up to twelve, in words. Whether the rest says the same is for whoever
reads both: that is not measured here.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence

from babel import Locale, UnknownLocaleError

from matinee.promote.synopses.number_words import figures, ideographic, said
from matinee.promote.words.model import CheckedSentence, Fault, Finding, Source, SourceKind
from matinee.promote.words.numerals import Numeral, numerals
from matinee.promote.words.reading import Reading, readings
from matinee.vocabulary.places import Language

Names = Mapping[str, tuple[str, ...]]
"""By an English name: how it may stand in the translation."""
_NAMING = frozenset({"PERSON", "GPE", "LOC", "FAC", "ORG", "WORK_OF_ART", "PRODUCT"})
_SCRIPTS: Mapping[str, tuple[str, ...]] = {
    "ar": ("ARABIC",), "fa": ("ARABIC",), "ur": ("ARABIC",), "he": ("HEBREW",), "th": ("THAI",),
    "hi": ("DEVANAGARI",), "ko": ("HANGUL",), "el": ("GREEK",), "zh": ("CJK",),
    "ja": ("HIRAGANA", "KATAKANA", "CJK"), "ru": ("CYRILLIC",), "uk": ("CYRILLIC",),
    "bg": ("CYRILLIC",),
}  # fmt: skip
_SPACED = ("LATIN", "CYRILLIC", "GREEK")
_HUNDRED = 100


def carried(
    source: str, translation: str, language: Language, names: Names
) -> tuple[CheckedSentence, ...]:
    """The translation as one piece, with what it lost or added; its source stands beside it."""
    read = readings([source])
    wanted, covered = _names_of(source, read, language, names)
    findings = [
        Finding(Fault.NAME_LOST, name, 0, 0)
        for name, forms in wanted.items()
        if not any(_stands(form, translation) for form in forms)
    ]
    bare = translation
    for form in sorted(
        (form for forms in wanted.values() for form in forms), key=len, reverse=True
    ):
        bare = re.sub(
            re.escape(form), lambda found: " " * len(found.group()), bare, flags=re.IGNORECASE
        )
    findings += _numbers(_counted(source, read, covered), bare, language)
    if _is_untranslated(source, translation, bare, language):
        findings.append(Finding(Fault.UNTRANSLATED, translation, 0, len(translation)))
    findings.sort(key=lambda found: found.start)
    return (
        CheckedSentence(
            translation, tuple(findings), (Source(SourceKind.TEXT, "English", source),)
        ),
    )


def names_in(source: str, language: Language, names: Names) -> Names:
    """The names that stand in a source, and how each may stand in the language."""
    return _names_of(source, readings([source]), language, names)[0]


def _names_of(
    source: str, read: Sequence[Reading], language: Language, names: Names
) -> tuple[dict[str, tuple[str, ...]], list[tuple[int, int]]]:
    """Names with their forms, and where in the source they stand."""
    found: dict[str, tuple[str, ...]] = {}
    covered: list[tuple[int, int]] = []
    for name in sorted(names, key=lambda name: (-len(name), name)):
        for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", source):
            if not _within(match.start(), covered):
                covered.append(match.span())
                found[name] = names[name]
    for name, start, end in _named(source, read):
        if not _within(start, covered):
            covered.append((start, end))
            found[name] = (name, *_country(name, language))
    return found, covered


def _named(source: str, read: Sequence[Reading]) -> Iterator[tuple[str, int, int]]:
    """Runs of words that the parser takes for a name."""
    for offset, reading in _placed(source, read):
        run: list[tuple[int, int]] = []
        for word in reading.words:
            start = offset + word.start
            if word.entity in _NAMING and word.part == "PROPN":
                if run and start - run[-1][1] > 1:
                    yield source[run[0][0] : run[-1][1]], run[0][0], run[-1][1]
                    run = []
                run.append((start, start + len(word.text)))
            elif run:
                yield source[run[0][0] : run[-1][1]], run[0][0], run[-1][1]
                run = []
        if run:
            yield source[run[0][0] : run[-1][1]], run[0][0], run[-1][1]


def _counted(
    source: str, read: Sequence[Reading], covered: list[tuple[int, int]]
) -> Iterator[Numeral]:
    for offset, reading in _placed(source, read):
        for numeral in numerals(reading):
            if not _within(offset + reading.words[numeral.place].start, covered):
                yield numeral


def _numbers(counted: Iterable[Numeral], bare: str, language: Language) -> Iterator[Finding]:
    wanted = list(counted)
    written = list(figures(bare))
    meant = {value for _, values in written for value in values} | ideographic(bare)
    words = set(re.findall(r"[^\W\d_]+", bare.casefold()))
    allowed: set[float] = set()
    for numeral in wanted:
        value = numeral.value
        allowed |= {value, value % _HUNDRED} if numeral.is_decade else {value}
        stands = allowed & meant if numeral.is_decade else {value} & meant
        if not stands and not words & said(value, language):
            yield Finding(Fault.NUMBER_LOST, numeral.text, 0, 0)
    for found, values in written:
        if not values & allowed:
            yield Finding(Fault.NUMBER_ADDED, found.group(), found.start(), found.end())


def _placed(source: str, read: Sequence[Reading]) -> Iterator[tuple[int, Reading]]:
    """Each sentence with where it begins in the source."""
    at = 0
    for reading in read:
        at = source.find(reading.text.strip(), at)
        yield at - (len(reading.text) - len(reading.text.lstrip())), reading
        at += len(reading.text.strip())


def _within(place: int, covered: Iterable[tuple[int, int]]) -> bool:
    return any(start <= place < end for start, end in covered)


def _stands(form: str, text: str) -> bool:
    """Whether a form stands in a text, at the start of a word where words are set apart.

    An ending may follow it (German *Martas*).
    """
    wanted, held = _folded(form), _folded(text)
    at = held.find(wanted)
    while at >= 0:
        if at == 0 or not unicodedata.name(held[at - 1], "").startswith(_SPACED):
            return True
        at = held.find(wanted, at + 1)
    return False


def _folded(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold().replace("’", "'")


def _country(name: str, language: Language) -> tuple[str, ...]:
    """How a country is called in the language."""
    english = Locale("en").territories
    codes = [code for code, called in english.items() if called == name]
    try:
        there = Locale.parse(language, sep="-").territories
    except (ValueError, UnknownLocaleError):
        return ()
    return tuple(there[code] for code in codes if code in there)


def _is_untranslated(source: str, translation: str, bare: str, language: Language) -> bool:
    letters = [letter for letter in bare if letter.isalpha()]
    scripts = _SCRIPTS.get(language.base)
    if not letters:
        return False
    if scripts is None:
        return _folded(source) == _folded(translation)
    own = sum(unicodedata.name(letter, "").startswith(scripts) for letter in letters)
    return 2 * own < len(letters)
