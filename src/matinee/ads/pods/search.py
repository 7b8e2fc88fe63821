"""The best pod, by branch and bound with a Lagrangian bound (see ``bounds``).

A short list gives a good pod first; most ads then fall out at once, since no pod that holds them
can beat it. The rest are tried clique by clique, the most worth first; a node is left when a
knapsack table says that the ads which may still join cannot lift it above the best pod known.
Values are whole numbers, so that what is called the best is the best.
"""

from time import perf_counter

import numpy as np

from matinee.ads.pods.arranging import arrange
from matinee.ads.pods.bounds import Real, Relaxation, knapsack, relax, rewrite
from matinee.ads.pods.conflicts import Conflicts, cliques, conflicts
from matinee.ads.pods.model import SLACK, Candidates, Filled, Pod, Whole, able

_FIRST = 20
"""Ads that the first pods are made of."""
_CLOCK_EVERY = 256
_UNIT, _STEPS = 1000, 240
"""Milliseconds of one step of the knapsack table at least, and how many steps it has at most."""


def fill(candidates: Candidates, pod: Pod, *, seconds: float | None = None) -> Filled:
    """The pod of the highest value that keeps every rule.

    Args:
        candidates: the ads; those whose bid lies below its floor take no part.
        pod: the break.
        seconds: a limit of time, after which the best pod so far is given, as unproven.
    """
    deadline = perf_counter() + seconds if seconds is not None else float("inf")
    places = able(candidates, pod)
    if not len(places) or pod.slots < 1:
        return Filled((), 0, proven=True, bound=0.0, nodes=0)
    values, owners, relaxed = _relaxed(candidates, pod, places)
    first = _shortlist(relaxed, values, _FIRST)
    first = first[_clique_by_clique(relaxed.beyond[first], owners[first])]
    search = _Search(candidates, pod, places[first], owners[first], relaxed, first, deadline)
    search.greedy()
    search.run()
    kept = np.flatnonzero(relaxed.holding >= search.best_value + SLACK)
    listed = np.zeros(len(places), dtype=np.bool_)
    listed[first] = True
    if listed[kept].all():
        return _filled(search, candidates, pod, relaxed.bound)
    kept = kept[_clique_by_clique(relaxed.beyond[kept], owners[kept])]
    whole = _Search(candidates, pod, places[kept], owners[kept], relaxed, kept, deadline)
    whole.best_value, whole.best, whole.nodes = search.best_value, search.best, search.nodes
    whole.run()
    return _filled(whole, candidates, pod, relaxed.bound)


def values_without(candidates: Candidates, pod: Pod, filled: Filled) -> list[int]:
    """What the best pod is worth without each ad of the best one, in their order.

    All are searched on one list and one table: the ads of the pod stand first, so that only their
    rows differ.
    """
    places = able(candidates, pod)
    _, owners, relaxed = _relaxed(candidates, pod, places)
    own = np.searchsorted(places, np.array(filled.ads, dtype=np.int64))
    bounds = [relaxed.without(int(ad)) for ad in own]
    found = [0] * len(own)
    if pod.separation is None:
        # What is left of the pod is one itself; with rivals at a distance it might not be, since
        # they may have stood apart by the ad that is gone.
        found = [filled.value - int(candidates.values[ad]) for ad in filled.ads]
    listed = _beside(relaxed.beyond, own, _FIRST)
    while True:
        search = _search_behind(candidates, pod, places, owners, relaxed, own, listed)
        found = [search.without(ad, least) for ad, least in enumerate(found)]
        wanted = [
            np.flatnonzero(holding >= least + SLACK)
            for holding, least in zip(bounds, found, strict=True)
        ]
        missing = np.setdiff1d(np.concatenate(wanted), np.concatenate([own, listed]))
        if not len(missing):
            return found
        listed = np.setdiff1d(np.concatenate(wanted), own)


def _beside(beyond: Real, own: Whole, count: int) -> Whole:
    """The most worth of those that are not in the pod."""
    ranked = np.argsort(-beyond, kind="stable")[: count + len(own)]
    return ranked[~np.isin(ranked, own)][:count]


def _search_behind(
    candidates: Candidates,
    pod: Pod,
    places: Whole,
    owners: Whole,
    relaxed: Relaxation,
    own: Whole,
    listed: Whole,
) -> "_Search":
    """A search over the ads of the pod, each a clique of its own, and then over a list."""
    if len(listed):
        listed = listed[_clique_by_clique(relaxed.beyond[listed], owners[listed])]
    rows = np.concatenate([own, listed])
    apart = np.concatenate([-1 - np.arange(len(own)), owners[listed]])
    search = _Search(candidates, pod, places[rows], apart, relaxed, rows, float("inf"))
    search.prepare()
    search.head = len(own)
    return search


def _relaxed(candidates: Candidates, pod: Pod, places: Whole) -> tuple[Real, Whole, Relaxation]:
    """Values, cliques and the relaxation of those ads."""
    values = candidates.values[places].astype(np.float64)
    durations = candidates.durations[places].astype(np.float64)
    owners = cliques(candidates, places, pod)
    relaxed = relax(values, durations, owners, slots=pod.slots, duration=pod.duration)
    return values, owners, relaxed


