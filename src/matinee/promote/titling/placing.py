"""Where on a picture its title stands: off faces, off what the eye goes to, where it reads best.

Each place is tried with the title set into it, in light ink and in dark. What decides is how much
of a face it covers, how much saliency, how strong a scrim it needs and how small letters are.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matinee.promote.titling.contrast import DARK, LIGHT, Colour, Pixels, behind, strength_needed
from matinee.promote.titling.ink import Coverage, cover
from matinee.promote.titling.model import REQUIRED, Wish
from matinee.promote.titling.setting import Setter, SetTitle

Box = tuple[float, float, float, float]
"""Left, top, width, height as shares of the picture."""

_SIDES, _ENDS = 0.06, 0.07
"""The margins, as shares of width and height: within EBU R 95's area that is safe for graphics."""
_TALL_ENDS = 0.13
"""On a phone's full screen, buttons lie over the top and the foot."""
_LARGEST = 0.22
"""Of the shorter side: no em is larger."""
REACH = 0.06
"""How far around a letter the ground counts as lying behind it, in ems."""
_WANTED = REQUIRED * 1.06
"""A little more than is required, since JPEG will move the pixels."""
_FACE_FREE = 0.01
_COSTS = {"face": 6.0, "saliency": 1.8, "small": 1.1}
_SCRIM = {LIGHT: 0.25, DARK: 1.8}
"""A dark scrim deepens a picture; a light one lies on it like haze, so it has to be faint."""
_TURNED = {LIGHT: 0.0, DARK: 0.1}
_DOWN = {"bottom": 0.0, "top": 0.12, "middle": 0.3}
_ALIGNED = {"start": 0.0, "middle": 0.02, "end": 0.05}


@dataclass(frozen=True)
class Placement:
    """A title in its place: pixels from the upper left, with what speaks for and against it.

    ``face`` is the largest share of a face that lies behind the block, ``saliency`` the share of
    the picture's saliency, ``scrim`` the strength of the veil that the letters need, ``barred`` the
    share of the block that lies where it should not.
    """

    place: str
    title: SetTitle
    left: float
    top: float
    ink: Colour
    coverage: Coverage
    face: float
    saliency: float
    scrim: float
    barred: float = 0.0


@dataclass(frozen=True, slots=True)
class Room:
    """What a picture leaves for its title: margins as shares of it, and boxes to stay out of.

    ``margins`` are left, top, right and bottom; a title keeps the house's own where they are wider.
    No em is more than ``largest`` of the shorter side; None for the house's own measure.
    """

    margins: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    barred: tuple[Box, ...] = ()
    largest: float | None = None


WHOLE = Room()


def room_of(wide: int, high: int) -> Room:
    """What a member's screen leaves of a picture of this size."""
    return Room((0.0, 0.0, 0.0, _TALL_ENDS)) if _is_tall(wide, high) else WHOLE


def best_place(
    picture: Pixels,
    setter: Setter,
    faces: Sequence[Box],
    saliency: NDArray[np.float64],
    room: Room = WHOLE,
) -> Placement:
    """The place that costs least; ``saliency`` is a map of the picture that sums to 1, of any size.

    A place that is barred, or on a face, is taken only where every place is.
    """
    tried = list(_tried(picture, setter, faces, saliency, room))
    largest = max(each.title.size for each in tried)
    open_ = [each for each in tried if each.barred <= 0] or tried
    free = [each for each in open_ if each.face <= _FACE_FREE]
    return min(free or open_, key=lambda each: _cost(each, largest))


def wished_place(
    picture: Pixels,
    setter: Setter,
    faces: Sequence[Box],
    saliency: NDArray[np.float64],
    wish: Wish,
    room: Room = WHOLE,
) -> Placement:
    """Where somebody wants the title, within the margins of house and room."""
    high, wide = picture.shape[:2]
    margins = _margins(picture, room)
    west, north, east, south = margins
    title = setter.fit(
        (1 - west - east) * wide,
        (1 - north - south) * high,
        largest=min(wish.size, room.largest or wish.size) * min(wide, high),
        align=wish.align,
    )
    corner = (
        _left(title, wish.align, margins, wide),
        _top(title, wish.down, margins, high),
    )
    place = f"{wish.down}-{wish.align}"
    inks = (wish.colour,)
    return next(_inks(picture, title, place, corner, faces, saliency, room, inks))


