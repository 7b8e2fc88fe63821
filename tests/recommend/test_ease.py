"""EASE: the closed form against the problem that it solves."""

import numpy as np
from tests.recommend.worlds import chains, histories_of

from matinee.recommend.ease import co_occurrence, ease


def test_co_occurrence_counts_members_who_have_both() -> None:
    counts = co_occurrence(histories_of([0, 1], [1, 2], [0, 1, 2]))
    assert counts.tolist() == [[2, 2, 1], [2, 3, 2], [1, 2, 2]]


def test_two_items_give_the_weights_worked_out_by_hand() -> None:
    # (G + I)⁻¹ = [[3, -1], [-1, 3]] / 8, so the weights are 1/3 off the diagonal.
    weights = ease(np.array([[2.0, 1.0], [1.0, 2.0]]), ridge=1.0)
    np.testing.assert_allclose(weights, [[0, 1 / 3], [1 / 3, 0]], rtol=1e-6)


def test_no_item_recommends_itself() -> None:
    weights = ease(co_occurrence(chains()), ridge=10.0)
    assert not np.diag(weights).any()


def test_no_other_weights_with_a_zero_diagonal_fit_better() -> None:
    histories = chains(members=60, item_count=12)
    matrix = histories.matrix().toarray().astype(np.float64)
    best = ease(co_occurrence(histories), ridge=5.0).astype(np.float64)

    def loss(weights: np.ndarray) -> float:
        return float(((matrix - matrix @ weights) ** 2).sum() + 5.0 * (weights**2).sum())

    generator = np.random.default_rng(0)
    for _ in range(20):
        other = best + 0.01 * generator.standard_normal(best.shape)
        np.fill_diagonal(other, 0.0)
        assert loss(best) < loss(other)


def test_the_gram_is_left_as_it_was() -> None:
    gram = co_occurrence(chains(members=20))
    before = gram.copy()
    ease(gram, ridge=1.0)
    np.testing.assert_array_equal(gram, before)
