"""Put a change into a frame: only inside the matte, by a strength, in whole bytes. Pure."""

from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from matinee.studio.concept.colour import Bytes, Floats

Depth = TypeVar("Depth", bound=np.unsignedinteger[Any])


def composited(
    frame: NDArray[Depth], change: Floats, matte: Bytes, strength: float = 1.0
) -> NDArray[Depth]:
    """The frame (h, w, 3) with a change (h, w, 3; of 255) added where the matte is.

    A change of the artist's is already soft at its edges, so the matte (h, w) only bounds it: it
    counts whole from a quarter on. Where it is 0 every sample stays as it was, in its own depth.
    """
    share = np.minimum(matte[..., None].astype(np.float32) / 64, 1) * np.float32(strength)
    white = np.iinfo(frame.dtype).max
    moved = np.rint(frame + share * change * np.float32(white / 255))
    return np.where(matte[..., None] > 0, np.clip(moved, 0, white).astype(frame.dtype), frame)
