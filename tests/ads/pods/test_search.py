from dataclasses import replace

import numpy as np
from benchmarks.ads.pod_brute_force import best_value, keeps_rules
from hypothesis import given, settings
from hypothesis import strategies as st

from matinee.ads.pods.model import Candidates, Pod
from matinee.ads.pods.pricing import Pricing, prices
from matinee.ads.pods.search import fill, values_without

MILLION = 1_000_000


def ads(
    bids: list[int], *, seconds: int | list[int] = 30, floors: int = 0, **columns: list[list[int]]
) -> Candidates:
    count = len(bids)
    none = np.full((count, 1), -1)
    return Candidates(
        bids=np.array(bids, dtype=np.int64) * MILLION,
        floors=np.full(count, floors * MILLION),
        weights=np.full(count, 1000),
        durations=np.broadcast_to(np.array(seconds) * 1000, count),
        groups=np.array(columns.get("groups", none)),
        capacities=np.array(columns.get("capacities", [[9]])[0]),
        rivals=np.array(columns.get("rivals", none)),
        blocks=np.array(columns.get("blocks", none)),
    )


@st.composite
def cases(draw: st.DrawFn) -> tuple[Candidates, Pod]:
    count = draw(st.integers(1, 7))

    def column(low: int, high: int) -> list[int]:
        return draw(st.lists(st.integers(low, high), min_size=count, max_size=count))

    return Candidates(
        bids=np.array(column(1, 20)),
        floors=np.array(column(0, 8)),
        weights=np.array(column(500, 1500)),
        durations=np.array(column(1, 60)) * 500,
        groups=np.array([column(-1, 3), column(-1, 3)]).T,
        capacities=np.array(draw(st.lists(st.integers(0, 3), min_size=4, max_size=4))),
        rivals=np.array([column(-1, 2)]).T,
        blocks=np.array([column(-1, 2)]).T,
    ), Pod(
        draw(st.integers(1, 100)) * 500,
        draw(st.integers(1, 4)),
        draw(st.sampled_from([None, 0, 1, 2])),
    )


@given(cases())
@settings(max_examples=150)
def test_no_pod_is_worth_more_and_every_rule_is_kept(case: tuple[Candidates, Pod]) -> None:
    filled = fill(*case)
    assert filled.proven
    assert filled.value == best_value(*case)
    assert keeps_rules(*case, filled.ads)
    assert filled.value == sum(int(case[0].values[ad]) for ad in filled.ads)


@given(cases())
@settings(max_examples=100)
def test_the_best_pods_without_each_of_its_ads_are_known_at_once(
    case: tuple[Candidates, Pod],
) -> None:
    candidates, pod = case
    filled = fill(candidates, pod)
    if filled.ads:
        expected = [best_value(candidates.but(ad), pod) for ad in filled.ads]
        assert values_without(candidates, pod, filled) == expected


@given(cases(), st.sampled_from(Pricing))
@settings(max_examples=150)
def test_a_price_lies_between_floor_and_bid(case: tuple[Candidates, Pod], pricing: Pricing) -> None:
    candidates, pod = case
    filled = fill(candidates, pod)
    for ad, price in zip(filled.ads, prices(*case, filled, pricing).tolist(), strict=True):
        assert candidates.floors[ad] <= price <= candidates.bids[ad]


@given(cases(), st.integers(1, 30))
@settings(max_examples=80)
def test_a_raised_bid_never_loses_a_slot(case: tuple[Candidates, Pod], more: int) -> None:
    candidates, pod = case
    filled = fill(candidates, pod)
    for ad in filled.ads:
        bids = candidates.bids.copy()
        bids[ad] += more
        assert ad in fill(replace(candidates, bids=bids), pod).ads


@given(cases())
@settings(max_examples=150)
def test_the_second_price_is_the_least_bid_at_which_the_pod_still_wins(
    case: tuple[Candidates, Pod],
) -> None:
    candidates, pod = case
    filled = fill(candidates, pod)
    for ad, price in zip(filled.ads, prices(*case, filled, Pricing.SECOND).tolist(), strict=True):
        bids = candidates.bids.copy()
        bids[ad] = price
        still = fill(replace(candidates, bids=bids), pod).value
        own, rest = int(candidates.weights[ad]), filled.value - int(candidates.values[ad])
        assert still == rest + own * price
        if price > candidates.floors[ad]:
            bids[ad] = price - 1
            assert fill(replace(candidates, bids=bids), pod).value > rest + own * (price - 1)


def test_two_short_ads_beat_one_long_one() -> None:
    assert set(fill(ads([10, 6, 6], seconds=[60, 30, 30]), Pod(60_000, 2)).ads) == {1, 2}


def test_a_bid_below_its_floor_takes_no_part() -> None:
    assert fill(ads([5, 9], floors=8), Pod(60_000, 2)).ads == (1,)


def test_an_advertiser_has_no_more_ads_than_its_cap() -> None:
    candidates = ads([9, 8, 7, 1], groups=[[0], [0], [0], [1]], capacities=[[2, 1]])
    assert fill(candidates, Pod(120_000, 4)).ads == (0, 1, 3)


def test_a_household_that_has_seen_enough_sees_no_more() -> None:
    candidates = ads([9, 1], groups=[[0], [1]], capacities=[[0, 1]])
    assert fill(candidates, Pod(60_000, 2)).ads == (1,)


def test_rivals_never_share_a_pod_unless_a_distance_is_given() -> None:
    candidates = ads([9, 8, 1], rivals=[[0], [0], [-1]])
    assert fill(candidates, Pod(90_000, 3)).ads == (0, 2)
    assert fill(candidates, Pod(90_000, 3, separation=1)).ads == (0, 2, 1)
    assert fill(candidates, Pod(90_000, 2, separation=1)).ads == (0, 2)


def test_an_ad_that_blocks_a_rival_stands_alone_even_at_a_distance() -> None:
    candidates = ads([9, 8, 1], rivals=[[0], [1], [-1]], blocks=[[1], [-1], [-1]])
    assert fill(candidates, Pod(90_000, 3, separation=1)).ads == (0, 2)


def test_when_time_is_out_the_best_pod_so_far_is_given() -> None:
    random = np.random.default_rng(3)
    count = 400
    candidates = Candidates(
        bids=random.integers(10**6, 10**7, count),
        floors=np.zeros(count, dtype=np.int64),
        weights=np.full(count, 1000),
        durations=random.integers(5_000, 61_000, count),
        groups=random.integers(0, 60, (count, 4)),
        capacities=np.ones(60, dtype=np.int64),
        rivals=random.integers(0, 60, (count, 3)),
        blocks=np.full((count, 1), -1),
    )
    pod = Pod(300_000, 12)
    hasty = fill(candidates, pod, seconds=0)
    assert not hasty.proven
    assert keeps_rules(candidates, pod, hasty.ads)
    assert 0 < hasty.value <= hasty.bound


def test_nothing_to_choose_from_is_an_empty_pod() -> None:
    assert fill(ads([]), Pod(60_000, 2)).ads == ()
    assert fill(ads([5], seconds=31), Pod(30_000, 2)).ads == ()
    assert fill(ads([5]), Pod(30_000, 0)).ads == ()


def test_a_break_without_end_is_filled_as_quickly() -> None:
    filled = fill(ads([9, 8, 7]), Pod(10**12, 2))
    assert filled.ads == (0, 1)
    assert filled.proven
