"""One decision, from a snapshot, a break and what the household has seen: pure and repeatable."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from uuid import UUID

import numpy as np

from matinee.ads.decided import Decision, Exposure, Odds, Placed
from matinee.ads.decision.companions import accompanied
from matinee.ads.decision.drawing import AllOdds, drawn
from matinee.ads.decision.joining import join
from matinee.ads.decision.places import Chosen, Listed, Place, Places, candidates_of
from matinee.ads.decision.seen import Seen, seen_before
from matinee.ads.decision.snapshot import CAMPAIGN, Flags, Snapshot, Whole
from matinee.ads.decision.targeting import BELOW_FLOOR, FREQUENCY_CAP, PACED, reasons
from matinee.ads.model import BreakRequest
from matinee.ads.offers import Offer
from matinee.ads.pods.model import Candidates
from matinee.ads.pods.precedence import fill_by_claims
from matinee.ads.pods.pricing import Pricing, prices, second_prices
from matinee.ads.pods.shortlist import Household


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
    exhausted: Sequence[UUID] = (),
    funded: Flags | None = None,
    rules: Rules = Rules(),
    explain: bool = False,
    offers: Sequence[Offer] = (),
    places: Places | None = None,
    odds: AllOdds = MappingProxyType({}),
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
        places: those of the snapshot, where the caller keeps them; the decision is the same.
        odds: by which creatives of a line item are drawn, where it has several.
    """
    if funded is None:
        funded = funded_spots(snapshot, exhausted)
    place = (places or Places(snapshot)).at(request)
    seen = seen_before(snapshot, request, exposures)
    chosen = None if offers else _listed(place, snapshot, funded, seen, rules.pricing)
    if chosen is None:
        chosen = _searched(place, snapshot, request, funded, seen, rules, offers)
    placed = chosen.placed
    if odds:
        left = funded[place.spots]
        runs = drawn(
            snapshot, place, chosen.spots, left=left, seen=seen, odds=odds, decision_id=decision_id
        )
        placed = tuple(map(_drawn, [snapshot] * len(placed), placed, runs))
    placed = accompanied(snapshot, placed, decision_id)
    return Decision(
        id=decision_id,
        snapshot=snapshot.version,
        request=request,
        placed=placed,
        candidates=chosen.candidates,
        proven=chosen.proven,
        exposures=tuple(exposures),
        exhausted=tuple(exhausted),
        skipped=_skipped(place, snapshot, request, funded, seen) if explain else {},
        offers=tuple(offers),
    )


def funded_spots(snapshot: Snapshot, exhausted: Collection[UUID]) -> Flags:
    """One flag for each spot: whether its line item has budget."""
    items = np.array([item.id not in exhausted for item in snapshot.line_items], dtype=np.bool_)
    return items[snapshot.item_of] if len(items) else np.zeros(0, dtype=np.bool_)


def _listed(
    place: Place, snapshot: Snapshot, funded: Flags, seen: Seen, pricing: Pricing
) -> Chosen | None:
    """From the lists of the place; None where those do not prove the best."""
    left = funded[place.spots]
    candidates = int(np.count_nonzero(left))
    for listed in place.lists(left):
        chosen = _proved(listed, place, snapshot, seen, pricing, candidates)
        if chosen is not None:
            return chosen
    return None


def _proved(
    listed: Listed,
    place: Place,
    snapshot: Snapshot,
    seen: Seen,
    pricing: Pricing,
    candidates: int,
) -> Chosen | None:
    """From one list; None as before."""
    ads, weights = listed.ads, dict[int, int]()
    for campaign, factor in seen.worn.items():
        for at in listed.by_campaign.get(campaign, ()):
            weights[at] = listed.weight(at, factor)
    # What a household saw elsewhere changes nothing here: most get what the one before got.
    untouched = not weights and ads.rules.members.keys().isdisjoint(seen.rooms)
    if untouched and (known := place.known(listed, pricing)):
        return known
    household = Household(
        rooms=seen.rooms,
        values={at: ads.bids[at] * weight for at, weight in weights.items()},
        without=listed.without,
    )
    filled = ads.fill(household)
    if filled is None:
        return None
    bids = [ads.bids[at] for at in filled.ads]
    held = [weights.get(at, ads.weights[at]) for at in filled.ads]
    paid: Sequence[int] = bids
    if pricing is Pricing.SECOND and bids:
        others = ads.values_without(filled, household)
        if others is None:
            return None
        paid = second_prices(filled.value, others, bids, held, [place.floor] * len(bids))
    chosen = Chosen(
        tuple(
            _placed(snapshot, listed.spots[at], price, bid, weight)
            for at, price, bid, weight in zip(filled.ads, paid, bids, held, strict=True)
        ),
        [listed.spots[at] for at in filled.ads],
        candidates,
        proven=True,
    )
    if untouched:
        place.keep(listed, pricing, chosen)
    return chosen


