"""Crops of one picture for four shapes that cut neither faces nor what the eye goes to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Box = tuple[float, float, float, float]
"""Left, top, width, height as shares of the picture."""

SHAPES: Mapping[str, float] = {"wide": 16 / 9, "poster": 2 / 3, "square": 1.0, "tall": 9 / 16}
"""The shapes that pages and partners ask for, as width by height."""
_PLACES = 201
_THIRDS = (1 / 3, 1 / 2, 2 / 3)


@dataclass(frozen=True, slots=True)
class Crop:
    """The window of one shape.

    ``cut`` is the largest share of a protected box that it cuts off, ``keeps`` the share of the
    attention that is in it.
    """

    shape: str
    box: Box
    cut: float
    keeps: float


@dataclass(frozen=True, slots=True)
class Attention:
    """How what the eye goes to lies in equal columns and in equal rows; each sums to 1."""

    across: tuple[float, ...] = (1.0,)
    down: tuple[float, ...] = (1.0,)

    def within(self, window: Box) -> float:
        """The share that a window keeps, were columns and rows of each other independent."""
        left, top, wide, high = window
        return _run(self.across, left, left + wide) * _run(self.down, top, top + high)


def crop_all(
    width: int,
    height: int,
    heads: Sequence[Box],
    salient: Box,
    attention: Attention | None = None,
) -> tuple[Crop, ...]:
    """The best window of every shape: as large as fits, moved to where it harms least.

    Heads are kept, not faces alone. Of windows that harm alike, the one that keeps most of the
    attention.
    """
    kept, felt = [*heads, salient], attention or Attention()
    return tuple(
        crop_to(shape, width / height, ratio, kept, felt) for shape, ratio in SHAPES.items()
    )


def crop_to(
    shape: str, picture: float, ratio: float, kept: Sequence[Box], attention: Attention
) -> Crop:
    """The same for one ``ratio``, in a picture whose width by height is ``picture``."""
    size = (ratio / picture, 1.0) if ratio <= picture else (1.0, picture / ratio)
    ways = [
        ((1 - size[0]) * place / (_PLACES - 1), (1 - size[1]) * place / (_PLACES - 1), *size)
        for place in range(_PLACES)
    ]
    best = min(
        ways,
        key=lambda way: (
            round(most_cut(way, kept), 4),
            -round(attention.within(way), 2),
            _unbalance(way, kept[0]) if kept else 0.0,
        ),
    )
    return Crop(shape, best, most_cut(best, kept), attention.within(best))


def most_cut(window: Box, kept: Sequence[Box]) -> float:
    """The largest share of any protected box outside ``window``; 0 where all are whole."""
    return max((1 - _inside(window, box) for box in kept), default=0.0)


def _inside(window: Box, box: Box) -> float:
    wide = min(window[0] + window[2], box[0] + box[2]) - max(window[0], box[0])
    high = min(window[1] + window[3], box[1] + box[3]) - max(window[1], box[1])
    area = box[2] * box[3]
    if area <= 0:
        return 1.0
    return min(1.0, max(0.0, wide) * max(0.0, high) / area)


def _unbalance(window: Box, first: Box) -> float:
    """How far the first of what is kept lies from a third or the middle of the window."""
    middle = (first[0] + first[2] / 2 - window[0]) / window[2]
    return min(abs(middle - line) for line in _THIRDS)


def _run(shares: Sequence[float], begin: float, end: float) -> float:
    """What lies between two places of a row of equal bins."""
    return _until(shares, end) - _until(shares, begin)


def _until(shares: Sequence[float], place: float) -> float:
    """What lies before a place; of the bin in which it is, as much as lies before it."""
    bins, part = divmod(min(max(place, 0.0), 1.0) * len(shares), 1)
    before = int(bins)
    return sum(shares[:before]) + (part * shares[before] if before < len(shares) else 0.0)
