"""What each ad of a pod pays: its bid, or the least bid at which the same pod still wins."""

from collections.abc import Sequence
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
    return np.array(
        second_prices(
            filled.value,
            values_without(candidates, pod, filled),
            bids.tolist(),
            candidates.weights[ads].tolist(),
            candidates.floors[ads].tolist(),
        )
    )


def second_prices(
    value: int,
    others: Sequence[int],
    bids: Sequence[int],
    weights: Sequence[int],
    floors: Sequence[int],
) -> list[int]:
    """Of each ad of a pod of that value, where ``others`` are the best pods without it."""
    paid = list[int]()
    for without, bid, weight, floor in zip(others, bids, weights, floors, strict=True):
        own = without - (value - bid * weight)
        # The least whole bid whose value reaches ``own``.
        paid.append(min(max(-(-own // weight), floor), bid))
    return paid
