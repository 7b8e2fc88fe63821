"""Fifty holes in pictures of known content, none of which filling was ever tried on before.

Filling was shaped on other pictures (``skimage.data``'s astronaut, camera and coins, other frames
of the film, and plaster, bricks, stripes and leaves of ``drawn_surfaces``). These are: bricks,
grass and gravel (CC0 Textures, CC0), coffee, a cat (CC0) and a rocket (public domain) from
scikit-image, frames of Big Buck Bunny (© Blender Foundation, CC BY 3.0), and weave, pebbles,
planks, wallpaper and tiles of ``drawn_surfaces``. Where a hole lies and its form are chance.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import av
import cv2
import numpy as np
from scipy.ndimage import gaussian_filter

from benchmarks.studio.drawn_surfaces import pebbles, planks, tiles, wallpaper, weave
from matinee.demo.film.carried import BIG_BUCK_BUNNY, fetch
from matinee.errors import Unavailable
from matinee.studio.concept.colour import Bytes

try:
    from skimage import data as pictures
except ImportError:
    pictures = None

_CARRIED = {"brick": 4, "grass": 4, "gravel": 4, "coffee": 4, "chelsea": 4, "rocket": 3}
_DRAWN = {"weave": weave, "pebbles": pebbles, "planks": planks, "wallpaper": wallpaper,
          "tiles": tiles}  # fmt: skip
_MOMENTS = (100, 180, 250, 410, 480)
"""Seconds of the film."""
_FRAME = (640, 360)
_EDGE = 8


@dataclass(frozen=True, slots=True)
class Holed:
    """A picture (h, w, 3) as it truly is, and a hole in it (h, w; 255)."""

    name: str
    kind: str
    truth: Bytes
    mask: Bytes

    @property
    def holed(self) -> Bytes:
        """The picture without what is in the hole."""
        return np.where(self.mask[..., None] > 0, 0, self.truth).astype(np.uint8)


def held_out_holes() -> list[Holed]:
    """All fifty: 12 in photographed surfaces, 11 in photographs, 15 in frames, 12 in drawings."""
    found: list[Holed] = []
    for number, (name, kind, picture, count) in enumerate(_pictures()):
        for which in range(count):
            chance = np.random.default_rng((2026, number, which))
            mask = _hole(picture.shape[0], picture.shape[1], chance)
            found.append(Holed(f"{name} {which}", kind, picture, mask))
    return found


def _pictures() -> Iterator[tuple[str, str, Bytes, int]]:
    if pictures is None:
        raise Unavailable(
            "The pictures come with scikit-image, which is not installed.",
            remedy="Install the extra dev, which brings scikit-image.",
        )
    for name, count in _CARRIED.items():
        picture = np.asarray(getattr(pictures, name)(), np.uint8)
        surface = picture.ndim == 2
        coloured = np.repeat(picture[..., None], 3, axis=2) if surface else picture
        yield name, "surface" if surface else "photograph", coloured, count
    for second, frame in zip(_MOMENTS, _frames(), strict=True):
        yield f"film at {second} s", "frame", frame, 3
    for number, (name, drawn) in enumerate(_DRAWN.items()):
        yield name, "drawing", drawn(10 + number), 3 if number < 2 else 2


def _frames() -> Iterator[Bytes]:
    with av.open(str(fetch(BIG_BUCK_BUNNY))) as film:
        stream = film.streams.video[0]
        if stream.time_base is None:
            raise Unavailable("The film does not say when its frames are shown.")
        for second in _MOMENTS:
            film.seek(int(second / stream.time_base), stream=stream)
            frame = next(film.decode(stream)).to_ndarray(format="rgb24")
            yield np.asarray(cv2.resize(frame, _FRAME, interpolation=cv2.INTER_AREA), np.uint8)


def _hole(height: int, width: int, chance: np.random.Generator) -> Bytes:
    """A blob of 1.5 to 5 hundredths of the picture, somewhere in it."""
    area = int(height * width * chance.uniform(0.015, 0.05))
    side = int(1.3 * area**0.5)
    rows, columns = np.mgrid[-1 : 1 : side * 1j, -1 : 1 : side * 1j]
    rough = gaussian_filter(chance.normal(size=(side, side)), side / 7)
    form = rough / rough.std() - 3 * (rows**2 + columns**2)
    blob = form >= np.sort(form.ravel())[-area]
    top = int(chance.integers(_EDGE, height - side - _EDGE))
    left = int(chance.integers(_EDGE, width - side - _EDGE))
    mask = np.zeros((height, width), np.uint8)
    mask[top : top + side, left : left + side] = 255 * blob
    return mask
