"""A picture, its scrim and its title as layers of one file that Photoshop and its like open.

Adobe's PSD by `psd-tools`. The layers are laid over each other as they are in the finished picture,
in sRGB and by the normal mode, so that the file shows what members see. There is no layer of
a badge: badges stand below pictures, on the page.
"""

import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from psd_tools import PSDImage

from matinee.promote.titling.billing import Lettered
from matinee.promote.titling.contrast import Pixels, veil_of
from matinee.promote.titling.treatment import scrim_of

PICTURE, SCRIM = "Picture", "Scrim"


def layered(picture: Pixels, done: Lettered, *, language: str) -> bytes:
    """The PSD: what a reader without layers is shown is the finished picture."""
    placed = done.title.placement
    high, wide = picture.shape[:2]
    # With a fourth channel, or layers keep how strong they are as masks beside them.
    file = PSDImage.frompil(Image.fromarray(done.pixels).convert("RGBA"))
    file.create_pixel_layer(Image.fromarray(picture), name=PICTURE)
    if placed.scrim:
        alpha = np.asarray(np.round(scrim_of(placed, wide, high) * 255), np.uint8)
        file.create_pixel_layer(_flat(veil_of(placed.ink), alpha), name=SCRIM)
    # The format keeps a layer's name in an old Roman code, so that the title itself cannot be it.
    file.create_pixel_layer(_flat(placed.ink, placed.coverage), name=f"Title ({language})")
    if done.names is not None:
        # Names that are owed lie on a ground of their own: both are one layer.
        changed = (done.pixels != done.title.pixels).any(axis=2)
        named = np.dstack([done.pixels, changed.astype(np.uint8) * 255])
        file.create_pixel_layer(Image.fromarray(named), name=f"Names ({language})")
    stream = io.BytesIO()
    file.save(stream)
    return stream.getvalue()


def _flat(colour: tuple[int, int, int], alpha: NDArray[np.uint8]) -> Image.Image:
    """One colour, as strong as ``alpha`` says."""
    planes = np.empty((*alpha.shape, 4), np.uint8)
    planes[:, :, :3], planes[:, :, 3] = colour, alpha
    return Image.fromarray(planes)
