"""Deals come before what bids more, by their claims; the rest is the best pod around them."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
from benchmarks.ads.pod_brute_force import keeps_rules
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.ads.pods.test_search import cases

from matinee.ads.offers import Claim
from matinee.ads.pods.arranging import arrange
from matinee.ads.pods.model import Candidates, Pod
from matinee.ads.pods.precedence import fill_by_claims
from matinee.ads.pods.pricing import Pricing, prices

Claims = list[Claim | None]


@st.composite
def claimed(draw: st.DrawFn) -> tuple[Candidates, Pod, Claims]:
    candidates, pod = draw(cases())
    count = len(candidates)
    claims = draw(st.lists(st.sampled_from([None, *Claim]), min_size=count, max_size=count))
    return candidates, pod, claims


def pods_of(candidates: Candidates, pod: Pod) -> list[frozenset[int]]:
    """Every pod that keeps the rules, its ads in some order."""
    able = [
        ad
        for ad in range(len(candidates))
        if candidates.bids[ad] >= candidates.floors[ad] and candidates.values[ad] > 0
    ]
    found = [frozenset[int]()]
    for size in range(1, pod.slots + 1):
        for chosen in combinations(able, size):
            ads = sorted(chosen, key=lambda ad: (-int(candidates.bids[ad]), ad))
            rivals = [frozenset(candidates.rivals[ad].tolist()) - {-1} for ad in ads]
            ordered = ads if pod.separation is None else arrange(ads, rivals, pod.separation)
            if ordered is not None and keeps_rules(candidates, pod, tuple(ordered)):
                found.append(frozenset(chosen))
    return found


@given(claimed())
@settings(max_examples=150)
def test_as_many_are_placed_as_are_owed_and_no_other_offer_takes_an_agreed_place(
    case: tuple[Candidates, Pod, Claims],
) -> None:
    candidates, pod, claims = case
    filled, held = fill_by_claims(candidates, pod, claims)
    assert keeps_rules(candidates, pod, filled.ads)
    every = pods_of(candidates, pod)

    def of(ads: frozenset[int] | tuple[int, ...], claim: Claim) -> frozenset[int]:
        return frozenset(ad for ad in ads if claims[ad] is claim)

    assert len(of(filled.ads, Claim.OWED)) == max(len(of(each, Claim.OWED)) for each in every)
    # What holds a claim is as it were without all that has none, whatever that bids.
    dearer = np.where([each is Claim.NONE for each in claims], candidates.bids + 900, 0)
    raised = replace(candidates, bids=np.maximum(candidates.bids, dearer))
    again, _ = fill_by_claims(raised, pod, claims)
    agreed = of(filled.ads, Claim.OWED) | of(filled.ads, Claim.AGREED)
    stays = frozenset(np.flatnonzero(held.extra).tolist()) if held.extra is not None else agreed
    assert stays <= frozenset(filled.ads)
    assert stays <= frozenset(again.ads)
    # Around what stays, no pod is worth more.
    worth = [sum(int(candidates.values[ad]) for ad in each) for each in every if stays <= each]
    assert sum(int(candidates.values[ad]) for ad in filled.ads) == max(worth)


@given(claimed(), st.sampled_from(Pricing))
@settings(max_examples=60)
def test_prices_lie_between_floor_and_bid_with_claims_too(
    case: tuple[Candidates, Pod, Claims], pricing: Pricing
) -> None:
    candidates, pod, claims = case
    filled, held = fill_by_claims(candidates, pod, claims)
    for ad, price in zip(filled.ads, prices(held, pod, filled, pricing).tolist(), strict=True):
        assert candidates.floors[ad] <= price <= candidates.bids[ad]
