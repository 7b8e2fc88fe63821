"""Put a change into a frame: only inside the matte, by a strength, in whole bytes. Pure."""

import numpy as np

from matinee.studio.concept.colour import Bytes, Floats


def composited(frame: Bytes, change: Floats, matte: Bytes, strength: float = 1.0) -> Bytes:
    """The frame (h, w, 3) with a change (h, w, 3; of 255) added where the matte is.

    A change of the artist's is already soft at its edges, so the matte (h, w) only bounds it: it
    counts whole from a quarter on. Where it is 0 every byte stays as it was.
    """
    share = np.minimum(matte[..., None].astype(np.float32) / 64, 1) * np.float32(strength)
    painted = np.clip(np.rint(frame + share * change), 0, 255).astype(np.uint8)
    return np.where(matte[..., None] > 0, painted, frame)
