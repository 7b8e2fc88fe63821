"""What each ad of a pod pays: its bid, or the least bid at which the same pod still wins."""

from enum import StrEnum

import numpy as np

from matinee.ads.pods.model import Candidates, Filled, Pod, Whole
from matinee.ads.pods.search import values_without


class Pricing(StrEnum):
    """First price is the default; second price costs about one search more for all ads."""

    FIRST = "first"
    SECOND = "second"


def prices(
    candidates: Candidates, pod: Pod, filled: Filled, pricing: Pricing = Pricing.FIRST
) -> Whole:
    """The price of each ad of ``filled``, in the unit and with the bound of its bid.

    In second price an ad pays the least bid with which its pod is still worth what the best pod
    without it is (Vickrey, Clarke and Groves, for one winner at a time), and never below its floor.
    An unproven pod pays its bids lowered in the same way, though never above them.
    """
    ads = np.array(filled.ads, dtype=np.int64)
    bids = candidates.bids[ads]
    if pricing is Pricing.FIRST or not len(ads):
        return bids
    values = candidates.values
    least: list[int] = []
    others = values_without(candidates, pod, filled)
    for ad, without in zip(filled.ads, others, strict=True):
        own = without - (filled.value - int(values[ad]))
        # The least whole bid whose value reaches ``own``.
        least.append(-(-own // int(candidates.weights[ad])))
    return np.minimum(np.maximum(np.array(least), candidates.floors[ads]), bids)
