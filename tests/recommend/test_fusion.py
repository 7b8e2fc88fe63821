import numpy as np
import pytest

from matinee.errors import Invalid
from matinee.recommend.fusion import Fusion, centred, learned, standard

RANDOM = np.random.default_rng(4)
MEMBERS, TITLES = 400, 25


def drawn(weights: tuple[float, ...]) -> tuple[list[np.ndarray], np.ndarray, np.ndarray]:
    """What models say, what was seen, and what members then watched by a known law."""
    said = [RANDOM.normal(size=(MEMBERS, TITLES)).astype(np.float32) for _ in weights]
    seen = RANDOM.random((MEMBERS, TITLES)) < 0.2
    chances = Fusion(tuple(map(str, range(len(weights)))), weights).chances(said, seen)
    targets = [RANDOM.choice(TITLES, p=row / row.sum()) for row in chances.astype(np.float64)]
    return said, seen, np.array(targets, np.int32)


def test_the_weights_by_which_members_chose_are_found_again() -> None:
    said, seen, targets = drawn((1.5, 0.5, 0.0))
    found = learned(("a", "b", "c"), said, seen, targets)
    assert found.weights == pytest.approx((1.5, 0.5, 0.0), abs=0.2)


def test_chances_sum_to_one_over_what_was_not_seen_and_come_true_as_often() -> None:
    said, seen, targets = drawn((1.2, 0.6))
    chances = learned(("a", "b"), said, seen, targets).chances(said, seen)
    assert chances.sum(1) == pytest.approx(1.0, abs=1e-5)
    assert chances[seen].max() == 0
    best = chances.argmax(1)
    assert (best == targets).mean() == pytest.approx(float(chances.max(1).mean()), abs=0.05)


def test_one_row_says_the_same_alone_as_among_others() -> None:
    said, seen, _ = drawn((1.0, 1.0))
    fusion = Fusion(("a", "b"), (0.7, 0.3), frozenset({"a"}))
    alone = fusion.scores([scores[3:4] for scores in said], seen[3:4])
    assert alone[0] == pytest.approx(fusion.scores(said, seen)[3], abs=1e-6)


def test_what_a_model_says_of_seen_titles_changes_nothing() -> None:
    scores = np.array([[1.0, 2.0, 3.0, 100.0]], np.float32)
    seen = np.array([[False, False, False, True]])
    assert standard(scores, seen)[0] == pytest.approx([-1.2247, 0, 1.2247, 0], abs=1e-3)
    assert centred(scores, seen)[0].tolist() == [-1, 0, 1, 0]


def test_a_model_that_says_the_same_of_all_says_nothing() -> None:
    same = np.full((1, 4), 7.0, np.float32)
    assert standard(same, np.zeros((1, 4), np.bool_)).tolist() == [[0, 0, 0, 0]]


def test_a_target_that_was_seen_is_refused() -> None:
    said, seen, targets = drawn((1.0,))
    seen[0, targets[0]] = True
    with pytest.raises(Invalid, match="seen"):
        learned(("a",), said, seen, targets)
