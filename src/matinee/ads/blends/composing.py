"""A product within a title's world, by procedure: arrays in, arrays out.

The ground is an approved picture, drawn towards the title's palette on the side where the product
stands, or the palette alone. The product keeps its own colours and its own transparency; it never
stands on a face. There is no model in any of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from matinee.ads.blends.model import Box, Looked, Palette, Pixels
from matinee.errors import Invalid

SIZE = (1280, 720)
"""Width and height of what is composed, in pixels."""
BAND = 44
"""The height of the label at the foot, in pixels."""
Cutout = NDArray[np.uint8]
"""(height, width, 4): red, green, blue, and how much of it there is."""

_SHARES = ((0.34, 0.58), (0.27, 0.46), (0.21, 0.36))
"""How wide and high a product may be, as shares; the largest that stands off every face."""
_SIDE, _MIDDLE = 0.06, 0.46
"""The margin beside it, and where its middle stands, as shares of width and height."""
_ON_A_FACE = 0.01
_TINT = 0.55
"""How far the ground goes over to the palette where it is drawn to it most."""
_MAT = 0.06
"""The paper around a product that has no transparency of its own, as a share of its width."""
_AIR = 0.025
_SHADOW, _SOFT = 0.45, 16.0


@dataclass(frozen=True)
class Place:
    """Where a product stands: pixels from the upper left, and whether at the left side."""

    left: int
    top: int
    width: int
    height: int
    at_left: bool

    @property
    def box(self) -> Box:
        """The same as shares of the picture."""
        wide, high = SIZE
        return (self.left / wide, self.top / high, self.width / wide, self.height / high)

    @property
    def kept_free(self) -> Box:
        """Its box with some air around it, which no letter comes into."""
        left, top, width, height = self.box
        return (left - _AIR, top - _AIR, width + 2 * _AIR, height + 2 * _AIR)


def fitted(picture: Pixels) -> Pixels:
    """A picture of any size, cut around its middle and scaled to ``SIZE``."""
    wide, high = SIZE
    tall, broad = picture.shape[:2]
    share = max(wide / broad, high / tall)
    method = cv2.INTER_AREA if share < 1 else cv2.INTER_CUBIC
    size = (max(wide, round(broad * share)), max(high, round(tall * share)))
    scaled = cv2.resize(picture, size, interpolation=method)
    left, top = (scaled.shape[1] - wide) // 2, (scaled.shape[0] - high) // 2
    return np.ascontiguousarray(scaled[top : top + high, left : left + wide], dtype=np.uint8)


def plain(palette: Palette) -> Pixels:
    """The palette alone: from its darkest ink over its ground, with a stroke of its accent."""
    wide, high = SIZE
    across, down = np.meshgrid(np.linspace(0, 1, wide), np.linspace(0, 1, high))
    way = (0.65 * down + 0.35 * across)[:, :, None]
    ground, deep = np.array(palette.ground, float), np.array(palette.deep, float)
    picture = ground * (1 - way) + deep * way
    glow = np.exp(-(((across - 0.72) / 0.34) ** 2 + ((down - 0.4) / 0.42) ** 2))[:, :, None]
    picture += 0.5 * glow * (np.array(palette.tone, float) - picture)
    picture[high - BAND - 6 : high - BAND] = palette.accent
    return np.asarray(np.clip(np.round(picture), 0, 255), np.uint8)


def towards(picture: Pixels, palette: Palette, place: Place) -> Pixels:
    """``picture``, drawn to the palette on the side of the product and fading to the other."""
    across = np.linspace(0, 1, picture.shape[1])
    share = (
        np.clip(1 - across / 0.7, 0, 1) if place.at_left else np.clip((across - 0.3) / 0.7, 0, 1)
    )
    share = (_TINT * share * share * (3 - 2 * share))[None, :, None]
    mixed = picture * (1 - share) + np.array(palette.ground, float) * share
    return np.asarray(np.round(mixed), np.uint8)


def matted(product: Cutout, palette: Palette) -> Cutout:
    """A product that fills its picture on a mat of the palette's paper; others as they are."""
    if product[:, :, 3].min() < 255:
        return product
    border = max(2, round(_MAT * product.shape[1]))
    paper = (*palette.light, 255)
    return np.asarray(
        cv2.copyMakeBorder(
            product, border, border, border, border, cv2.BORDER_CONSTANT, value=paper
        ),
        np.uint8,
    )


