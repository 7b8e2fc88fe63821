import itertools
import json
from pathlib import Path

import numpy as np
import pytest
from benchmarks.studio.talent_cp_sat import solve_by_cp_sat
from hypothesis import given, settings
from hypothesis import strategies as st

from matinee.errors import Invalid, Unavailable
from matinee.studio.schedule.talent.bounds import PairBound
from matinee.studio.schedule.talent.exact import solve
from matinee.studio.schedule.talent.model import Instance
from matinee.studio.schedule.talent.readers import read_csplib, read_minizinc
from matinee.studio.schedule.talent.search import good_order
from matinee.studio.schedule.talent.sets import HeldCost


@st.composite
def instances(draw: st.DrawFn, *, most_scenes: int = 7, most_actors: int = 5) -> Instance:
    scenes = draw(st.integers(1, most_scenes))
    actors = draw(st.integers(1, most_actors))
    rows = draw(
        st.lists(
            st.lists(st.booleans(), min_size=scenes, max_size=scenes),
            min_size=actors,
            max_size=actors,
        )
    )
    wages = draw(st.lists(st.integers(0, 50), min_size=actors, max_size=actors))
    days = draw(st.lists(st.integers(0, 4), min_size=scenes, max_size=scenes))
    return Instance(np.array(rows, np.bool_), np.array(wages), np.array(days))


@given(instances())
@settings(max_examples=150)
def test_the_exact_method_finds_what_trying_every_order_finds(instance: Instance) -> None:
    best = min(instance.waiting(o) for o in itertools.permutations(range(instance.cast.shape[1])))
    answer = solve(instance)
    assert answer.waiting == best
    assert answer.proved
    assert instance.waiting(answer.order) == best


@given(instances())
@settings(max_examples=100)
def test_the_bound_never_promises_more_than_the_rest_costs(instance: Instance) -> None:
    scenes = instance.cast.shape[1]
    held = HeldCost(instance)
    for order in itertools.islice(itertools.permutations(range(scenes)), 24):
        before = 0
        for place in range(scenes):
            sets = np.array([before], np.int64)
            rest = _paid_from(instance, order, place)
            assert PairBound(instance).of(sets, held.actors_held(sets))[0] <= rest
            before |= 1 << order[place]


def _paid_from(instance: Instance, order: tuple[int, ...], place: int) -> int:
    cut = Instance(instance.cast, instance.wages, instance.days.copy())
    for scene in order[:place]:
        cut.days[scene] = 0
    return cut.waiting(order)


@given(instances(most_scenes=12, most_actors=8))
@settings(max_examples=30)
def test_a_good_order_names_every_scene_and_costs_what_it_says(instance: Instance) -> None:
    order, waiting = good_order(instance, width=50)
    assert waiting == instance.waiting(order)


def test_cp_sat_proves_the_same_optimum() -> None:
    random = np.random.default_rng(4)
    instance = Instance(
        random.random((5, 8)) < 0.5, random.integers(1, 20, 5), random.integers(1, 4, 8)
    )
    peer = solve_by_cp_sat(instance, seconds=20)
    assert peer.proved
    assert peer.waiting == solve(instance).waiting


def test_time_that_is_up_is_said_with_what_to_do() -> None:
    random = np.random.default_rng(1)
    instance = Instance(
        random.random((14, 30)) < 0.4, random.integers(1, 99, 14), random.integers(1, 5, 30)
    )
    with pytest.raises(Unavailable, match="order with its gap") as error:
        solve(instance, seconds=0.0)
    assert error.value.code == "time_up"


def test_every_published_optimum_is_proved(shared_data: Path) -> None:
    folder = shared_data / "talent-scheduling"
    optima = json.loads((folder / "optima.json").read_text())
    for file in sorted([*folder.glob("*.dzn"), *folder.glob("csplib_*.json")]):
        known = next(v for name, v in optima.items() if file.name in name)
        read = read_minizinc if file.suffix == ".dzn" else read_csplib
        instance = read(file.read_text())
        answer = solve(instance)
        assert answer.proved
        assert answer.waiting + instance.work == known["total"]


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("c = [1]; d = [1];", "ia"),
        ("ia = [|1,0|]; d = [1, 1];", "c"),
        ("ia = [|1,0|]; c = [1, 2]; d = [1, 1];", "wages"),
        ("ia = [|1,0|]; c = [1]; d = [1];", "days"),
        ("ia = [|1,2|]; c = [1]; d = [1, 1];", "in"),
        ("ia = [|1,0|1|]; c = [1, 1]; d = [1, 1];", "in"),
        ("ia = [|1,0|]; c = [-1]; d = [1, 1];", "wages"),
    ],
)
def test_a_file_that_does_not_fit_is_refused_by_name(text: str, field: str) -> None:
    with pytest.raises(Invalid) as error:
        read_minizinc(text)
    assert error.value.field == field


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("{", "file"),
        ("[]", "file"),
        ('{"in": [[1]], "cost": [1]}', "dur"),
        ('{"in": [["x"]], "cost": [1], "dur": [1]}', "in"),
        ('{"in": [[1]], "cost": [1e30], "dur": [1]}', "in"),
    ],
)
def test_json_that_does_not_fit_is_refused_by_name(text: str, field: str) -> None:
    with pytest.raises(Invalid) as error:
        read_csplib(text)
    assert error.value.field == field
