"""Fill a hole in a picture with what stands around it, so that the texture goes on. Pure.

From a small picture to the whole one (after Wexler, Shechtman and Irani 2007): each patch that
touches the hole finds the known patch most like it, and each pixel of the hole becomes a copy out
of the patch over it that fits best. Nothing is averaged, since the mean of many patches is smooth
where the texture is not. At the end the copies are joined without seams.
"""

import numpy as np

from matinee.errors import Invalid
from matinee.studio.concept.colour import Bytes, Floats
from matinee.studio.concept.filling.blending import blended
from matinee.studio.concept.filling.patches import Flags, Places, whole_patches, with_roughness
from matinee.studio.concept.filling.pyramid import FEWEST_PATCHES, Level, levels
from matinee.studio.concept.filling.sized import Sized, peeled
from matinee.studio.concept.model import MOST_FILLED

_ROUNDS = (8, 6, 5, 4, 3)
"""How often patches are looked for and copied, from the smallest size on; then as the last."""
_LEAST_AROUND = 96
_NEARBY = 16


def fill(picture: Bytes, mask: Bytes, *, seed: int = 7) -> Bytes:
    """The picture (h, w, 3; sRGB) with its hole (mask (h, w) above 0) filled from around it.

    Every byte outside the hole stays as it was. The same seed fills in the same way. Invalid where
    the mask is of another size, empty, too large, or leaves too little to fill from.
    """
    hole = mask > 0
    _checked(picture, hole)
    part = _around(hole)
    inner = hole[part]
    # What lies under the mask must not reach what comes of it, not even through a rounding.
    seen = np.where(inner[..., None], 0, picture[part]).astype(np.float32)
    filled = _filled(levels(with_roughness(seen, ~inner), ~inner), np.random.default_rng(seed))
    result = picture.copy()
    result[part][inner] = np.clip(np.rint(filled), 0, 255).astype(np.uint8)
    return result


def _checked(picture: Bytes, hole: Flags) -> None:
    if hole.shape != picture.shape[:2]:
        raise Invalid(
            "The mask is of another size than the picture.",
            remedy="Give a mask of exactly the picture's width and height.",
            field="mask",
        )
    size = np.count_nonzero(hole)
    if not size:
        raise Invalid("Nothing is marked.", remedy="Mark what is to go.", field="mask")
    if size > MOST_FILLED:
        raise Invalid(
            f"More than {MOST_FILLED} pixels are marked.",
            remedy="Mark less at a time, or make the picture smaller.",
            field="mask",
        )
    if np.count_nonzero(whole_patches(~hole[_around(hole)])) < FEWEST_PATCHES:
        raise Invalid(
            "Too little is left around what is marked to fill it from.",
            remedy="Mark less, or give more of the picture.",
            field="mask",
        )


def _around(hole: Flags) -> tuple[slice, slice]:
    """The part of the picture from which the hole is filled: as much again on each side."""
    rows, columns = np.flatnonzero(hole.any(axis=1)), np.flatnonzero(hole.any(axis=0))
    reach = max(_LEAST_AROUND, int(np.ptp(rows)), int(np.ptp(columns)))
    return (
        slice(max(0, rows[0] - reach), rows[-1] + 1 + reach),
        slice(max(0, columns[0] - reach), columns[-1] + 1 + reach),
    )


def _filled(pyramid: list[Level], chance: np.random.Generator) -> Floats:
    """The pixels of the hole at full size, row by row (n, 3)."""
    smallest = pyramid[-1]
    planes = peeled(smallest)
    sized: Sized | None = None
    alike: Places | None = None
    for turn, level in enumerate(reversed(pyramid)):
        before, sized = sized, Sized.of(level, chance)
        if before is not None and alike is not None:
            alike = sized.handed_down(before, alike)
            planes = sized.copied(sized.own(alike))
        rounds = _ROUNDS[min(turn, len(_ROUNDS) - 1)]
        for again in range(rounds):
            reach = max(level.known.shape) // 2 if again == 0 else _NEARBY
            alike, distance = sized.looked(planes, alike, reach, chance)
            if again < rounds - 1:
                planes = sized.copied(sized.best(alike, distance))
    if sized is None or alike is None:
        raise AssertionError("A pyramid has at least one level.")
    return blended(sized.level.planes[..., :3], ~sized.level.known, sized.own(alike))
