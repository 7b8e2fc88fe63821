"""Eyes that are known to be open, half shut and shut, of portraits at three sizes: what is told."""

import cv2
import numpy as np

from benchmarks.media.lids import with_lids
from benchmarks.outcome import Figure
from benchmarks.studio.photographs import PHOTOGRAPHS
from matinee.media.picture.eyes import openness
from matinee.media.picture.faces import find_faces

_PORTRAITS = ("Eileen Collins", "Grace Hopper", "Filippo Giunchedi", "Guido van Rossum")
_HEIGHTS = (64, 100, 200)
"""Of the face, in pixels."""
_SHARES = {"open": 0.0, "half": 0.5, "shut": 1.0}


def eyes_told() -> dict[str, Figure]:
    """Two of the four wear glasses; lids are drawn by code, since nobody here blinks."""
    told: dict[str, list[float]] = {name: [] for name in _SHARES}
    portraits = [each for each in PHOTOGRAPHS if each.name in _PORTRAITS]
    for portrait in portraits:
        whole = np.ascontiguousarray(portrait.picture()[:, :, ::-1])
        face = find_faces(whole)[0]
        for high in _HEIGHTS:
            scale = (high + 0.5) / (face.height * whole.shape[0])
            small = cv2.resize(whole, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
            picture = np.asarray(small, np.uint8)
            for name, share in _SHARES.items():
                seen = with_lids(picture, face, share) if share else picture
                opened = openness(seen, face)
                if opened is not None:
                    told[name].append(opened)
    return {
        "eyes_portraits": len(portraits),
        "eyes_told": sum(map(len, told.values())),
        "eyes_open_least": round(min(told["open"]), 3),
        "eyes_half_mean": round(float(np.mean(told["half"])), 3),
        "eyes_shut_most": round(max(told["shut"]), 3),
    }