def _shortlist(relaxed: Relaxation, values: Real, count: int) -> Whole:
    worth = np.argsort(-relaxed.beyond, kind="stable")[:count]
    dear = np.argsort(-values, kind="stable")[: count // 4]
    return np.array(list(dict.fromkeys([*worth.tolist(), *dear.tolist()])), dtype=np.int64)


def _clique_by_clique(beyond: Real, owners: Whole) -> Whole:
    """Cliques by the worth of their best, ads by their worth within."""
    best = np.full(int(owners.max()) + 1, -np.inf)
    np.maximum.at(best, owners, beyond)
    return np.lexsort((-beyond, owners, -best[owners]))


def _filled(search: "_Search", candidates: Candidates, pod: Pod, bound: float) -> Filled:
    bids = candidates.bids
    ads = sorted(search.best, key=lambda ad: (-int(bids[ad]), ad))
    if pod.separation is not None:
        rivals = [frozenset(candidates.rivals[ad].tolist()) - {-1} for ad in ads]
        ads = arrange(ads, rivals, pod.separation) or ads
    proven = not search.late
    return Filled(
        tuple(ads),
        search.best_value,
        proven=proven,
        bound=float(search.best_value) if proven else bound,
        nodes=search.nodes,
    )


class _Search:
    """One search over a list of ads, the most worth first; ``best`` are places of candidates."""

    def __init__(
        self,
        candidates: Candidates,
        pod: Pod,
        places: Whole,
        owners: Whole,
        relaxed: Relaxation,
        rows: Whole,
        deadline: float,
    ) -> None:
        self.pod, self.deadline = pod, deadline
        self.places = places.tolist()
        self.values: list[int] = candidates.values[places].tolist()
        self.bids: list[int] = candidates.bids[places].tolist()
        self.durations: list[int] = candidates.durations[places].tolist()
        self.beyond: list[float] = relaxed.beyond[rows].tolist()
        self.rules: Conflicts = conflicts(candidates, places, pod)
        self.owners = owners
        self.distant = any(self.rules.rivals)
        self.best_value, self.best = 0, list[int]()
        self.nodes, self.late, self.head = 0, False, 0

    def greedy(self) -> None:
        """First pods: by worth beyond time, by value, and by value for its time."""
        values = np.array(self.values)
        for worth in (np.array(self.beyond), values, values / np.array(self.durations)):
            chosen, value, left = list[int](), 0, self.pod.duration
            allowed, room = (1 << len(self.places)) - 1, dict(self.rules.room)
            for ad in np.argsort(-worth, kind="stable").tolist():
                if len(chosen) == self.pod.slots:
                    break
                if allowed >> ad & 1 and self.durations[ad] <= left:
                    chosen.append(ad)
                    value += self.values[ad]
                    left -= self.durations[ad]
                    allowed = self._without(ad, allowed, room)
            self._keep(chosen, value)

    def run(self) -> None:
        """Search them all; only what beats ``best_value`` is kept."""
        self.prepare()
        self._grow([], 0, self.time, (1 << len(self.places)) - 1, dict(self.rules.room))

    def without(self, ad: int, least: int) -> int:
        """The best value of a pod without one of the first ads, or ``least`` if none beats it."""
        rewrite(self.table, self.values, self.durations, head=self.head, but=ad, unit=self.unit)
        self.best_value, self.best = least, []
        everything = (1 << len(self.places)) - 1
        self._grow([], 0, self.time, everything ^ 1 << ad, dict(self.rules.room))
        return self.best_value

    def prepare(self) -> None:
        """Make the table by which branches are left."""
        # More time than the longest ads can fill is no limit, and must not lengthen the table.
        time = min(self.pod.duration, sum(sorted(self.durations)[-self.pod.slots :]))
        self.unit = max(_UNIT, time // _STEPS)
        self.time = time
        self.table = knapsack(
            np.array(self.values), np.array(self.durations), self.owners,
            slots=self.pod.slots, duration=time, unit=self.unit,
        )  # fmt: skip
        self.most = self.table.ravel().data
        self.row, self.stride = self.table.shape[1] * self.table.shape[2], self.table.shape[2]

    def _grow(
        self, chosen: list[int], value: int, left: int, allowed: int, room: dict[int, int]
    ) -> None:
        self.nodes += 1
        if self.nodes % _CLOCK_EVERY == 0 and perf_counter() > self.deadline:
            self.late = True
        if value > self.best_value:
            self._keep(chosen, value)
        slots = self.pod.slots - len(chosen)
        if not slots:
            return
        here = slots * self.stride + left // self.unit
        while allowed and not self.late:
            bit = allowed & -allowed
            ad = bit.bit_length() - 1
            if value + self.most[ad * self.row + here] < self.best_value + SLACK:
                return
            allowed ^= bit
            if self.durations[ad] <= left:
                counts = dict(room) if room else room
                self._grow(
                    [*chosen, ad],
                    value + self.values[ad],
                    left - self.durations[ad],
                    self._without(ad, allowed, counts),
                    counts,
                )

    def _without(self, ad: int, allowed: int, room: dict[int, int]) -> int:
        allowed &= ~self.rules.excluded[ad]
        for group in self.rules.counted[ad]:
            room[group] -= 1
            if not room[group]:
                allowed &= ~self.rules.members[group]
        return allowed

    def _keep(self, chosen: list[int], value: int) -> None:
        if value <= self.best_value:
            return
        if self.distant:
            ordered = sorted(chosen, key=lambda ad: (-self.bids[ad], self.places[ad]))
            rivals = [self.rules.rivals[ad] for ad in ordered]
            if arrange(ordered, rivals, self.pod.separation or 0) is None:
                return
        self.best_value, self.best = value, [self.places[ad] for ad in chosen]
