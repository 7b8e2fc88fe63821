"""Allocation: stable, even, independent between layers, and never moved by more traffic."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from matinee.errors import Invalid
from matinee.experiments.allocation import (
    BUCKETS,
    PERSONALISED,
    arm_of,
    assign,
    bucket,
    free_buckets,
    lot,
)
from matinee.experiments.definition import Arm, Experiment, Guardrail, Measure, State, Unit
from matinee.vocabulary.ids import HouseholdId, ProfileId

HOME = HouseholdId(UUID(int=1))


def profiles(count: int) -> list[ProfileId]:
    return [ProfileId(UUID(int=n * 2**64 + 17)) for n in range(count)]


def running(key: str = "x", layer: str = "page", **fields: object) -> Experiment:
    made = Experiment(
        key=key,
        name="Test",
        arms=(Arm("a"), Arm("b")),
        layer=layer,
        state=State.RUNNING,
        first_bucket=0,
        bucket_count=BUCKETS,
    )
    return replace(made, **fields)


def arms(experiments: list[Experiment], who: ProfileId, share: float = 0.0) -> dict[str, str]:
    return assign(who, HOME, experiments, holdout_share=share, season="1").arms


def test_the_same_member_always_gets_the_same() -> None:
    for one in profiles(20):
        assert arms([running()], one) == arms([running()], one)


def test_lots_are_even_and_independent_between_salts() -> None:
    lots = np.array([(lot(one, "layer:a"), lot(one, "layer:b")) for one in profiles(4_000)])
    assert stats.kstest(lots[:, 0], "uniform").pvalue > 1e-4
    assert abs(np.corrcoef(lots.T)[0, 1]) < 0.06


def test_arms_hold_their_shares() -> None:
    three = running(arms=(Arm("a", 2), Arm("b", 1), Arm("c", 1)))
    drawn = [arm_of(three, one) for one in profiles(4_000)]
    counts = [drawn.count(key) for key in "abc"]
    assert stats.chisquare(counts, [2_000, 1_000, 1_000]).pvalue > 1e-4


def test_an_arm_in_one_layer_says_nothing_of_the_arm_in_another() -> None:
    both = [running("x", "page"), running("y", "artwork")]
    table = np.zeros((2, 2))
    for one in profiles(4_000):
        given = arms(both, one)
        table[given["x"] == "a", given["y"] == "a"] += 1
    assert stats.chi2_contingency(table).pvalue > 1e-4


def test_two_experiments_of_a_layer_share_no_member() -> None:
    first = running("x", first_bucket=0, bucket_count=3_000)
    second = running("y", first_bucket=3_000, bucket_count=7_000)
    assert all(len(arms([first, second], one)) == 2 for one in profiles(500))  # one, and holdout


def test_more_traffic_moves_nobody_between_arms() -> None:
    few = running(first_bucket=0, bucket_count=1_000)
    all_of_them = replace(few, bucket_count=BUCKETS)
    before = {one: arms([few], one).get("x") for one in profiles(2_000)}
    after = {one: arms([all_of_them], one).get("x") for one in profiles(2_000)}
    taken_in = [one for one, arm in before.items() if arm]
    assert taken_in
    assert all(before[one] == after[one] for one in taken_in)


def test_the_holdout_takes_part_in_nothing_else() -> None:
    given = [assign(one, HOME, [running()], holdout_share=0.1, season="1") for one in profiles(900)]
    held = [one for one in given if one.held_out]
    assert 50 < len(held) < 140
    assert all(one.arms == {"holdout": "unpersonalised"} for one in held)
    assert all(one.arms["holdout"] == PERSONALISED for one in given if not one.held_out)


def test_another_season_draws_another_holdout() -> None:
    first, second = (
        {p for p in profiles(900) if assign(p, HOME, [], holdout_share=0.1, season=s).held_out}
        for s in ("1", "2")
    )
    assert len(first & second) < 0.5 * len(first)


def test_a_household_gets_one_arm_together() -> None:
    together = running(unit=Unit.HOUSEHOLD)
    assert len({arms([together], one)["x"] for one in profiles(50)}) == 1


@given(st.lists(st.tuples(st.integers(0, 90), st.integers(1, 20)), max_size=6), st.integers(1, 50))
def test_free_buckets_are_free(taken: list[tuple[int, int]], wanted: int) -> None:
    taken = [(first * 100, count * 50) for first, count in taken]
    place = free_buckets(taken, wanted * 100)
    if place is not None:
        assert place + wanted * 100 <= BUCKETS
        assert all(
            first + count <= place or place + wanted * 100 <= first for first, count in taken
        )


def test_buckets_lie_within_the_layer() -> None:
    assert {0 <= bucket(one, "page") < BUCKETS for one in profiles(500)} == {True}


@pytest.mark.parametrize(
    "wrong",
    [
        {"key": "Not A Key"},
        {"key": "holdout"},
        {"arms": (Arm("a"),)},
        {"arms": (Arm("a"), Arm("a"))},
        {"traffic": 0.0},
        {"window_days": 0},
        {"name": " "},
        {"guardrails": (Guardrail(Measure.DAYS), Guardrail(Measure.DAYS))},
    ],
)
def test_a_plan_that_cannot_be_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(Invalid):
        replace(running(), **wrong)
