"""Lists of ten are judged as whole rankings are, as far as ten titles tell."""

import json

import numpy as np
import pytest
from benchmarks.recommend.recommend_peers import QUICK, Run, compared, places_in

from matinee.recommend.evaluation.metrics import gains, hits, places

ITEMS, MEMBERS = 40, 200


def test_a_list_of_ten_gives_the_figures_of_the_whole_ranking() -> None:
    random = np.random.default_rng(6)
    scores = random.normal(size=(MEMBERS, ITEMS)).astype(np.float32)
    targets = random.integers(0, ITEMS, MEMBERS).astype(np.int32)
    whole = places(scores, targets, np.zeros(scores.shape, np.bool_))
    ten = places_in(np.argsort(-scores, axis=1)[:, :10], targets)
    assert 0 < hits(whole, 10).mean() < 1
    assert np.array_equal(hits(ten, 10), hits(whole, 10))
    assert np.array_equal(gains(ten, 10), gains(whole, 10))


@pytest.mark.parametrize(("wanted", "seconds"), [(0.05, 10.0), (0.15, 30.0), (0.5, None)])
def test_the_seconds_to_a_quality_are_those_of_the_first_pass_that_reached_it(
    wanted: float, seconds: float | None
) -> None:
    nobody = np.zeros(0, np.int64)
    times = np.array([[10.0, 12.0], [20.0, 24.0], [30.0, 36.0]])
    run = Run(np.array([0.1, 0.12, 0.2]), times, 2, nobody, 1.0)
    assert run.seconds_to(wanted) == seconds


def test_a_kept_run_is_the_run_that_was_made() -> None:
    above = np.array([0, 9, 10, 3])
    run = Run(np.array([0.1, 0.125]), np.array([[1.5, 2.0], [3.0, 4.5]]), 1, above, 582.4)
    line = run.line({"model": "sasrec", "data": "f00d", "effort": "whole"})
    again = Run.of_line(json.loads(line))
    assert again.line({"model": "sasrec", "data": "f00d", "effort": "whole"}) == line
    assert np.array_equal(again.hr10, [1, 1, 0, 1])
    assert np.array_equal(again.ndcg10, run.ndcg10)


def test_a_peer_that_was_stopped_is_called_so_wherever_its_figures_stand() -> None:
    def reached(above: int, *, ended: bool = True) -> Run:
        places = np.full(20, above, np.int64)
        return Run(np.array([0.1]), np.array([[9.0, 12.0]]), 0, places, 100.0, ended)

    runs = {"sequence": reached(0), "sasrec": reached(1), "als": reached(9)}
    figures, peers = compared({**runs, "hstu": reached(5, ended=False)}, QUICK)
    assert figures["not_run_to_its_end"] == "hstu"
    assert "sequence_against_hstu" not in figures
    assert "ahead" in str(figures["sequence_against_hstu_stopped_before_its_end"])
    assert "RecTools HSTU (run here, stopped before its end)" in peers
    assert "RecTools SASRec (run here)" in peers
