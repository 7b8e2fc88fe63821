"""The evaluator, against figures that others published and cases counted by hand."""

from pathlib import Path

import numpy as np
import pytest

from matinee.media.shots.evaluation import (
    Counts,
    compare_cuts,
    compare_gradual,
    compare_transitions,
    shots_of_scores,
    transitions,
)


def test_the_published_figure_of_autoshot_comes_out_to_the_last_digit(shared_data: Path) -> None:
    folder = shared_data / "ads" / "shot-boundaries"
    if not folder.is_dir():
        pytest.skip(f"there are no shot labels at {folder}")
    total = Counts()
    with np.load(folder / "labels.npz") as truth, np.load(folder / "scores.npz") as scores:
        for video in truth.files:
            total += compare_transitions(
                transitions(truth[video].astype(float)),
                transitions(shots_of_scores(scores[video], 0.296)),
            )
    assert total.f1 == 0.8405448717948718


@pytest.mark.parametrize(
    ("scores", "shots"),
    [
        ([0, 0, 0], [[0, 2]]),
        ([0, 0, 1, 0, 0], [[0, 2], [3, 4]]),
        ([1, 0, 0, 1, 1, 0], [[1, 3], [5, 5]]),
        ([0, 1, 1], [[0, 1]]),
        ([1, 1], [[0, 1]]),
    ],
)
def test_shots_are_the_runs_between_boundaries(scores: list[int], shots: list[list[int]]) -> None:
    assert shots_of_scores(np.array(scores, dtype=float), 0.5).tolist() == shots


def test_a_cut_two_frames_off_counts_and_one_three_frames_off_does_not() -> None:
    counts, matched = compare_cuts([100, 200], [102, 203])
    assert counts == Counts(hits=1, false_alarms=1, misses=1)
    assert matched.tolist() == [True, False]


def test_two_reports_of_one_cut_are_one_hit_and_one_false_alarm() -> None:
    assert compare_cuts([100], [99, 101])[0] == Counts(hits=1, false_alarms=1, misses=0)


def test_a_dissolve_found_in_two_pieces_is_one_hit_and_one_false_alarm() -> None:
    counts, matched = compare_gradual(
        np.array([[10.0, 40.0]]), np.array([[8.0, 14.0], [16.0, 39.0]])
    )
    assert counts == Counts(hits=1, false_alarms=1, misses=0)
    assert matched.tolist() == [False, True]
