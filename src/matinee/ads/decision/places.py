"""What of a decision depends on the place alone: the break, and the kind of household before it.

Of ten thousand line items a place leaves some hundred, and the same ones for everybody there, until
a flight begins or ends. So targeting and the ranking are done once for a place on a snapshot; what
a household has seen, and what budget is left, comes in with each decision.
"""

from collections import OrderedDict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import timedelta
from functools import cached_property

import numpy as np

from matinee.ads.decided import Placed
from matinee.ads.decision.snapshot import (
    ALWAYS,
    CAMPAIGN,
    NEVER,
    Flags,
    Snapshot,
    Whole,
    milliseconds,
)
from matinee.ads.decision.targeting import lasting
from matinee.ads.meaning.vectors import likeness
from matinee.ads.model import BreakRequest
from matinee.ads.pods.bounds import Real
from matinee.ads.pods.model import NEUTRAL, Candidates, Pod
from matinee.ads.pods.pricing import Pricing
from matinee.ads.pods.shortlist import Shortlist, shortlist

SCENE = 0.3
"""How much a creative that fits the scene perfectly is worth more (and one against it, less)."""
_LEAST_WEIGHT = 200
_MOST = 512
"""Places that are kept: some 60 kB each where three hundred candidates are left."""
_NOT_OF_PLACES = frozenset({"at", "household", "history", "device", "counted"})
_OF_PLACES = tuple(each.name for each in fields(BreakRequest) if each.name not in _NOT_OF_PLACES)


@dataclass(frozen=True, slots=True, eq=False)
class Listed:
    """The first ads of a place.

    ``fit`` are their weights before fatigue, pacing and rounding; ``by_campaign`` are their places
    in the list, and ``without`` the bits of those whose line items have no budget.
    """

    ads: Shortlist
    spots: Sequence[int]
    fit: Sequence[float]
    shadows: Sequence[int]
    by_campaign: Mapping[int, Sequence[int]]
    without: int = 0

    def weight(self, at: int, worn: float) -> int:
        """That of an ad for a household to which its campaign is so worn."""
        return max(round(self.fit[at] * worn), _LEAST_WEIGHT) - self.shadows[at]


@dataclass(frozen=True, slots=True)
class Chosen:
    """The ads of a decision; ``spots`` are those of ``placed``, -1 for an offer's."""

    placed: tuple[Placed, ...]
    spots: Sequence[int]
    candidates: int
    proven: bool


