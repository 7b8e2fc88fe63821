"""A pod in which agreed deals come before what bids more; the rest is the best it can be.

First come offers that are owed: as many of them as any pod can hold, with the line items that leave
the most worth. Then those at an agreed price, beside line items by their worth. What these two
steps took stays, whatever others bid; the rest is the best pod around it. Each step is one exact
search, in which what stays is worth more than all that could take its place.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from matinee.ads.offers import Claim
from matinee.ads.pods.model import Candidates, Filled, Flags, Pod
from matinee.ads.pods.search import fill


def fill_by_claims(
    candidates: Candidates,
    pod: Pod,
    claims: Sequence[Claim | None],
    *,
    seconds: float | None = None,
) -> tuple[Filled, Candidates]:
    """The pod, and the candidates with what holds claims in it, for its prices.

    Args:
        candidates: line items and offers.
        pod: the break.
        claims: one for each; None for line items, which hold none and take part in every step.
        seconds: a limit of time for all steps together; what is unproven by then may lack a claim.
    """
    if not any(claims):
        return fill(candidates, pod, seconds=seconds), candidates
    each = None if seconds is None else seconds / len(Claim)
    rank = np.array([-1 if claim is None else int(claim) for claim in claims])
    dear = _dearer_than_all(candidates, pod)
    held = np.zeros(len(candidates), dtype=np.bool_)
    owed = rank == Claim.OWED
    if owed.any():
        filled = fill(_only(candidates, (rank < 0) | owed, owed, dear), pod, seconds=each)
        held[[ad for ad in filled.ads if owed[ad]]] = True
    agreed = rank == Claim.AGREED
    if agreed.any():
        taking = (rank < 0) | owed | agreed
        filled = fill(_only(candidates, taking, held, dear), pod, seconds=each)
        held[[ad for ad in filled.ads if agreed[ad]]] = True
    everything = np.ones(len(candidates), dtype=np.bool_)
    final = _only(candidates, everything, held, dear)
    return fill(final, pod, seconds=each), final


def _dearer_than_all(candidates: Candidates, pod: Pod) -> int:
    """More than any pod is worth."""
    values = np.sort(np.maximum(candidates.values, 0))[-pod.slots :]
    return int(values.sum()) + 1


def _only(candidates: Candidates, taking: Flags, held: Flags, dear: int) -> Candidates:
    """Those that take part, where what is held comes before all worth; others bid too little."""
    bids = np.where(taking, candidates.bids, candidates.floors - 1)
    return replace(candidates, bids=bids, extra=np.where(held, dear, 0))
