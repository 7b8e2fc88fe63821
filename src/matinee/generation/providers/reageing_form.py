"""What a re-ageing network is given and what it answers, whoever runs it. Pure.

Form: Zoss et al., "Production-Ready Face Re-Aging for Visual Effects" (SIGGRAPH Asia 2022). One
input of five channels, (n, 5, height, width) float32: red, green and blue from 0 to 1, the present
age and the wished one, both divided by 100; one output of three channels that is added to the
picture. Where the network has a size of its own, the picture is shown to it in that size, and only
the difference is brought back to the picture's: detail that the network never saw stays.
"""

from io import BytesIO
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

Floats: TypeAlias = NDArray[np.float32]
CHANNELS_IN, CHANNELS_OUT = 5, 3


def given(
    picture: Floats, from_age: int, to_age: int, *, side: tuple[int, int] | None = None
) -> Floats:
    """What a network is shown of a picture (height, width, 3; 0 to 1): (1, 5, height, width).

    ``side`` is the network's own height and width, None where it takes any.
    """
    shown = picture if side is None else _resized(picture, side)
    ages = np.broadcast_to(
        np.array([from_age, to_age], np.float32)[:, None, None] / 100, (2, *shown.shape[:2])
    )
    return np.concatenate([shown.transpose(2, 0, 1), ages])[None].astype(np.float32)


def changed(picture: Floats, change: Floats) -> Floats:
    """The picture with what a network answered, (1, 3, height, width) in its size, added to it."""
    difference = change[0].transpose(1, 2, 0)
    if difference.shape != picture.shape:
        difference = _resized(difference, picture.shape[:2])
    return np.asarray(np.clip(picture + difference, 0, 1), np.float32)


def pixels(png: bytes) -> Floats:
    """A picture (height, width, 3) from 0 to 1."""
    if is_deep(png):
        # Pillow has no sixteen bits of colour.
        found = cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_COLOR | cv2.IMREAD_ANYDEPTH)
        if found is None:
            raise ValueError("it cannot be decoded")
        return np.ascontiguousarray(found[..., ::-1], np.float32) / np.float32(65535)
    with Image.open(BytesIO(png), formats=["PNG"]) as picture:
        return np.asarray(picture.convert("RGB"), np.float32) / np.float32(255)


def is_deep(png: bytes) -> bool:
    """Whether a PNG has sixteen bits a channel (PNG specification, section 11.2.2)."""
    return png[24] == 16


def png_of(picture: Floats, *, deep: bool) -> bytes:
    """The same as PNG, in sixteen bits a channel or in eight."""
    if deep:
        shades = np.rint(picture * 65535).astype(np.uint16)
        return cv2.imencode(".png", np.ascontiguousarray(shades[..., ::-1]))[1].tobytes()
    written = BytesIO()
    Image.fromarray(np.rint(picture * 255).astype(np.uint8), "RGB").save(written, "PNG")
    return written.getvalue()


def _resized(picture: Floats, side: tuple[int, ...]) -> Floats:
    """To (height, width), linearly between pixels, with what shrinks averaged."""
    height, width = side
    planes = [
        np.asarray(
            Image.fromarray(np.ascontiguousarray(picture[..., plane])).resize(
                (width, height), Image.Resampling.BILINEAR
            )
        )
        for plane in range(picture.shape[2])
    ]
    return np.stack(planes, axis=-1).astype(np.float32)
