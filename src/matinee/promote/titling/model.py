"""Titles on pictures: how each was set, and which typefaces the pages' build brings for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from matinee.promote.gallery.model import PictureId
from matinee.vocabulary.places import Language

REQUIRED = 4.5
"""WCAG 2.2, 1.4.3: the least contrast of text."""
HELD = Path(__file__).parent / "fonts" / "held"
"""Where the build puts the faces, each as ``NAME.ttf``."""
COMMON = "NotoSans_700Bold"
_ARABIC, _DEVANAGARI = "NotoKufiArabic_700Bold", "NotoSansDevanagari_700Bold"
BY_LANGUAGE: Mapping[str, str] = {
    **dict.fromkeys(("ar", "ckb", "fa", "ps", "sd", "ug", "ur"), _ARABIC),
    **dict.fromkeys(("hi", "mr", "ne", "sa"), _DEVANAGARI),
    **dict.fromkeys(("he", "yi"), "NotoSansHebrew_700Bold"),
    "ja": "NotoSansJP_700Bold",
    "ko": "NotoSansKR_700Bold",
    "th": "NotoSansThai_700Bold",
    "zh": "NotoSansSC_700Bold",
}
"""The face of a language, by its first subtag; all others have ``COMMON``."""
NAMES = (COMMON, *dict.fromkeys(BY_LANGUAGE.values()))


class TitlingSettings(BaseModel):
    """The settings of titles on pictures, under ``MATINEE_TITLING__*``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    look_at: str = Field(
        default="*/5 * * * *",
        description="When approved pictures without a title set on them are looked for, as cron "
        "writes it.",
    )


@dataclass(frozen=True, slots=True)
class TitleAt:
    """One shape of a picture with its title in one language."""

    picture: PictureId
    language: Language
    shape: str


class Wish(BaseModel):
    """How somebody wants a title set: within the safe area, and in the text that it has.

    ``size`` is the em as a share of the picture's shorter side; letters become smaller where the
    title would not fit. ``align`` is ``start`` for the side that the language begins on.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    down: Literal["top", "middle", "bottom"] = "bottom"
    align: Literal["start", "middle", "end"] = "start"
    size: float = Field(default=0.12, ge=0.03, le=0.3)
    ink: str = Field(default="#fffbf3", pattern=r"^#[0-9a-f]{6}$")

    @property
    def colour(self) -> tuple[int, int, int]:
        """Red, green, blue."""
        return int(self.ink[1:3], 16), int(self.ink[3:5], 16), int(self.ink[5:7], 16)


@dataclass(frozen=True, slots=True)
class Treated:
    """One shape of a picture with its title in one language.

    ``em`` is the size of the letters in pixels; ``scrim`` how strong the veil behind them is, from
    0 to 1; ``contrast`` the least between the ink and any pixel behind a letter; ``face`` the
    largest share of a face that lies behind the title. It was made by ``recipe`` from the picture
    without a title whose bytes have the hash ``source_sha256``, by hand where there is a ``wish``.
    ``billed`` are the names that are owed below the title with their sizes, as they were when it
    was made; ``lacks`` says what of what is owed cannot be had here: then no member is shown it.
    """

    picture_id: PictureId
    language: Language
    shape: str
    text: str
    lines: tuple[str, ...]
    place: str
    ink: str
    em: float
    scrim: float
    contrast: float
    face: float
    recipe: str
    source_sha256: str
    made_at: datetime
    wish: Wish | None = None
    billed: str = ""
    lacks: str = ""