def _is_tall(wide: int, high: int) -> bool:
    return high > 1.6 * wide


def _margins(picture: Pixels, room: Room) -> tuple[float, float, float, float]:
    """West, north, east, south, as shares: the house's own, or wider ones."""
    high, wide = picture.shape[:2]
    ends = _TALL_ENDS if _is_tall(wide, high) else _ENDS
    given = room.margins
    return max(_SIDES, given[0]), max(ends, given[1]), max(_SIDES, given[2]), max(ends, given[3])


def _left(
    title: SetTitle, align: str, margins: tuple[float, float, float, float], wide: int
) -> float:
    west, _, east, _ = margins
    if align == "middle":
        return (wide * (west + 1 - east) - title.width) / 2
    from_right = (align == "end") != title.from_right
    return wide * (1 - east) - title.width if from_right else wide * west


def _top(
    title: SetTitle, down: str, margins: tuple[float, float, float, float], high: int
) -> float:
    _, north, _, south = margins
    return {
        "bottom": high * (1 - south) - title.height,
        "top": high * north,
        "middle": (high * (north + 1 - south) - title.height) / 2,
    }[down]


def _cost(tried: Placement, largest: float) -> float:
    down, aside = tried.place.split("-")
    return (
        _COSTS["face"] * tried.face
        + _COSTS["saliency"] * tried.saliency
        + _SCRIM[tried.ink] * tried.scrim
        + _TURNED[tried.ink]
        + _COSTS["small"] * (1 - tried.title.size / largest)
        + _DOWN[down]
        + _ALIGNED[aside]
    )


def _tried(
    picture: Pixels,
    setter: Setter,
    faces: Sequence[Box],
    saliency: NDArray[np.float64],
    room: Room,
) -> Iterator[Placement]:
    high, wide = picture.shape[:2]
    margins = _margins(picture, room)
    west, north, east, south = margins
    whole = 1 - west - east
    shares = ((0.46, 0.5), (0.8, 0.26)) if wide > 1.3 * high else ((whole, 0.3),)
    for across, down in (*shares, (shares[-1][0], 0.17)):
        aligned = ("start", "end") if across < 0.5 else ("middle",)
        for align in aligned:
            title = setter.fit(
                min(across, whole) * wide,
                min(down, 1 - north - south) * high,
                largest=(room.largest or _LARGEST) * min(wide, high),
                align=align,
            )
            left = _left(title, align, margins, wide)
            for name in _DOWN:
                corner = (left, _top(title, name, margins, high))
                yield from _inks(
                    picture, title, f"{name}-{align}", corner, faces, saliency, room, (LIGHT, DARK)
                )


def _inks(
    picture: Pixels,
    title: SetTitle,
    place: str,
    corner: tuple[float, float],
    faces: Sequence[Box],
    saliency: NDArray[np.float64],
    room: Room,
    inks: Sequence[Colour],
) -> Iterator[Placement]:
    high, wide = picture.shape[:2]
    left, top = corner
    air = 0.15 * title.size
    box = (
        (left - air) / wide,
        (top - air) / high,
        (title.width + 2 * air) / wide,
        (title.height + 2 * air) / high,
    )
    coverage = cover(title, left=left, top=top, width=wide, height=high)
    ground = picture[behind(coverage, REACH * title.size)]
    face = max((covered(each, box) for each in faces), default=0.0)
    barred = max((covered(box, each) for each in room.barred), default=0.0)
    felt = _felt(saliency, box)
    for ink in inks:
        scrim = strength_needed(ink, ground, _WANTED)
        yield Placement(place, title, left, top, ink, coverage, face, felt, scrim, barred)


def covered(box: Box, by: Box) -> float:
    """The share of ``box`` that lies within ``by``."""
    wide = min(box[0] + box[2], by[0] + by[2]) - max(box[0], by[0])
    high = min(box[1] + box[3], by[1] + by[3]) - max(box[1], by[1])
    area = box[2] * box[3]
    return max(0.0, wide) * max(0.0, high) / area if area > 0 else 0.0


def _felt(saliency: NDArray[np.float64], box: Box) -> float:
    """The share of all saliency within ``box``."""
    high, wide = saliency.shape
    top, bottom = round(box[1] * high), round((box[1] + box[3]) * high)
    left, right = round(box[0] * wide), round((box[0] + box[2]) * wide)
    return float(saliency[max(0, top) : max(0, bottom), max(0, left) : max(0, right)].sum())
