"""How far skin can be followed from one frame to the next where the true motion is not known. Pure.

Dense inverse search (Kroeger et al. 2016) there and back: where both disagree, something covers
it or the search was lost (Sundaram, Brox and Keutzer 2010, section 4).
"""

import numpy as np
from numpy.typing import NDArray

from matinee.studio.concept.colour import Bytes, Floats
from matinee.studio.reage.carrying.flow import flow_to
from matinee.studio.reage.measures import brought

_SHARE, _LEAST = 0.01, 0.5


def followed(now: Bytes, after: Bytes) -> tuple[Floats, NDArray[np.bool_]]:
    """The flow (h, w, 2; pixels, x first) from a frame to the next, and what both show (h, w)."""
    there, back = flow_to(now, after), flow_to(after, now)
    returned = brought(back, there)
    apart = np.sum((there + returned) ** 2, axis=-1)
    moved = np.sum(there**2, axis=-1) + np.sum(returned**2, axis=-1)
    return there, np.asarray(apart < _SHARE * moved + _LEAST, np.bool_)
