from dataclasses import replace

import numpy as np
import pytest
from benchmarks.ads.pod_brute_force import best_value, keeps_rules
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.ads.pods.test_search import ads, cases

from matinee.ads.pods.model import Candidates, Filled, Pod
from matinee.ads.pods.shortlist import Household, shortlist

MANY = settings(
    max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)


def changed(
    candidates: Candidates, lower: list[int], rooms: dict[int, int], left: list[bool]
) -> Candidates:
    """The candidates as one household meets them: less room, less worth, and some gone."""
    count = len(candidates)
    capacities = candidates.capacities.copy()
    for group, room in rooms.items():
        capacities[group] = min(capacities[group], room)
    return replace(
        candidates,
        weights=candidates.weights - np.array(lower[:count]),
        capacities=capacities,
        bids=np.where(np.array(left[:count]), candidates.bids, candidates.floors - 1),
    )


@given(
    cases(),
    st.lists(st.sampled_from([0, 0, 100, 600]), min_size=7, max_size=7),
    st.dictionaries(st.integers(0, 3), st.integers(0, 2), max_size=2),
    st.lists(st.sampled_from([True, True, True, False]), min_size=7, max_size=7),
    st.sampled_from([1, 2, 40]),
    st.booleans(),
)
@MANY
def test_a_list_made_once_gives_each_household_its_best_pod_or_none(
    monkeypatch: pytest.MonkeyPatch,
    case: tuple[Candidates, Pod],
    lower: list[int],
    rooms: dict[int, int],
    left: list[bool],
    most: int,
    passing: bool,
) -> None:
    monkeypatch.setattr("matinee.ads.pods.shortlist._LISTED", most)
    candidates, pod = case
    # What is gone is not in the list, or is passed over in it.
    there = np.array(left[: len(candidates)])
    listed = shortlist(candidates, pod, there | passing)
    without = sum(1 << at for at, ad in enumerate(listed.ads) if not there[ad])
    own = changed(candidates, lower, rooms, left)
    values = {at: int(own.values[ad]) for at, ad in enumerate(listed.ads) if lower[ad]}
    fewer = {group: int(own.capacities[group]) for group in rooms}
    household = Household(fewer, values, without)
    filled = listed.fill(household)
    if most > len(candidates) and there.all():
        assert filled is not None
    if filled is None:
        return
    chosen = tuple(listed.ads[at] for at in filled.ads)
    assert filled.value == best_value(own, pod) == sum(int(own.values[ad]) for ad in chosen)
    assert keeps_rules(own, pod, chosen)
    others = listed.values_without(filled, household)
    if others is not None:
        assert others == [best_value(own.but(ad), pod) for ad in chosen]


def test_a_list_too_short_to_prove_its_pod_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("matinee.ads.pods.shortlist._LISTED", 2)
    candidates = ads([9, 8, 7, 1], groups=[[0], [1], [2], [3]], capacities=[[1, 1, 1, 1]])
    everything = np.ones(4, dtype=np.bool_)
    listed = shortlist(candidates, Pod(60_000, 2), everything)
    assert isinstance(listed.fill(), Filled)
    assert listed.fill(Household(rooms={0: 0})) is None
    assert shortlist(candidates, Pod(90_000, 3), everything).fill() is None
