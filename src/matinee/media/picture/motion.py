"""How fast things move: dense optical flow between two frames that follow each other.

DIS (Kroeger et al. 2016), OpenCV's implementation, on small pictures.
"""

from functools import lru_cache
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

WIDTH, HEIGHT = 128, 72


def motion_between(before: NDArray[np.uint8], after: NDArray[np.uint8]) -> float:
    """The mean movement of luma pictures (72, 128), as a share of the width per frame."""
    flow = _flow().calc(before, after, None)
    return float(np.linalg.norm(flow, axis=2).mean()) / WIDTH


@lru_cache(maxsize=1)
def _flow() -> Any:
    return cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_ULTRAFAST)
