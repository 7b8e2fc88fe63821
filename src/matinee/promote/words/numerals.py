"""Numbers in a sentence as values: digits, words, decades, ordinals, and what they count."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from matinee.promote.words.reading import Reading, Word

_UNITS = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14,
    "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20,
    "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
    "twenties": 20, "thirties": 30, "forties": 40, "fifties": 50, "sixties": 60, "dozen": 12,
}  # fmt: skip
_SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
_DIGITS = re.compile(r"(\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(s|th|st|nd|rd)?")
_YEAR = range(1870, 2200)


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number: ``counted`` is the lemma of what it counts, empty where it stands alone."""

    value: float
    place: int
    text: str
    counted: str
    is_decade: bool = False

    @property
    def is_year(self) -> bool:
        """Whether it reads as a year."""
        return not self.is_decade and not self.counted and self.value in _YEAR


def numerals(reading: Reading) -> tuple[Numeral, ...]:
    """Every number of a sentence but *one*, which is mostly a pronoun."""
    return tuple(_found(reading))


def _found(reading: Reading) -> Iterator[Numeral]:
    words = reading.words
    place = 0
    while place < len(words):
        run = _run(words, place)
        if not run:
            place += 1
            continue
        text = " ".join(word.text for word in run)
        value, decade = _value(run)
        if value is not None and not (len(run) == 1 and run[0].lemma == "one"):
            last = run[-1]
            yield Numeral(value, run[0].place, text, _counted(reading, run), decade)
            place = last.place
        place += 1


def _run(words: tuple[Word, ...], place: int) -> list[Word]:
    run: list[Word] = []
    while place < len(words):
        word = words[place]
        is_joint = bool(run) and word.text == "-" and place + 1 < len(words)
        if is_joint and _is_number(words[place + 1]):
            place += 1
            continue
        if not _is_number(word) or (run and word.text[0].isdigit()):
            break
        run.append(word)
        place += 1
    return run


def _is_number(word: Word) -> bool:
    text = word.text.lower()
    return (
        text in _UNITS
        or text in _SCALES
        or _DIGITS.fullmatch(text) is not None
        or all(part in _UNITS for part in text.split("-"))
    )


def _value(run: list[Word]) -> tuple[float | None, bool]:
    total, current = 0.0, 0.0
    for word in run:
        text = word.text.lower()
        found = _DIGITS.fullmatch(text)
        if found is not None:
            number = float(found[1].replace(",", ""))
            if found[2] == "s":
                return number, True
            current += number
        elif text in _SCALES:
            current = max(current, 1.0) * _SCALES[text]
            if _SCALES[text] >= 1_000:
                total, current = total + current, 0.0
        else:
            current += sum(_UNITS[part] for part in text.split("-"))
    return total + current, False


def _counted(reading: Reading, run: list[Word]) -> str:
    last = run[-1]
    head = reading.head(last)
    if last.relation in {"nummod", "compound", "amod", "quantmod"} and head.part in {
        "NOUN",
        "PROPN",
        "ADJ",
    }:
        is_year = len(run) == 1 and run[0].text.isdigit() and int(run[0].text) in _YEAR
        return "" if is_year else head.lemma
    return ""
