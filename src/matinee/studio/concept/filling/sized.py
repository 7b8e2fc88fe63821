"""The work on a hole at one size: look for like patches, copy, hand on to twice the size. Pure."""

from dataclasses import dataclass
from typing import Self

import cv2
import numpy as np

from matinee.studio.concept.colour import Floats
from matinee.studio.concept.filling.correspondence import Ground, every_compared, improved
from matinee.studio.concept.filling.patches import (
    HALF,
    Axes,
    Places,
    described,
    gathered,
    principal_axes,
    touching,
    whole_patches,
)
from matinee.studio.concept.filling.pyramid import Level


@dataclass(frozen=True, slots=True)
class Sized:
    """A level with its patches described; ``hole`` (m, 2) are the pixels to fill, row by row."""

    level: Level
    axes: Axes
    ground: Ground
    hole: Places

    @classmethod
    def of(cls, level: Level, chance: np.random.Generator) -> Self:
        """Describe what is known of a level."""
        usable = whole_patches(level.known)
        axes = principal_axes(level.planes, np.argwhere(usable), chance)
        wanting = touching(~level.known)
        number = np.full(level.known.shape, -1, np.intp)
        number[wanting] = np.arange(np.count_nonzero(wanting))
        words = described(level.planes, axes)
        flat = words.reshape(-1, words.shape[-1])
        ground = Ground(flat, usable, np.argwhere(wanting), number)
        return cls(level, axes, ground, np.argwhere(~level.known))

    def looked(
        self, planes: Floats, alike: Places | None, reach: int, chance: np.random.Generator
    ) -> tuple[Places, Floats]:
        """For each place the pixel (n) whose patch is most like it now, and how far it is (n)."""
        at = self.ground.at
        (top, left), (bottom, right) = np.maximum(at.min(axis=0) - HALF, 0), at.max(axis=0) + HALF
        part = planes[top : bottom + 1, left : right + 1]
        wanted = described(part, self.axes)[at[:, 0] - top, at[:, 1] - left]
        if alike is None or self.ground.small:
            return every_compared(self.ground, wanted)
        return improved(self.ground, wanted, alike, reach=reach, chance=chance)

    def own(self, alike: Places) -> Places:
        """For each pixel of the hole (m), the pixel in the middle of its own patch's like."""
        return alike[self.ground.number[self.hole[:, 0], self.hole[:, 1]]]

    def best(self, alike: Places, distance: Floats) -> Places:
        """For each pixel of the hole (m), its like in that patch over it which fits best."""
        height, width = self.level.known.shape
        nearest = np.full(len(self.hole), np.inf, np.float32)
        chosen = np.zeros(len(self.hole), np.intp)
        for down in range(-HALF, HALF + 1):
            for right in range(-HALF, HALF + 1):
                rows, columns = self.hole[:, 0] - down, self.hole[:, 1] - right
                there = (rows >= 0) & (rows < height) & (columns >= 0) & (columns < width)
                some = np.flatnonzero(there)
                place = self.ground.number[rows[some], columns[some]]
                nearer = distance[place] < nearest[some]
                some, place = some[nearer], place[nearer]
                nearest[some] = distance[place]
                chosen[some] = alike[place] + down * width + right
        return chosen

    def copied(self, pixels: Places) -> Floats:
        """The level's planes (h, w, 5) with the hole's pixels (m) as copies of others."""
        planes = self.level.planes.copy()
        flat = self.level.planes.reshape(-1, planes.shape[2])
        planes[self.hole[:, 0], self.hole[:, 1]] = flat[pixels]
        return planes

    def handed_down(self, smaller: Self, alike: Places) -> Places:
        """What each place's patch is like (n), from what was found at half the size."""
        columns = smaller.level.known.shape[1]
        height, width = self.level.known.shape
        at = self.ground.at
        place = smaller.ground.number[at[:, 0] // 2, at[:, 1] // 2]
        theirs = alike[np.maximum(place, 0)]
        row = np.minimum(2 * (theirs // columns) + at[:, 0] % 2, height - 1)
        column = np.minimum(2 * (theirs % columns) + at[:, 1] % 2, width - 1)
        usable = self.ground.usable
        lost = np.flatnonzero(~usable[row, column] | (place < 0))
        found = row * width + column
        if len(lost):
            found[lost] = _nearest(usable)[row[lost], column[lost]]
        return found


def _nearest(usable: np.ndarray) -> Places:
    """For each pixel (h, w) the nearest usable one."""
    _, labels = cv2.distanceTransformWithLabels(
        (~usable).astype(np.uint8), cv2.DIST_L1, 3, labelType=cv2.DIST_LABEL_PIXEL
    )
    label = labels.astype(np.intp)
    pixel = np.zeros(int(label.max()) + 1, np.intp)
    pixel[label[usable]] = np.flatnonzero(usable)
    return pixel[label]


def peeled(level: Level) -> Floats:
    """A small level's planes with the hole filled ring by ring, each by what is known about it.

    Every pixel takes the middle of the known patch that is most like it where it is known itself.
    """
    planes, known = level.planes.copy(), level.known.copy()
    at = np.argwhere(whole_patches(known))
    patches = gathered(planes, at)
    squares = patches * patches
    while not known.all():
        ring = (cv2.dilate(known.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0) & ~known
        edge = np.argwhere(ring)
        share = gathered(known[..., None].astype(np.float32), edge)
        share = np.tile(share, (1, planes.shape[2]))
        seen = share * gathered(planes, edge)
        nearest = np.argmin(share @ squares.T - 2 * (seen @ patches.T), axis=1)
        planes[ring] = planes[at[nearest, 0], at[nearest, 1]]
        known |= ring
    return planes
