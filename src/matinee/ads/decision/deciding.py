"""One decision, from a snapshot, a break and what the household has seen: pure and repeatable."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import numpy as np

from matinee.ads.decision.joining import join
from matinee.ads.decision.snapshot import Flags, Snapshot, Whole
from matinee.ads.decision.targeting import BELOW_FLOOR, FREQUENCY_CAP, PACED, reasons, target
from matinee.ads.model import BreakRequest, Decision, Exposure, Level, Placed
from matinee.ads.offers import Offer
from matinee.ads.pods.model import NEUTRAL, Candidates, Pod
from matinee.ads.pods.pricing import Pricing, prices
from matinee.ads.pods.search import fill

FATIGUE = 0.85
"""What an ad is still worth to a household for each time it saw the campaign lately."""
FATIGUE_WINDOW = timedelta(days=3)
SCENE = 0.3
"""How much a creative that fits the scene perfectly is worth more (and one against it, less)."""
_LEAST_WEIGHT = 200


@dataclass(frozen=True, slots=True)
class Rules:
    """What the house sets for every decision."""

    pricing: Pricing = Pricing.FIRST
    seconds: float | None = None


def decide(
    snapshot: Snapshot,
    request: BreakRequest,
    *,
    decision_id: UUID,
    exposures: Sequence[Exposure] = (),
    exhausted: Collection[UUID] = (),
    funded: Flags | None = None,
    rules: Rules = Rules(),
    explain: bool = False,
    offers: Sequence[Offer] = (),
) -> Decision:
    """Fill the break.

    Args:
        snapshot: the demand.
        request: the break.
        decision_id: of this decision, by which its beacons name it.
        exposures: what the household was shown, in any order.
        exhausted: line items without budget here; written into the decision for its replay.
        funded: the same as flags of spots, where the caller keeps them.
        rules: pricing and the limit of time.
        explain: whether to count the reasons of spots that fell out.
        offers: bids of outside buyers that passed.
    """
    if funded is None:
        funded = funded_spots(snapshot, exhausted)
    spots = np.flatnonzero(target(snapshot, request, funded))
    capacities = _capacities(snapshot, exposures, request.at)
    own = _candidates(snapshot, request, spots, capacities, exposures)
    candidates = join(own, snapshot, request, offers)
    pod = Pod(request.duration // timedelta(milliseconds=1), request.slots, request.separation)
    filled = fill(candidates, pod, seconds=rules.seconds)
    paid = prices(candidates, pod, filled, rules.pricing).tolist()
    skipped = _skipped(snapshot, request, funded, own) if explain else {}
    return Decision(
        id=decision_id,
        snapshot=snapshot.version,
        request=request,
        placed=tuple(
            _placed(snapshot, candidates, int(spots[ad]), ad, price)
            if ad < len(spots)
            else _bought(candidates, offers[ad - len(spots)], ad, price)
            for ad, price in zip(filled.ads, paid, strict=True)
        ),
        candidates=len(candidates),
        proven=filled.proven,
        exposures=tuple(exposures),
        exhausted=tuple(sorted(exhausted)),
        skipped=skipped,
        offers=tuple(offers),
    )


def funded_spots(snapshot: Snapshot, exhausted: Collection[UUID]) -> Flags:
    """One flag for each spot: whether its line item has budget."""
    items = np.array([item.id not in exhausted for item in snapshot.line_items], dtype=np.bool_)
    return items[snapshot.item_of] if len(items) else np.zeros(0, dtype=np.bool_)


def _candidates(
    snapshot: Snapshot,
    request: BreakRequest,
    spots: Whole,
    capacities: Whole,
    exposures: Sequence[Exposure],
) -> Candidates:
    return Candidates(
        bids=snapshot.bids[spots],
        floors=np.full(len(spots), request.floor, dtype=np.int64),
        weights=_weights(snapshot, request, spots, exposures) - snapshot.shadows[spots],
        durations=snapshot.durations[spots],
        groups=snapshot.groups[spots],
        capacities=capacities,
        rivals=snapshot.rivals[spots],
        blocks=snapshot.blocks[spots],
    )


def _capacities(snapshot: Snapshot, exposures: Sequence[Exposure], now: datetime) -> Whole:
    """What a pod takes of each group: the cap per pod, or what frequency caps have left."""
    capacities = snapshot.capacities.copy()
    if not exposures:
        return capacities
    by_advertiser, by_campaign, by_line_item, by_creative = snapshot.capped
    left: dict[int, list[int]] = {}
    for exposure in exposures:
        age = now - exposure.at
        for number in (
            by_advertiser.get(exposure.advertiser_id),
            by_campaign.get(exposure.campaign_id),
            by_line_item.get(exposure.line_item_id),
            by_creative.get(exposure.creative_id),
        ):
            if number is not None:
                caps = snapshot.caps[number]
                known = left.get(number)
                if known is None:
                    known = left[number] = [most for _, most in caps]
                for place, (window, _) in enumerate(caps):
                    if age < window:
                        known[place] -= 1
    for number, rooms in left.items():
        capacities[number] = min(int(capacities[number]), max(min(rooms), 0))
    return capacities


def _weights(
    snapshot: Snapshot, request: BreakRequest, spots: Whole, exposures: Sequence[Exposure]
) -> Whole:
    weights = np.full(len(spots), float(NEUTRAL))
    if request.scene and snapshot.embeddings.shape[1] == len(request.scene):
        weights *= 1 + SCENE * (snapshot.embeddings[spots] @ np.array(request.scene, np.float32))
    worn: defaultdict[int, int] = defaultdict(int)
    for exposure in exposures if request.history else ():
        if request.at - exposure.at < FATIGUE_WINDOW:
            number = snapshot.group_numbers.get((Level.CAMPAIGN, exposure.campaign_id))
            if number is not None:
                worn[number] += 1
    campaigns = snapshot.groups[spots, 1]
    for number, times in worn.items():
        weights[campaigns == number] *= FATIGUE**times
    return np.maximum(np.rint(weights), _LEAST_WEIGHT).astype(np.int64)


def _placed(snapshot: Snapshot, candidates: Candidates, spot: int, ad: int, price: int) -> Placed:
    item, creative = snapshot.spots[spot]
    return Placed(
        line_item_id=snapshot.line_items[item].id,
        creative_id=snapshot.creatives[creative].id,
        price=price,
        bid=int(candidates.bids[ad]),
        weight=int(candidates.weights[ad]),
    )


def _bought(candidates: Candidates, offer: Offer, ad: int, price: int) -> Placed:
    return Placed(
        line_item_id=offer.buyer_id,
        creative_id=offer.creative_id,
        price=price,
        bid=offer.bid,
        weight=int(candidates.weights[ad]),
        offer=offer.id,
    )


def _skipped(
    snapshot: Snapshot, request: BreakRequest, funded: Flags, candidates: Candidates
) -> dict[str, int]:
    counted = reasons(snapshot, request, funded)
    low = candidates.bids < candidates.floors
    full = (candidates.capacities[candidates.groups] < 1).any(axis=1) & ~low
    paced = (candidates.weights < 1) & ~low & ~full
    for reason, spots in ((BELOW_FLOOR, low), (FREQUENCY_CAP, full), (PACED, paced)):
        if spots.any():
            counted[reason] = int(spots.sum())
    return counted
