"""Prints as the gallery keeps them, of one colour or of grain."""

from __future__ import annotations

import io

import numpy as np
from PIL import Image

from matinee.media.model import Regard
from matinee.promote.delivery.rendering import Print

EVEN = np.full((90, 160), 1 / (90 * 160))


def flat_print(
    *, faces: tuple[tuple[float, float, float, float], ...] = (), noisy: bool = False
) -> Print:
    """640 by 360 pixels, with faces where they are said to be."""
    stream = io.BytesIO()
    grain = np.random.default_rng(5).integers(0, 256, (360, 640, 3)).astype(np.uint8)
    flat = np.full((360, 640, 3), (60, 80, 110), np.uint8)
    Image.fromarray(grain if noisy else flat).save(stream, "JPEG", quality=95)
    return Print("wide", stream.getvalue(), Regard(faces, faces, EVEN, None))


def signed(content: bytes, by_hand: bool = False) -> bytes:
    """As if it had credentials."""
    return content + b"credentials"
