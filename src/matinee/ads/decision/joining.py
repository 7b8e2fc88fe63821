"""Offers of outside buyers beside line items: one list, by the same rules.

An advertiser is the same whether it comes by a line item or through a buyer: known by its domain,
it shares the caps of its own bookings. A category stands for a rival set of that name, so that two
bids of one category keep apart, and from a line item whose set is named so.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

import numpy as np

from matinee.ads.decision.snapshot import Snapshot, Whole
from matinee.ads.model import BreakRequest, Level
from matinee.ads.offers import Offer, advertiser_of
from matinee.ads.pods.model import NEUTRAL, NO_GROUP, Candidates

_MILLISECOND = timedelta(milliseconds=1)


def join(
    own: Candidates, snapshot: Snapshot, request: BreakRequest, offers: Sequence[Offer]
) -> Candidates:
    """The candidates with one row more for each offer, in their order."""
    if not offers:
        return own
    groups = _Numbers(snapshot.group_numbers, len(own.capacities))
    sets = _Numbers(snapshot.sets, len(snapshot.sets))
    grouped, rivals, floors = list[list[int]](), list[list[int]](), list[int]()
    for offer in offers:
        advertisers = [_known(snapshot, domain) for domain in offer.domains]
        shut_out = not request.without_advertisers.isdisjoint(advertisers)
        floors.append(offer.bid + 1 if shut_out else offer.floor)
        grouped.append(
            [
                *(groups.of((Level.ADVERTISER, each), 1) for each in advertisers),
                groups.of((Level.CREATIVE, offer.creative_id), 1),
                groups.of((offer.buyer_id, offer.place), offer.most),
            ]
        )
        rivals.append([sets.of(name) for name in offer.categories])
    lengths = [offer.duration // _MILLISECOND for offer in offers]
    return Candidates(
        bids=_longer(own.bids, [offer.bid for offer in offers]),
        floors=_longer(own.floors, floors),
        weights=_longer(own.weights, [NEUTRAL] * len(offers)),
        durations=_longer(own.durations, lengths),
        groups=_below(own.groups, grouped),
        capacities=_longer(own.capacities, groups.capacities),
        rivals=_below(own.rivals, rivals),
        blocks=_below(own.blocks, [[] for _ in offers]),
    )


def exposed(snapshot: Snapshot, offer: Offer) -> UUID:
    """The advertiser that a household was shown with an offer."""
    return _known(snapshot, offer.domains[0])


class _Numbers:
    """Numbers of groups or sets: those of the snapshot, and new ones from ``first`` on."""

    def __init__(self, known: Mapping[Any, int], first: int) -> None:
        self._known, self._first = known, first
        self._new: dict[object, int] = {}
        self.capacities = list[int]()

    def of(self, key: object, capacity: int = 1) -> int:
        found = self._known.get(key)
        if found is None:
            found = self._new.get(key)
        if found is None:
            found = self._new[key] = self._first + len(self._new)
            self.capacities.append(capacity)
        return found


def _known(snapshot: Snapshot, domain: str) -> UUID:
    """An advertiser by its domain, or by the one that its domain lies in."""
    labels = domain.split(".")
    for at in range(len(labels) - 1):
        found = snapshot.domains.get(".".join(labels[at:]))
        if found is not None:
            return found
    return advertiser_of(domain)


def _longer(column: Whole, more: Sequence[int]) -> Whole:
    return np.concatenate([column, np.array(more, dtype=np.int64)])


def _below(table: Whole, rows: Sequence[Sequence[int]]) -> Whole:
    width = max(table.shape[1], *map(len, rows))
    made = np.full((len(table) + len(rows), width), NO_GROUP, dtype=np.int64)
    made[: len(table), : table.shape[1]] = table
    for number, row in enumerate(rows, len(table)):
        made[number, : len(row)] = row
    return made