def place_for(product: Cutout, looked: Looked) -> Place:
    """Where it hides least of what the eye goes to, and no face; Invalid where there is no room."""
    wide, high = SIZE
    for broad, tall in _SHARES:
        share = min(broad * wide / product.shape[1], tall * high / product.shape[0])
        width = max(1, round(product.shape[1] * share))
        height = max(1, round(product.shape[0] * share))
        top = round(_MIDDLE * high - height / 2)
        margin = round(_SIDE * wide)
        tried = [
            Place(left, top, width, height, at_left)
            for left, at_left in ((wide - margin - width, False), (margin, True))
        ]
        free = [each for each in tried if _on_faces(each.box, looked.faces) <= _ON_A_FACE]
        if free:
            return min(free, key=lambda each: _felt(each.box, looked.saliency))
    raise Invalid(
        "There is no place in this picture where the product stands on no face.",
        remedy="Choose another picture of the title, or its colours alone.",
        code="no_room",
        field="picture",
    )


def put(ground: Pixels, product: Cutout, place: Place) -> Pixels:
    """``ground`` with the product on it, and its shadow."""
    size = (place.width, place.height)
    method = cv2.INTER_AREA if product.shape[1] > place.width else cv2.INTER_CUBIC
    # Colours are weighed with how much of them there is: else an edge brings a rim of nothing.
    share = product[:, :, 3:].astype(np.float32) / 255
    colours = cv2.resize(product[:, :, :3].astype(np.float32) * share, size, interpolation=method)
    there = np.clip(cv2.resize(share[:, :, 0], size, interpolation=method), 0, 1)[:, :, None]
    picture = ground.astype(np.float32)
    rows = slice(place.top, place.top + place.height)
    columns = slice(place.left, place.left + place.width)
    cast = np.zeros(ground.shape[:2], np.float32)
    cast[rows, columns] = there[:, :, 0]
    moved = np.roll(cv2.GaussianBlur(cast, (0, 0), _SOFT), 10, axis=0)
    picture *= 1 - _SHADOW * moved[:, :, None]
    picture[rows, columns] = picture[rows, columns] * (1 - there) + np.clip(colours, 0, 255)
    return np.asarray(np.clip(np.round(picture), 0, 255), np.uint8)


def banded(picture: Pixels, band: Pixels) -> Pixels:
    """``picture`` with a label along its foot."""
    made = picture.copy()
    made[-band.shape[0] :] = band
    return made


def band_of(palette: Palette) -> Pixels:
    """The label's ground: the palette's darkest ink."""
    return np.tile(np.array(palette.deep, np.uint8), (BAND, SIZE[0], 1))


def band_box() -> Box:
    """Where the label stands."""
    share = BAND / SIZE[1]
    return (0.0, 1 - share, 1.0, share)


def _on_faces(box: Box, faces: Sequence[Box]) -> float:
    """The largest share of a face within ``box``."""
    return max((_shared(each, box) for each in faces), default=0.0)


def _shared(face: Box, by: Box) -> float:
    wide = min(face[0] + face[2], by[0] + by[2]) - max(face[0], by[0])
    high = min(face[1] + face[3], by[1] + by[3]) - max(face[1], by[1])
    area = face[2] * face[3]
    return max(0.0, wide) * max(0.0, high) / area if area > 0 else 0.0


def _felt(box: Box, saliency: NDArray[np.float64]) -> float:
    """The share of all saliency within ``box``."""
    high, wide = saliency.shape
    top, bottom = round(box[1] * high), round((box[1] + box[3]) * high)
    left, right = round(box[0] * wide), round((box[0] + box[2]) * wide)
    return float(saliency[top:bottom, left:right].sum())