class Place:
    """A place on a snapshot: what its targeting leaves.

    ``spots`` are those that may run, and ``fit`` their weights as in :class:`Listed`. It holds from
    ``since`` up to ``until``, in milliseconds since 1970.
    """

    def __init__(self, snapshot: Snapshot, request: BreakRequest) -> None:
        """Of ``request`` nothing counts that a household brings along."""
        found = np.flatnonzero(lasting(snapshot, request))
        self.spots, self.since, self.until = _flying(snapshot, found, request)
        self.fit = np.full(len(self.spots), float(NEUTRAL))
        if request.meaning and snapshot.meanings.shape[1]:
            self.fit *= 1 + SCENE * likeness(snapshot.meanings[self.spots], request.meaning)
        self.floor = request.floor
        length = request.duration // timedelta(milliseconds=1)
        self.pod = Pod(length, request.slots, request.separation)
        self._snapshot = snapshot
        self._candidates = candidates_of(
            snapshot, self.spots, self.fit, snapshot.capacities, request.floor
        )
        self._left: bytes | None = None
        self._now: tuple[Listed, bool] | None = None
        self._made: tuple[Listed, Flags] | None = None
        self._kept = dict[Pricing, tuple[Listed, Chosen]]()

    def weight(self, row: int, worn: float) -> int:
        """That of one of ``spots`` for a household to which its campaign is so worn."""
        shadow = int(self._snapshot.shadows[self.spots[row]])
        return max(round(float(self.fit[row]) * worn), _LEAST_WEIGHT) - shadow

    def lists(self, left: Flags) -> Iterator[Listed]:
        """What to search, one list after the other until one proves the best pod.

        First one that was made when more was left, which stays when a lease runs out: those that
        are not ``left`` are passed over. Where that proved none, one of the spots that are left.
        """
        name = left.tobytes()
        if name != self._left:
            self._left, self._now = name, self._passing_over(left)
        if self._now is not None:
            listed, of_just_these = self._now
            yield listed
            if of_just_these:
                return
        # Kept instead of what proved none: nobody searches that in vain again.
        own = self._list(left)
        self._made, self._now = (own, left.copy()), (own, True)
        yield own

    def known(self, listed: Listed, pricing: Pricing) -> Chosen | None:
        """What a household gets that has seen nothing which counts on this list, if it is kept."""
        of, chosen = self._kept.get(pricing, (None, None))
        return chosen if of is listed else None

    def keep(self, listed: Listed, pricing: Pricing, chosen: Chosen) -> None:
        """That, for the next household."""
        self._kept[pricing] = (listed, chosen)

    def _passing_over(self, left: Flags) -> tuple[Listed, bool] | None:
        """A list that was made when no less was left, and whether it was of just these.

        The last one or that of all spots; None where most of either would be passed over.
        """
        for listed, of in filter(None, (self._made, self._whole)):
            gone = [at for at, row in enumerate(listed.ads.ads) if not left[row]]
            if not (left & ~of).any() and 2 * len(gone) <= len(listed.ads.ads):
                without = sum(1 << at for at in gone)
                return replace(listed, without=without), bool((of == left).all())
        return None

    @cached_property
    def _whole(self) -> tuple[Listed, Flags]:
        everything = np.ones(len(self.spots), dtype=np.bool_)
        return self._list(everything), everything

    def _list(self, left: Flags) -> Listed:
        short = shortlist(self._candidates, self.pod, left)
        ads = np.array(short.ads, dtype=np.int64)
        spots, campaigns = self.spots[ads], dict[int, list[int]]()
        for at, campaign in enumerate(self._snapshot.groups[spots, CAMPAIGN].tolist()):
            campaigns.setdefault(campaign, []).append(at)
        return Listed(
            short,
            spots.tolist(),
            self.fit[ads].tolist(),
            self._snapshot.shadows[spots].tolist(),
            campaigns,
        )


class Places:
    """The places of one snapshot that were asked for lately."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._by_reach = bool(snapshot.by_reach.any())
        self._kept = OrderedDict[Hashable, Place]()

    def at(self, request: BreakRequest) -> Place:
        """The place of a break."""
        # Players name their devices as they like; those that no targeting names are all one.
        named = request.device in self._snapshot.devices.by_value
        device = request.device if named else None
        counted = request.counted or not self._by_reach
        key = (device, counted, *(getattr(request, name) for name in _OF_PLACES))
        known = self._kept.get(key)
        now = milliseconds(request.at, 0)
        if known is None or not known.since <= now < known.until:
            known = self._kept[key] = Place(self._snapshot, request)
            if len(self._kept) > _MOST:
                self._kept.popitem(last=False)
        self._kept.move_to_end(key)
        return known


def candidates_of(
    snapshot: Snapshot, spots: Whole, fit: Real, capacities: Whole, floor: int
) -> Candidates:
    """Those spots, with weights from their fit and the prices that pacing sets."""
    return Candidates(
        bids=snapshot.bids[spots],
        floors=np.full(len(spots), floor, dtype=np.int64),
        weights=np.maximum(np.rint(fit), _LEAST_WEIGHT).astype(np.int64) - snapshot.shadows[spots],
        durations=snapshot.durations[spots],
        groups=snapshot.groups[spots],
        capacities=capacities,
        rivals=snapshot.rivals[spots],
        blocks=snapshot.blocks[spots],
    )


def _flying(snapshot: Snapshot, spots: Whole, request: BreakRequest) -> tuple[Whole, int, int]:
    """Those whose flight is on, and from when to when they are just these."""
    now = milliseconds(request.at, 0)
    starts, ends = snapshot.starts[spots], snapshot.ends[spots]
    edges = np.concatenate([starts, ends])
    since = int(edges[edges <= now].max(initial=ALWAYS))
    until = int(edges[edges > now].min(initial=NEVER))
    return spots[(starts <= now) & (now < ends)], since, until
