"""Which creative of a line item is shown, once the pod is known: drawn by given odds.

The pod is chosen as if every creative of a line item were alike; those that could stand in a chosen
one's place in just the same pod (as long, fit for the place, under no cap, not shown already) are
then drawn among. The lot comes from the decision's name, so that a decision can be made again, and
with each ad all odds are logged, so that other policies can be judged by the log.
"""

from collections.abc import Mapping, Sequence
from hashlib import blake2b
from uuid import UUID

import numpy as np

from matinee.ads.decided import Odds
from matinee.ads.decision.places import Place
from matinee.ads.decision.seen import Seen
from matinee.ads.decision.snapshot import CAMPAIGN, LEVELS, Flags, Snapshot
from matinee.ads.model import Level

_CREATIVE = LEVELS.index(Level.CREATIVE)
AllOdds = Mapping[UUID, Odds]
"""By line item, the odds of each of its creatives; one that is not named has the mean of them."""


def drawn(
    snapshot: Snapshot,
    place: Place,
    spots: Sequence[int],
    *,
    left: Flags,
    seen: Seen,
    odds: AllOdds,
    decision_id: UUID,
) -> list[tuple[int, Odds]]:
    """For each chosen spot (-1 for what has none), the spot that runs, and among which it was.

    Args:
        snapshot: the demand.
        place: of the break.
        spots: those of the pod.
        left: one flag for each spot of the place, whether it has budget.
        seen: what caps have left.
        odds: by line item; one without odds runs as it was chosen.
        decision_id: what the lots are drawn from.
    """
    found, shown = (
        list[tuple[int, Odds]](),
        {snapshot.spots[spot][1] for spot in spots if spot >= 0},
    )
    for number, spot in enumerate(spots):
        item = snapshot.line_items[snapshot.spots[spot][0]] if spot >= 0 else None
        known = odds.get(item.id) if item is not None else None
        if item is None or not known:
            found.append((spot, ()))
            continue
        alike = _alike(snapshot, place, spot, left, seen, shown)
        if len(alike) < 2:
            found.append((spot, ()))
            continue
        weights = _weights(snapshot, alike, dict(known))
        lot = _lot(decision_id, item.id, number) % sum(weights)
        at = 0
        while lot >= weights[at]:
            lot -= weights[at]
            at += 1
        among = tuple(
            (snapshot.creatives[snapshot.spots[each][1]].id, weight)
            for each, weight in zip(alike, weights, strict=True)
        )
        shown.discard(snapshot.spots[spot][1])
        shown.add(snapshot.spots[alike[at]][1])
        found.append((alike[at], among))
    return found


def _alike(
    snapshot: Snapshot, place: Place, spot: int, left: Flags, seen: Seen, shown: set[int]
) -> list[int]:
    """The spots of the same line item that could run instead, and itself, in their order."""
    item = snapshot.item_of[spot]
    first, after = np.searchsorted(snapshot.item_of[place.spots], [item, item + 1])
    worn = seen.worn.get(int(snapshot.groups[spot, CAMPAIGN]), 1.0)
    alike = list[int]()
    for row in range(int(first), int(after)):
        other = int(place.spots[row])
        if other == spot:
            alike.append(other)
            continue
        group = int(snapshot.groups[other, _CREATIVE])
        room = seen.rooms.get(group, int(snapshot.capacities[group]))
        fits = (
            left[row]
            and room > 0
            and snapshot.durations[other] == snapshot.durations[spot]
            and snapshot.spots[other][1] not in shown
            and place.weight(row, worn) > 0
        )
        if fits:
            alike.append(other)
    return alike


def _weights(snapshot: Snapshot, spots: Sequence[int], known: dict[UUID, int]) -> list[int]:
    mean = max(sum(known.values()) // max(len(known), 1), 1)
    return [
        max(known.get(snapshot.creatives[snapshot.spots[each][1]].id, mean), 1) for each in spots
    ]


def _lot(decision_id: UUID, item_id: UUID, number: int) -> int:
    words = item_id.bytes + number.to_bytes(2)
    digest = blake2b(words, digest_size=8, key=decision_id.bytes, person=b"matinee-ad")
    return int.from_bytes(digest.digest())
