"""Intervals hold what they promise."""

import numpy as np
import pytest

from matinee.recommend.evaluation.intervals import bootstrap, paired_difference, standard_error


def test_the_standard_error_is_that_of_the_mean() -> None:
    assert standard_error(np.array([0.0, 1.0, 0.0, 1.0])) == pytest.approx(np.sqrt(1 / 3) / 2)


def test_the_interval_is_as_wide_as_theory_says() -> None:
    values = np.random.default_rng(0).normal(5.0, 2.0, 4000)
    interval = bootstrap(values)
    assert interval.low < 5.0 < interval.high
    assert interval.high - interval.low == pytest.approx(2 * 1.96 * 2 / np.sqrt(4000), rel=0.1)


def test_the_same_values_give_the_same_interval() -> None:
    values = np.random.default_rng(1).random(100)
    assert bootstrap(values) == bootstrap(values)


def test_a_small_steady_gain_shows_only_when_paired() -> None:
    generator = np.random.default_rng(2)
    first = generator.random(400)
    second = first - 0.01 - 0.001 * generator.random(400)
    paired = paired_difference(first, second)
    assert paired.low > 0
    assert bootstrap(second).high > bootstrap(first).low
