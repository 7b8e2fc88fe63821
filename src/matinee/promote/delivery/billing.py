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
    REQUIRED,
    Pixels,
    behind,
    contrasts,
    inked,
    strength_needed,
    veiled,
)
from matinee.promote.titling.ink import Coverage, cover
from matinee.promote.titling.placing import REACH, Room
from matinee.promote.titling.setting import Setter
from matinee.promote.titling.typefaces import Typefaces

SMALLEST = 9.0
"""The least em in pixels at which letters can be told apart."""
_IN_A_ROW, _LETTERS = 4, 110
_LEADING = 1.5
_ENDS = 0.04
_WANTED = REQUIRED * 1.06


@dataclass(frozen=True)
class Block:
    """A title's billing, ready to be set: rows of names, and the share of the title's em."""

    rows: tuple[Setter, ...]
    share: float

    @classmethod
    def of(cls, billed: Sequence[Billed], language: str, typefaces: Typefaces) -> "Block":
        """Invalid where a name cannot be set in letters."""
        rows: list[list[str]] = [[]]
        for each in billed:
            row = [*rows[-1], each.name]
            if len(row) > _IN_A_ROW or len("  ·  ".join(row)) > _LETTERS:
                rows.append([])
            rows[-1].append(each.name)
        setters = tuple(Setter(" · ".join(row), language, typefaces) for row in rows if row)
        return cls(setters, max(each.size for each in billed))

    def height(self, em: float) -> float:
        """In pixels, below a title of this em."""
        return len(self.rows) * _LEADING * self.share * em

    def room(self, line: Line, room: Room, em: float) -> Room:
        """What is left for the title above it."""
        left, top, right, _ = room.margins
        taken = (1 - floor_of(line)) + self.height(em) / line.height + 0.02
        return replace(room, margins=(left, top, right, min(0.8, taken)))


@dataclass(frozen=True)
class SetBlock:
    """The picture with its billing; ``lacks`` says what of it lacks, empty where nothing does."""

    pixels: Pixels
    contrast: float = 0.0
    ink: Box = (0.0, 0.0, 0.0, 0.0)
    lacks: str = ""


def floor_of(line: Line) -> float:
    """Where the block's foot stands, as a share from the top: above margins and what lies there."""
    floor = 1 - max(line.safe.bottom, _ENDS)
    for zone in sorted(line.zones, key=lambda each: -each.top):
        if zone.top > 0.5 and zone.top < floor:
            floor = zone.top - 0.01
    return floor


def set_block(picture: Pixels, block: Block, line: Line, em: float) -> SetBlock:
    """The block at the foot of a titled picture whose title has this ``em`` in pixels."""
    high, wide = picture.shape[:2]
    wanted = block.share * em
    if wanted < SMALLEST:
        return SetBlock(picture, lacks=f"letters of {wanted:.0f} pixels")
    across = wide * (1 - max(line.safe.left, 0.04) - max(line.safe.right, 0.04))
    coverage: Coverage = np.zeros((high, wide), np.uint8)
    foot = floor_of(line) * high
    for setter in reversed(block.rows):
        row = setter.fit(across, _LEADING * wanted, largest=wanted, align="middle")
        if row.size < 0.99 * wanted:
            return SetBlock(picture, lacks="no room for the names at their size")
        foot -= _LEADING * wanted
        left = (wide - row.width) / 2
        coverage = np.maximum(
            coverage, cover(row, left=left, top=foot + 0.2 * wanted, width=wide, height=high)
        )
    return _inked(picture, coverage, wanted)


def _inked(picture: Pixels, coverage: Coverage, em: float) -> SetBlock:
    high, wide = coverage.shape
    near = behind(coverage, REACH * em)
    strengths = {ink: strength_needed(ink, picture[near], _WANTED) for ink in (LIGHT, DARK)}
    ink = min(strengths, key=lambda each: strengths[each])
    scrim = np.zeros((high, wide), np.float32)
    rows, columns = np.flatnonzero(coverage.any(axis=1)), np.flatnonzero(coverage.any(axis=0))
    air = round(0.5 * em)
    band = slice(max(0, int(rows[0]) - air), int(rows[-1]) + 1 + air)
    scrim[band] = strengths[ink]
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
