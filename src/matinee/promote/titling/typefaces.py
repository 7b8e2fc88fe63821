"""The typefaces that titles are set in: whole ones, brought by the build from ``fonts/``.

Noto in bold, under the Open Font License. A language has its own face first; a letter that it lacks
is looked for in the others, so that a Latin word in a Thai title is set too.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from babel import Locale, UnknownLocaleError

from matinee.errors import Invalid, Unavailable
from matinee.promote.titling.harfbuzz import hb
from matinee.promote.titling.model import BY_LANGUAGE, COMMON, HELD, NAMES


@dataclass(frozen=True, eq=False)
class Typeface:
    """One face as HarfBuzz has it; ``units`` to the em."""

    name: str
    file: Path

    @cached_property
    def font(self) -> Any:
        """HarfBuzz's font, scaled to ``units``."""
        if not self.file.is_file():
            raise Unavailable(
                f"The typeface {self.name} is not here.",
                remedy="Run: python -m matinee.surfaces.web.build, which brings the typefaces.",
                code="typefaces_missing",
            )
        return hb.Font(hb.Face(hb.Blob.from_file_path(str(self.file))))

    @property
    def units(self) -> int:
        """Units to the em."""
        return int(self.font.face.upem)

    @cached_property
    def letters(self) -> frozenset[int]:
        """The code points that it has a glyph for."""
        return frozenset(self.font.face.unicodes)


class Typefaces:
    """Every face of a folder; each is read when a letter first needs it."""

    def __init__(self, folder: Path = HELD) -> None:
        self._faces = {name: Typeface(name, folder / f"{name}.ttf") for name in NAMES}

    def of(self, language: str) -> Iterator[Typeface]:
        """The faces to look for a letter in, the language's own first."""
        first = BY_LANGUAGE.get(language.partition("-")[0].lower(), COMMON)
        for name in dict.fromkeys((first, COMMON, *NAMES)):
            yield self._faces[name]

    def choose(self, text: Sequence[str], language: str) -> list[Typeface]:
        """A face for each letter of ``text``; Invalid, naming it, for one that no face has.

        Marks, joiners and spaces stay with the letter before them, where its face has them.
        """
        chosen: list[Typeface] = []
        for letter in text:
            ranked = [chosen[-1]] if chosen and _leans(letter) else []
            code = ord(letter)
            found = next(
                (each for each in (*ranked, *self.of(language)) if code in each.letters), None
            )
            if found is None and is_unseen(letter) and chosen:
                found = chosen[-1]
            if found is None:
                raise Invalid(
                    f"No typeface has the letter {letter} (U+{code:04X}).",
                    remedy="Write the title without it.",
                    code="letter_missing",
                )
            chosen.append(found)
        return chosen


def is_unseen(letter: str) -> bool:
    """Whether a letter only steers others: joiners, direction marks, variation selectors."""
    code = ord(letter)
    return 0x200B <= code <= 0x200F or code in {0x2060, 0xFEFF, 0x61C} or 0xFE00 <= code <= 0xFE0F


def _leans(letter: str) -> bool:
    return letter == " " or is_unseen(letter) or unicodedata.category(letter).startswith("M")


def runs_from_the_right(language: str) -> bool:
    """Whether a language is written from right to left, by CLDR; from the left if unknown."""
    for tag in (language, language.partition("-")[0]):
        try:
            return Locale.parse(tag, sep="-").text_direction == "rtl"
        except (ValueError, UnknownLocaleError):
            continue
    return False
