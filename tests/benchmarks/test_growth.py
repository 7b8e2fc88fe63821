"""How costs are fitted, carried on to sizes that nobody measured, and turned into machines."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from typing import Any

import pytest
from benchmarks.surfaces.growth.fitting import fitted
from benchmarks.surfaces.growth.page import ASSUMPTIONS, growth_page
from benchmarks.surfaces.growth.processor import processor_seconds
from benchmarks.surfaces.growth.reckoning import Costs, reckoned

FILM = {"full_processor_seconds": 60.0, "packaging_processor_seconds": 240.0, "film_seconds": 600.0}
SERVED = ("page_server_us", "page_database_us", "event_server_us", "event_database_us")


def series(name: str, first: float, last: float, exponent: float) -> dict[str, Any]:
    return {
        f"{name}_at_1000": first,
        f"{name}_at_10000": last,
        f"{name}_exponent": exponent,
        f"{name}_exponent_low": exponent,
        f"{name}_exponent_high": exponent,
    }


@pytest.fixture
def figures() -> dict[str, Any]:
    made: dict[str, Any] = {
        "bytes_per_title": 1000,
        "bytes_per_member": 500,
        "bytes_per_event": 200.0,
        "lake_bytes_per_event": 40.0,
        "items_of_linear_models": 1000,
    }
    for kind in ("titles", "members", "events"):
        for cost in SERVED:
            made |= series(f"{cost}_by_{kind}", 1000.0, 1000.0, 0.0)
        made |= series(f"server_mib_by_{kind}", 512.0, 512.0, 0.0)
        made |= series(f"import_us_per_{kind.removesuffix('s')}", 100.0, 100.0, 0.0)
    for cost in SERVED[:2]:
        made |= series(f"{cost}_by_history", 1000.0, 1000.0, 0.0)
    made |= series("lake_us_per_event", 2.0, 2.0, 0.0)
    return made | series("training_us_per_event", 3.0, 3.0, 0.0)


def test_a_power_law_is_found_again_with_its_spread() -> None:
    growth = fitted([1e4, 1e5, 1e6], [3 * size**0.7 for size in (1e4, 1e5, 1e6)])
    assert growth.exponent == pytest.approx(0.7)
    assert growth.at(1e9) == pytest.approx(3 * 1e9**0.7)
    bent = fitted([10, 100, 1000], [1, 1, 100])
    assert (bent.low, bent.high) == (pytest.approx(0), pytest.approx(2))
    with pytest.raises(ValueError, match="two sizes"):
        fitted([10], [1])


def test_a_cost_is_carried_on_where_it_grows_and_held_where_it_fell() -> None:
    grows = Costs(series("a", 10.0, 100.0, 1.0))
    assert grows.at("a", 100_000) == pytest.approx(1000)
    assert grows.at("a", 500) == 10.0
    assert Costs(series("a", 10.0, 5.0, -0.3)).at("a", 1e9) == 5.0


def test_a_larger_house_says_how_a_cost_goes_on_as_far_as_it_was_measured() -> None:
    larger = {"a_at_10000": 50.0, "a_at_1000000": 150.0, "a_exponent": 0.5}
    costs = Costs(series("a", 10.0, 100.0, 1.0), larger)
    assert costs.at("a", 10_000) == 100.0
    assert costs.at("a", 1_000_000) == pytest.approx(300)
    assert costs.at("a", 4_000_000) == pytest.approx(600)
    assert Costs(series("a", 10.0, 100.0, 1.0), {}).at("a", 100_000) == pytest.approx(1000)


def test_ten_times_the_members_are_ten_times_the_work_and_a_growing_cost_is_more(
    figures: dict[str, Any],
) -> None:
    assumed = tomllib.loads(ASSUMPTIONS.read_text(encoding="utf-8"))
    assumed["scenarios"] = [
        {"members": 1_000_000, "titles": 10_000},
        {"members": 10_000_000, "titles": 10_000},
    ]

    def of(number: int) -> dict[str, float]:
        return {step.name: step.value for step in reckoned(Costs(figures), FILM, assumed, number)}

    small, large = of(0), of(1)
    for name in ("pages at the peak", "cores for servers", "lake", "one training"):
        assert large[name] == pytest.approx(10 * small[name])
    # By hand: a million members, 6 pages a day, 4 times the mean at the peak.
    assert small["pages at the peak"] == pytest.approx(1e6 * 6 * 4 / 86_400)
    assert small["a minute of film"] == pytest.approx(30)
    assert small["all"] == pytest.approx(
        sum(small[n] for n in ("machines", "batch work", "storage"))
    )
    figures |= series("page_server_us_by_members", 1000.0, 2000.0, 0.301)
    assert of(1)["a page, server"] == pytest.approx(1.0 * 1000**0.301, rel=0.01)


def test_the_page_traces_each_figure_to_its_measurement(figures: dict[str, Any]) -> None:
    machine = {"cores": 2, "processor": "x", "load_before": 1}
    kept = {"name": "growth", "figures": figures, "machine": machine, "seconds": 60.0}
    larger = series("page_server_us_by_titles", 1000.0, 9000.0, 0.9)
    page = growth_page(kept, kept | {"figures": larger}, {"figures": FILM})
    assert "| a page: server | titles | 1,000 | 10,000 | 1,000.0 | 1,000.0 | 0.0 |" in page
    assert "| a page: server | titles | 1,000 | 10,000 | 1,000.0 | 9,000.0 | 0.9 |" in page
    assert "300,000,000 members" in page
    assert "`page_server_us_by_*`" in page
    assert "euro_per_hour" in page
    assert "have 1 events each; what is calculated assumes 4,500" in page


def test_the_time_of_a_child_that_ended_is_its_parents() -> None:
    before = processor_seconds(os.getpid())
    subprocess.run([sys.executable, "-c", "sum(range(4_000_000))"], check=True)
    assert processor_seconds(os.getpid()) - before > 0.03