def _searched(
    place: Place,
    snapshot: Snapshot,
    request: BreakRequest,
    funded: Flags,
    seen: Seen,
    rules: Rules,
    offers: Sequence[Offer],
) -> Chosen:
    """From all candidates, with the offers of outside buyers."""
    spots, own = _candidates(place, snapshot, funded, seen)
    candidates = join(own, snapshot, request, offers)
    claims = [*[None] * len(spots), *(offer.claim for offer in offers)]
    filled, candidates = fill_by_claims(candidates, place.pod, claims, seconds=rules.seconds)
    paid = prices(candidates, place.pod, filled, rules.pricing).tolist()
    placed = list[Placed]()
    for ad, price in zip(filled.ads, paid, strict=True):
        bid, weight = int(candidates.bids[ad]), int(candidates.weights[ad])
        if ad < len(spots):
            placed.append(_placed(snapshot, int(spots[ad]), price, bid, weight))
        else:
            placed.append(_bought(offers[ad - len(spots)], price, weight))
    chosen = [int(spots[ad]) if ad < len(spots) else -1 for ad in filled.ads]
    return Chosen(tuple(placed), chosen, len(candidates), filled.proven)


def _candidates(
    place: Place, snapshot: Snapshot, funded: Flags, seen: Seen
) -> tuple[Whole, Candidates]:
    """The spots of the place that have budget, as they are for a household."""
    rows = np.flatnonzero(funded[place.spots])
    spots = place.spots[rows]
    fit, campaigns = place.fit[rows], snapshot.groups[spots, CAMPAIGN]
    for campaign, factor in seen.worn.items():
        fit[campaigns == campaign] *= factor
    capacities = snapshot.capacities.copy()
    for group, room in seen.rooms.items():
        capacities[group] = room
    return spots, candidates_of(snapshot, spots, fit, capacities, place.floor)


def _placed(snapshot: Snapshot, spot: int, price: int, bid: int, weight: int) -> Placed:
    item, creative = snapshot.spots[spot]
    return Placed(
        line_item_id=snapshot.line_items[item].id,
        creative_id=snapshot.creatives[creative].id,
        price=price,
        bid=bid,
        weight=weight,
    )


def _drawn(snapshot: Snapshot, placed: Placed, runs: tuple[int, Odds]) -> Placed:
    """The same ad with the creative that was drawn for it; what it pays and is worth stays."""
    spot, among = runs
    if not among:
        return placed
    creative = snapshot.creatives[snapshot.spots[spot][1]].id
    return replace(placed, creative_id=creative, among=among)


def _bought(offer: Offer, price: int, weight: int) -> Placed:
    return Placed(
        line_item_id=offer.buyer_id,
        creative_id=offer.creative_id,
        price=price,
        bid=offer.bid,
        weight=weight,
        offer=offer.id,
    )


def _skipped(
    place: Place, snapshot: Snapshot, request: BreakRequest, funded: Flags, seen: Seen
) -> dict[str, int]:
    counted = reasons(snapshot, request, funded)
    _, candidates = _candidates(place, snapshot, funded, seen)
    low = candidates.bids < candidates.floors
    full = (candidates.capacities[candidates.groups] < 1).any(axis=1) & ~low
    paced = (candidates.weights < 1) & ~low & ~full
    for reason, spots in ((BELOW_FLOOR, low), (FREQUENCY_CAP, full), (PACED, paced)):
        if spots.any():
            counted[reason] = int(spots.sum())
    return counted
