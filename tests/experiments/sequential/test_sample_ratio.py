"""The sample-ratio check: silent on fair shares, loud on lost units, at any look."""

import numpy as np
import pytest

from matinee.errors import Invalid
from matinee.experiments.sequential.sample_ratio import preference_p, sample_ratio_p

SHARES = np.array([0.5, 0.3, 0.2])


def counts(shares: np.ndarray, experiments: int = 300) -> np.ndarray:
    rng = np.random.default_rng(6)
    return rng.multinomial(100, shares, (experiments, 40)).cumsum(axis=1).astype(np.float64)


def test_fair_shares_are_seldom_called_unfair_however_often_one_looks() -> None:
    assert (sample_ratio_p(counts(SHARES), SHARES)[:, -1] < 0.05).mean() <= 0.05


def test_lost_units_are_found() -> None:
    lossy = np.array([0.54, 0.3, 0.16])
    assert (sample_ratio_p(counts(lossy), SHARES)[:, -1] < 0.001).mean() > 0.8


def test_shares_that_are_none_are_refused() -> None:
    with pytest.raises(Invalid, match="sum to 1"):
        sample_ratio_p(counts(SHARES), np.array([0.5, 0.5, 0.5]))


def test_a_preference_is_called_only_when_there_is_one() -> None:
    rng = np.random.default_rng(8)
    whole = np.arange(1, 31) * 20.0
    even = rng.binomial(20, 0.5, (300, 30)).cumsum(axis=1).astype(np.float64)
    clear = rng.binomial(20, 0.6, (300, 30)).cumsum(axis=1).astype(np.float64)
    assert (preference_p(even, whole - even)[:, -1] < 0.05).mean() <= 0.05
    assert (preference_p(clear, whole - clear)[:, -1] < 0.05).mean() > 0.8
