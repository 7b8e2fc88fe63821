"""A break to be filled, the ads that may fill it, and what was chosen."""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from matinee.errors import Invalid

Whole = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
NO_GROUP = -1
NEUTRAL = 1000
SLACK = 0.75
"""A pod must be better by a whole number to replace another: less than that cannot improve it."""


@dataclass(frozen=True, slots=True)
class Pod:
    """A break: at most ``slots`` ads in ``duration`` milliseconds.

    ``separation`` is how many ads must stand between two rivals; None keeps rivals out of each
    other's break altogether.
    """

    duration: int
    slots: int
    separation: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """The ads that passed targeting, as columns of one length ``n``.

    bids: what the advertiser would pay at most, in millionths per 1,000 impressions.
    floors: the least acceptable bid of the place, in the same unit.
    weights: how well the ad fits scene and household, less the shadow price of its budget, in
        thousandths (1,000 is neutral); a pod's value is the sum of ``bids * weights``, and an ad
        without a positive one takes no part.
    durations: in milliseconds.
    groups: ``(n, w)`` numbers of the groups an ad belongs to (advertiser, campaign, creative,
        category...), padded with -1; ``capacities[g]`` is how many of group ``g`` one pod takes:
        what the advertiser's cap per break allows, or what the household's frequency cap has left.
    rivals: ``(n, r)`` numbers of the competing sets an ad belongs to, padded with -1.
    blocks: ``(n, b)`` numbers of the rival sets that an ad does not tolerate in its pod at all.
    extra: what an ad adds to a pod's value beside its bid, or None: by it some take precedence.
    """

    bids: Whole
    floors: Whole
    weights: Whole
    durations: Whole
    groups: Whole
    capacities: Whole
    rivals: Whole
    blocks: Whole
    extra: Whole | None = None

    def __post_init__(self) -> None:
        lengths = {len(column) for column in (self.bids, self.floors, self.weights)}
        lengths |= {len(self.durations), len(self.groups), len(self.rivals), len(self.blocks)}
        if len(lengths) != 1:
            raise Invalid("The columns of candidates differ in length.", field="candidates")

    def __len__(self) -> int:
        return len(self.bids)

    @property
    def values(self) -> Whole:
        """Of each ad, in thousandths of millionths per 1,000 impressions."""
        own = self.bids * self.weights
        return own if self.extra is None else own + self.extra

    def but(self, left_out: int) -> "Candidates":
        """The same without the ad at that place: its bid falls below any floor."""
        bids = self.bids.copy()
        bids[left_out] = self.floors[left_out] - 1
        return replace(self, bids=bids)


@dataclass(frozen=True, slots=True)
class Filled:
    """The ads chosen, in the order in which they run.

    ``proven`` is false where time ran out before the choice was proved the best; ``bound`` is the
    value that no pod exceeds.
    """

    ads: tuple[int, ...]
    value: int
    proven: bool
    bound: float
    nodes: int


def able(candidates: Candidates, pod: Pod) -> Whole:
    """The places of ads that may run in the pod at all."""
    full = np.append(candidates.capacities < 1, False)  # -1 finds the last: no group
    return np.flatnonzero(
        (candidates.bids >= candidates.floors)
        & (candidates.values > 0)
        & (candidates.durations <= pod.duration)
        & ~full[candidates.groups].any(axis=1)
    )
