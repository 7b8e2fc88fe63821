"""The best pod from a list that is made once for a place and searched for each household.

The price of a millisecond (see ``bounds``) bounds every pod, whatever a household may not see or
finds worth less: ads only fall out, and values only sink. So the ads are ranked once by their worth
beyond their time, and a search looks at the first of them, as a rule at a dozen. Its pod is the
best as soon as none that holds an unlisted ad can beat it; else the whole search has to be made.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from matinee.ads.pods.arranging import arrange
from matinee.ads.pods.bounds import price_of_time
from matinee.ads.pods.conflicts import Conflicts, cliques, conflicts
from matinee.ads.pods.model import SLACK, Candidates, Filled, Flags, Pod, able

_LISTED = 40
_MOST_NODES = 1_000
"""A list that is not searched by then is one for the bounds of the whole search."""


@dataclass(frozen=True, slots=True)
class Household:
    """What is different for one household.

    Attributes:
        rooms: by group, what the household's caps have left of it, where that is less.
        values: by place in the list, what an ad is worth, where that is less.
        without: the bits of ads that may not run.
    """

    rooms: Mapping[int, int] = field(default_factory=dict[int, int])
    values: Mapping[int, int] = field(default_factory=dict[int, int])
    without: int = 0


_ANY = Household()


@dataclass(frozen=True, slots=True, eq=False)
class Shortlist:
    """The ads most worth beyond their time, in that order, with what excludes what among them.

    ``ads`` are their places among the candidates; ``beyond`` is their worth beyond their time at
    ``price`` a millisecond, and ``unlisted`` more than that of any ad which is not listed.
    ``cliques`` are bits of sets of which a pod takes one.
    """

    pod: Pod
    ads: tuple[int, ...]
    bids: list[int]
    weights: list[int]
    values: list[int]
    durations: list[int]
    beyond: list[float]
    cliques: list[int]
    rules: Conflicts
    price: float
    unlisted: float

    def fill(self, household: Household = _ANY) -> Filled | None:
        """The best pod for a household, as places in the list; None where it proves none."""
        return _Search(self, household).best_pod()

    def values_without(self, filled: Filled, household: Household = _ANY) -> list[int] | None:
        """What the best pod is worth without each ad of the best one; None as before."""
        search = _Search(self, household)
        found = list[int]()
        for ad in filled.ads:
            # What is left of the pod is one itself, but for rivals that stood apart by this ad.
            least = filled.value - search.values[ad] if self.pod.separation is None else 0
            value = search.best_value_without(ad, least)
            if value is None:
                return None
            found.append(value)
        return found


def shortlist(candidates: Candidates, pod: Pod, left: Flags) -> Shortlist:
    """The list of a place.

    Args:
        candidates: the ads, as they are for a household that has seen nothing.
        pod: the break.
        left: one flag for each, whether it has budget.
    """
    ads = able(candidates, pod) if pod.slots > 0 else np.zeros(0, dtype=np.int64)
    ads = ads[left[ads]]
    values = candidates.values[ads].astype(np.float64)
    durations = candidates.durations[ads].astype(np.float64)
    price, owners = 0.0, ads
    if len(ads):
        owners = cliques(candidates, ads, pod)
        price = price_of_time(values, durations, owners, slots=pod.slots, duration=pod.duration)
    beyond = values - price * durations
    order = np.argsort(-beyond, kind="stable")
    unlisted = float(beyond[order[_LISTED]]) if len(order) > _LISTED else -np.inf
    order = order[:_LISTED]
    ads = ads[order]
    return Shortlist(
        pod=pod,
        ads=tuple(ads.tolist()),
        bids=candidates.bids[ads].tolist(),
        weights=candidates.weights[ads].tolist(),
        values=candidates.values[ads].tolist(),
        durations=candidates.durations[ads].tolist(),
        beyond=beyond[order].tolist(),
        cliques=[1 << each for each in np.unique(owners[order], return_inverse=True)[1].tolist()],
        rules=conflicts(candidates, ads, pod, all_counted=True),
        price=price,
        unlisted=unlisted,
    )


class _Search:
    """One search for a household; ads are their places in the list."""

    def __init__(self, known: Shortlist, household: Household) -> None:
        self.known, self.pod, self.rules = known, known.pod, known.rules
        self.values, self.beyond = known.values, known.beyond
        self.order: Sequence[int] = range(len(known.ads))
        if household.values:
            self.values, self.beyond = list(known.values), list(known.beyond)
            for ad, value in household.values.items():
                self.values[ad] = value
                self.beyond[ad] -= known.values[ad] - value
            self.order = sorted(self.order, key=self.beyond.__getitem__, reverse=True)
        self.room, self.counted = known.rules.room, known.rules.counted
        self.allowed = self._allowed(household)
        self.distant = any(known.rules.rivals)
        self.best_value, self.best, self.nodes = 0, list[int](), 0

    def best_pod(self) -> Filled | None:
        """See :meth:`Shortlist.fill`."""
        if not self._proved(self.allowed):
            return None
        known = self.known
        ads = sorted(self.best, key=lambda ad: (-known.bids[ad], known.ads[ad]))
        if self.pod.separation is not None:
            ads = arrange(ads, [self.rules.rivals[ad] for ad in ads], self.pod.separation) or ads
        return Filled(
            tuple(ads),
            self.best_value,
            proven=True,
            bound=float(self.best_value),
            nodes=self.nodes,
        )

    def best_value_without(self, ad: int, least: int) -> int | None:
        """The best value of a pod without an ad, or ``least`` if none beats it; None as before."""
        self.best_value, self.best, self.nodes = least, [], 0
        return self.best_value if self._proved(self.allowed & ~(1 << ad)) else None

    def _allowed(self, household: Household) -> int:
        """The bits of the ads that may run; what a household has left of groups is counted."""
        allowed = (1 << len(self.known.ads)) - 1 & ~household.without
        for ad, value in household.values.items():
            if value < 1:
                allowed &= ~(1 << ad)
        fewer = dict[int, int]()
        for group, room in household.rooms.items():
            members = self.rules.members.get(group)
            if members is not None and room < 1:
                allowed &= ~members
            elif group in self.room:
                fewer[group] = room
        if fewer:
            self.room = {**self.room, **fewer}
        return allowed

    def _proved(self, allowed: int) -> bool:
        """Search what is allowed; whether the best is also better than any pod with another ad."""
        self._grow([], 0, self.pod.duration, allowed, 0, self.room)
        if self.nodes > _MOST_NODES:
            return False
        known, slots = self.known, self.pod.slots
        bound = known.price * self.pod.duration + known.unlisted
        bound += self._most(0, allowed, slots - 1, others=max(known.unlisted, 0.0))
        return bound < self.best_value + SLACK

    def _most(self, start: int, allowed: int, slots: int, others: float = 0.0) -> float:
        """What the best allowed ads from ``start`` on are worth beyond their time.

        One of each clique, and ``others`` in the place of whatever is worth less.
        """
        order, beyond, cliques = self.order, self.beyond, self.known.cliques
        most, taken = 0.0, 0
        for ad in order[start:]:
            if not slots or beyond[ad] <= others:
                break
            if allowed >> ad & 1 and not taken & cliques[ad]:
                taken |= cliques[ad]
                most += beyond[ad]
                slots -= 1
        return most + others * slots

    def _grow(
        self,
        chosen: list[int],
        value: int,
        left: int,
        allowed: int,
        start: int,
        room: Mapping[int, int],
    ) -> None:
        self.nodes += 1
        if value > self.best_value:
            self._keep(chosen, value)
        slots = self.pod.slots - len(chosen)
        if not slots or self.nodes > _MOST_NODES:
            return
        known, order, beyond = self.known, self.order, self.beyond
        sure = value + known.price * left - SLACK
        for at in range(start, len(order)):
            ad = order[at]
            if not allowed >> ad & 1 or known.durations[ad] > left:
                continue
            if self.best_value and (
                # The first is worth the most: where even so many of it do not help, none do.
                sure + slots * max(beyond[ad], 0.0) < self.best_value
                or (slots > 1 and sure + self._most(at, allowed, slots) < self.best_value)
            ):
                return
            rest, counts = allowed & ~self.rules.excluded[ad], room
            if self.counted[ad]:
                counts = dict(room)
                for group in self.counted[ad]:
                    counts[group] -= 1
                    if not counts[group]:
                        rest &= ~self.rules.members[group]
            self._grow(
                [*chosen, ad],
                value + self.values[ad],
                left - known.durations[ad],
                rest,
                at + 1,
                counts,
            )

    def _keep(self, chosen: list[int], value: int) -> None:
        known = self.known
        if self.distant:
            ordered = sorted(chosen, key=lambda ad: (-known.bids[ad], known.ads[ad]))
            rivals = [self.rules.rivals[ad] for ad in ordered]
            if arrange(ordered, rivals, self.pod.separation or 0) is None:
                return
        self.best_value, self.best = value, chosen
