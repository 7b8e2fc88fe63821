"""The billing block: who must be named on titled artwork, set below the title and measured.

Names stand in the order that is owed, no lower than the share of the title's letters that the
contract asks for, within the safe area, off overlays and faces, at the contrast of titles. What
cannot be set so is missing billing: members are not shown it, partners are not sent it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from matinee.clearance.artwork.model import Billed
from matinee.errors import Invalid
from matinee.promote.gallery.model import MOST_CUT
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
from matinee.promote.titling.model import REQUIRED, Wish
from matinee.promote.titling.placing import REACH, WHOLE, Box, Room, covered
from matinee.promote.titling.setting import Setter, SetTitle
from matinee.promote.titling.treatment import Treatment, treat
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

    def room(self, wide: int, high: int, room: Room, em: float) -> Room:
        """What is left above it for a title that would have this ``em`` without it.

        The title becomes smaller, and the names with it, until they take no more of the picture
        than is good for it, or could be read no more.
        """
        left, top, right, _ = room.margins
        across = _across(wide, room)
        share = self._high(across, high, em)
        while share > _MOST_HIGH and self.share * em * _SMALLER >= SMALLEST:
            em *= _SMALLER
            share = self._high(across, high, em)
        taken = 1 - floor_of(room) + share + _GAP
        return replace(
            room, margins=(left, top, right, min(0.8, taken)), largest=em / min(wide, high)
        )

    def _high(self, across: float, high: int, em: float) -> float:
        """The share of the height that the rows take."""
        rows = len(self.rows(across, self.share * em)) or len(self.ways[-1])
        return rows * _LEADING * self.share * em / high


@dataclass(frozen=True)
class SetBlock:
    """The picture with its billing; ``lacks`` says what of it lacks, empty where nothing does."""

    pixels: Pixels
    contrast: float = 0.0
    ink: Box = (0.0, 0.0, 0.0, 0.0)
    lacks: str = ""

    def lacking(self, faces: Sequence[Box]) -> str:
        """What it lacks on a picture with these faces, empty where nothing does."""
        under = max((covered(face, self.ink) for face in faces), default=0.0)
        if self.lacks or under > MOST_CUT:
            return self.lacks or f"on a face, {under:.0%}"
        return f"contrast {self.contrast:.1f}" if self.contrast < REQUIRED else ""


@dataclass(frozen=True)
class Lettered:
    """A picture with its title and the names below it: ``contrast`` is the least of both."""

    title: Treatment
    names: SetBlock | None

    @property
    def pixels(self) -> Pixels:
        """The finished picture."""
        return self.title.pixels if self.names is None else self.names.pixels

    @property
    def contrast(self) -> float:
        """Of any pixel behind a letter."""
        title = self.title.contrast
        return title if self.names is None or self.names.lacks else min(title, self.names.contrast)


def lettered(
    picture: Pixels,
    setter: Setter,
    block: Block | None,
    faces: Sequence[Box],
    saliency: NDArray[np.float64],
    room: Room = WHOLE,
    *,
    wish: Wish | None = None,
) -> Lettered:
    """Set a title, and below it the names that are owed, as :func:`treat` sets titles."""
    done = treat(picture, setter, faces, saliency, room, wish=wish)
    if block is None:
        return Lettered(done, None)
    high, wide = picture.shape[:2]
    # The names stand at the foot: the title makes room for them, by its size beforehand.
    above = block.room(wide, high, room, done.placement.title.size)
    done = treat(picture, setter, faces, saliency, above, wish=wish)
    em, ink = done.placement.title.size, done.placement.ink
    return Lettered(done, set_block(done.pixels, block, room, em, ink))


def _row(setter: Setter, across: float, em: float) -> SetTitle:
    return setter.fit(across, _LEADING * em, largest=em, align="middle")


def _across(wide: int, room: Room) -> float:
    return wide * (1 - max(room.margins[0], _ENDS) - max(room.margins[2], _ENDS))


def _evenly(names: Sequence[str], count: int) -> list[Sequence[str]]:
    return [names[at : at + count] for at in range(0, len(names), count)]


def floor_of(room: Room) -> float:
    """Where the block's foot stands, as a share from the top: above margins and what lies there."""
    floor = 1 - max(room.margins[3], _ENDS)
    for _, top, _, _ in sorted(room.barred, key=lambda box: -box[1]):
        if 0.5 < top < floor:
            floor = top - 0.01
    return floor


def set_block(
    picture: Pixels, block: Block, room: Room, em: float, ink: Colour | None = None
) -> SetBlock:
    """The block at the foot of a picture whose title has this ``em`` in pixels and this ``ink``."""
    high, wide = picture.shape[:2]
    wanted = block.share * em
    if wanted < SMALLEST:
        return SetBlock(picture, lacks=f"letters of {wanted:.0f} pixels")
    across = _across(wide, room)
    rows = block.rows(across, wanted)
    if not rows:
        return SetBlock(picture, lacks="no room for the names at their size")
    coverage: Coverage = np.zeros((high, wide), np.uint8)
    foot = floor_of(room) * high
    for setter in reversed(rows):
        row = _row(setter, across, wanted)
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
