"""The billing block: who must be named on titled artwork, set below the title and measured.

Names stand in the order that is owed, no lower than the share of the title's letters that the
contract asks for, within the safe area, off overlays and faces, at the contrast of titles.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from matinee.clearance.artwork.model import Billed
from matinee.errors import Invalid
from matinee.promote.delivery.model import Box, Line
from matinee.promote.titling.contrast import (
    DARK,
    LIGHT,
    Colour,
    Pixels,
    behind,
    contrasts,
    inked,
    strength_needed,
    veiled,
)
from matinee.promote.titling.ink import Coverage, cover
from matinee.promote.titling.model import REQUIRED
from matinee.promote.titling.placing import REACH, Room
from matinee.promote.titling.setting import Setter, SetTitle
from matinee.promote.titling.typefaces import Typefaces

SMALLEST = 9.0
"""The least em in pixels at which letters can be told apart."""
_IN_A_ROW, _LETTERS = 4, 110
_SEPARATOR = " · "
_LEADING = 1.5
_ENDS = 0.04
_MOST_HIGH, _SMALLER = 0.16, 0.9
_GAP, _FADE = 0.05, 0.05
"""Between title and names, and how far their scrim fades above them, by the height."""
_WANTED = REQUIRED * 1.06


@dataclass(frozen=True)
class Block:
    """A title's billing, ready to be set: the same names in rows of four, three, two or one.

    ``share`` is of the title's em.
    """

    ways: tuple[tuple[Setter, ...], ...]
    share: float

    @classmethod
    def of(cls, billed: Sequence[Billed], language: str, typefaces: Typefaces) -> "Block":
        """Invalid where a name cannot be set in letters."""
        names = [each.name for each in billed]
        ways: list[tuple[Setter, ...]] = []
        for count in range(min(_IN_A_ROW, len(names)), 0, -1):
            rows = [_SEPARATOR.join(row) for row in _evenly(names, count)]
            if max(map(len, rows)) <= _LETTERS:
                ways.append(tuple(Setter(row, language, typefaces) for row in rows))
        return cls(tuple(ways), max(each.size for each in billed))

    def rows(self, across: float, em: float) -> tuple[Setter, ...]:
        """The fewest rows of which each is no wider than ``across``; none where a name is."""
        for rows in self.ways:
            set_rows = [_row(setter, across, em) for setter in rows]
            if all(row.size >= 0.99 * em for row in set_rows):
                return rows
        return ()

    def room(self, line: Line, room: Room, em: float) -> Room:
        """What is left above it for a title that would have this ``em`` without it.

        The title becomes smaller, and the names with it, until they take no more of the picture
        than is good for it, or could be read no more.
        """
        left, top, right, _ = room.margins
        while self._high(line, em) > _MOST_HIGH and self.share * em * _SMALLER >= SMALLEST:
            em *= _SMALLER
        taken = 1 - floor_of(line) + self._high(line, em) + _GAP
        return replace(
            room,
            margins=(left, top, right, min(0.8, taken)),
            largest=em / min(line.width, line.height),
        )

    def _high(self, line: Line, em: float) -> float:
        """The share of the height that the rows take."""
        rows = len(self.rows(_across(line), self.share * em)) or len(self.ways[-1])
        return rows * _LEADING * self.share * em / line.height


@dataclass(frozen=True)
class SetBlock:
    """The picture with its billing; ``lacks`` says what of it lacks, empty where nothing does."""

    pixels: Pixels
    contrast: float = 0.0
    ink: Box = (0.0, 0.0, 0.0, 0.0)
    lacks: str = ""


def _row(setter: Setter, across: float, em: float) -> SetTitle:
    return setter.fit(across, _LEADING * em, largest=em, align="middle")


def _across(line: Line) -> float:
    return line.width * (1 - max(line.safe.left, _ENDS) - max(line.safe.right, _ENDS))


def _evenly(names: Sequence[str], count: int) -> list[Sequence[str]]:
    return [names[at : at + count] for at in range(0, len(names), count)]


def floor_of(line: Line) -> float:
    """Where the block's foot stands, as a share from the top: above margins and what lies there."""
    floor = 1 - max(line.safe.bottom, _ENDS)
    for zone in sorted(line.zones, key=lambda each: -each.top):
        if zone.top > 0.5 and zone.top < floor:
            floor = zone.top - 0.01
    return floor


def set_block(
    picture: Pixels, block: Block, line: Line, em: float, ink: Colour | None = None
) -> SetBlock:
    """The block at the foot of a picture whose title has this ``em`` in pixels and this ``ink``."""
    high, wide = picture.shape[:2]
    wanted = block.share * em
    if wanted < SMALLEST:
        return SetBlock(picture, lacks=f"letters of {wanted:.0f} pixels")
    rows = block.rows(_across(line), wanted)
    if not rows:
        return SetBlock(picture, lacks="no room for the names at their size")
    coverage: Coverage = np.zeros((high, wide), np.uint8)
    foot = floor_of(line) * high
    for setter in reversed(rows):
        row = _row(setter, _across(line), wanted)
        foot -= _LEADING * wanted
        left, top = (wide - row.width) / 2, foot + 0.2 * wanted
        here = cover(row, left=left, top=top, width=wide, height=high)
        coverage = np.maximum(coverage, here)
    return _inked(picture, coverage, wanted, ink)


def _inked(picture: Pixels, coverage: Coverage, em: float, like: Colour | None) -> SetBlock:
    high, wide = coverage.shape
    near = behind(coverage, REACH * em)
    inks = (LIGHT, DARK) if like is None else (like,)
    strengths = {ink: strength_needed(ink, picture[near], _WANTED) for ink in inks}
    ink = min(strengths, key=lambda each: strengths[each])
    rows, columns = np.flatnonzero(coverage.any(axis=1)), np.flatnonzero(coverage.any(axis=0))
    above = np.maximum(0.0, rows[0] - REACH * em - 1 - np.arange(high)) / (_FADE * high)
    away = np.clip(above, 0.0, 1.0)
    fade = (1 - away * away * (3 - 2 * away)).astype(np.float32)
    scrim = np.repeat(fade[:, None] * np.float32(strengths[ink]), wide, axis=1)
    ground = veiled(picture, scrim, ink) if strengths[ink] else picture
    box = (
        float(columns[0]) / wide,
        float(rows[0]) / high,
        float(columns[-1] + 1 - columns[0]) / wide,
        float(rows[-1] + 1 - rows[0]) / high,
    )
    return SetBlock(inked(ground, coverage, ink), float(contrasts(ink, ground[near]).min()), box)


def block_or_why(
    billed: Sequence[Billed], language: str, typefaces: Typefaces
) -> tuple[Block | None, str]:
    """The block of those who are owed, None where nobody is; or why it cannot be set."""
    if not billed:
        return None, ""
    try:
        return Block.of(billed, language, typefaces), ""
    except Invalid as why:
        return None, why.sentence
