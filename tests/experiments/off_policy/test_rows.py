"""The item-position estimator on rows whose clicks follow its model."""

import numpy as np
import pytest

from matinee.errors import Invalid
from matinee.experiments.off_policy.rows import LoggedRows, item_position, whole_row

CLICK = np.array([0.05, 0.1, 0.2, 0.4])
EXAMINED = np.array([1.0, 0.6, 0.3])
LOGGING = np.array([0.4, 0.3, 0.2, 0.1])
TARGET = np.array([0.1, 0.2, 0.3, 0.4])


def logged(size: int) -> LoggedRows:
    """Places drawn independently, so that what stands at one says nothing of the others."""
    rng = np.random.default_rng(3)
    titles = rng.choice(4, (size, 3), p=LOGGING)
    clicks = rng.random((size, 3)) < CLICK[titles] * EXAMINED
    return LoggedRows(titles, clicks.astype(np.float64), LOGGING[titles])


def test_the_value_of_another_way_to_fill_rows_is_found() -> None:
    rows = logged(60_000)
    estimate = item_position(rows, TARGET[rows.titles])
    truth = float((TARGET @ CLICK) * EXAMINED.sum())
    assert estimate.value == pytest.approx(truth, abs=4 * estimate.standard_error)


def test_weighing_places_is_far_surer_than_weighing_whole_rows() -> None:
    rows = logged(20_000)
    target = TARGET[rows.titles]
    assert item_position(rows, target).standard_error * 1.5 < whole_row(rows, target).standard_error


def test_self_normalising_leaves_the_logging_policy_its_mean() -> None:
    rows = logged(1_000)
    same = item_position(rows, rows.propensities, self_normalised=True)
    assert same.value == pytest.approx(rows.rewards.sum(axis=1).mean())


def test_a_row_that_ends_early_counts_what_it_showed() -> None:
    rows = LoggedRows(
        np.array([[0, -1], [1, 0]]), np.array([[1.0, 0.0], [0.0, 1.0]]), np.full((2, 2), 0.5)
    )
    assert item_position(rows, np.full((2, 2), 0.25)).value == pytest.approx((0.5 + 0.5) / 2)


def test_a_target_of_another_shape_is_refused() -> None:
    with pytest.raises(Invalid):
        item_position(logged(10), np.ones((10, 2)))
