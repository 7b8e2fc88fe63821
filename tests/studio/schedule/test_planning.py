import itertools
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.studio.schedule.boards import MONDAY, shooting, small_scripts, strip

from matinee.errors import Conflict, Invalid
from matinee.studio.schedule.conflicts import conflicts
from matinee.studio.schedule.measures import check, read_board
from matinee.studio.schedule.model import CastMember, Rules, ShootingScript
from matinee.studio.schedule.planning import plan
from matinee.studio.schedule.problem import problem_of


def _cheapest(script: ShootingScript) -> int | None:
    """Every way of giving every strip a day, tried."""
    problem = problem_of(script, list(script.strips))
    ways = itertools.product(range(problem.days), repeat=len(problem.ids))
    return min((problem.cost(days) for days in ways if problem.kept(days)), default=None)


@given(small_scripts())
@settings(max_examples=10)
def test_a_small_plan_is_as_cheap_as_trying_every_plan_finds(script: ShootingScript) -> None:
    best = _cheapest(script)
    if best is None:
        with pytest.raises(Conflict):
            plan(script, seconds=1)
        assert conflicts(script) != ()
        return
    planned = plan(script, seconds=1)
    check(script, planned.board)
    read = read_board(script, planned.board)
    rules = script.rules
    assert planned.cost == best
    assert planned.bound <= best
    assert read.flags == ()
    assert read.cast_cost + rules.move_cost * read.sets + rules.day_cost * read.days == best
    assert conflicts(script) == ()


@given(small_scripts(), st.lists(st.integers(0, 4), min_size=5, max_size=5))
@settings(max_examples=100)
def test_no_plan_that_keeps_the_rules_is_below_the_bound(
    script: ShootingScript, days: list[int]
) -> None:
    problem = problem_of(script, list(script.strips))
    held = days[: len(problem.ids)]
    if problem.kept(held):
        assert problem.least() <= problem.cost(held)


def test_locks_orders_and_absences_are_kept() -> None:
    scenes = [strip(str(number), "12"[number % 2]) for number in range(8)]
    away = CastMember("1", "Ada", 5, away=frozenset({MONDAY, MONDAY + timedelta(days=1)}))
    rules = Rules(
        eighths_a_day=16,
        most_days=6,
        locked={"7": 0},
        in_order=(("4", "2"),),
        apart=(("1", "3"),),
    )
    script = shooting(*scenes, rules=rules, members=(away,))
    planned = plan(script, seconds=2)
    assert read_board(script, planned.board).flags == ()
    assert "7" in planned.board.days[0]


def test_banners_and_the_boneyard_are_left_alone() -> None:
    banner = replace(strip("z", eighths=0), banner="Move to the studio")
    script = shooting(strip("a", "1"), strip("b", "1"), banner)
    planned = plan(script, seconds=1, boneyard=("b",))
    assert planned.board.days == (("a",),)
    assert planned.board.boneyard == ("b", "z")


def test_why_it_is_not_possible_names_the_fewest_rules() -> None:
    scenes = [strip(name) for name in "abcd"]
    rules = Rules(
        most_days=9, locked={"a": 3, "b": 1, "d": 0}, in_order=(("a", "b"), ("d", "c")), apart=()
    )
    script = shooting(*scenes, rules=rules)
    assert sorted(conflicts(script)) == [
        "Scene a is locked to day 4.",
        "Scene a is not shot after scene b.",
        "Scene b is locked to day 2.",
    ]
    with pytest.raises(Conflict, match="No board keeps all of these rules") as refused:
        plan(script, seconds=1)
    assert refused.value.code == "impossible"
    packed = shooting(*scenes, rules=Rules(eighths_a_day=8, most_days=3))
    assert conflicts(packed) == ("At most 1 pages a day on 3 days, for 4 pages.",)


@pytest.mark.parametrize(
    ("rules", "field"),
    [
        (Rules(locked={"x": 0}), "rules"),
        (Rules(in_order=(("a", "x"),)), "rules"),
        (Rules(locked={"a": 60}), "locked"),
    ],
)
def test_rules_about_what_is_not_there_are_refused(rules: Rules, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        plan(shooting(strip("a"), rules=rules), seconds=1)
    assert refused.value.field == field


@pytest.mark.parametrize("seconds", [0.0, 601.0, float("nan")])
def test_a_time_without_end_is_refused(seconds: float) -> None:
    with pytest.raises(Invalid):
        plan(shooting(strip("a")), seconds=seconds)
