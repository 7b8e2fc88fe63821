"""The share that one source brought, and its interval over members."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from matinee.audience.watching.model import Moments
from matinee.experiments.share.contribution import Contribution, contribution


def _told(part: NDArray[np.float64], whole: NDArray[np.float64]) -> Contribution:
    return contribution(
        Moments(int((part > 0).sum()), part.sum(), (part**2).sum(), (part * whole).sum()),
        Moments(int((whole > 0).sum()), whole.sum(), (whole**2).sum(), (whole**2).sum()),
    )


def test_the_interval_is_that_of_resampling_members() -> None:
    rng = np.random.default_rng(11)
    whole = rng.gamma(0.7, 4, 800)
    part = whole * rng.beta(2, 3, 800)
    told = _told(part, whole)
    drawn = rng.integers(0, 800, (4_000, 800))
    resampled = part[drawn].sum(axis=1) / whole[drawn].sum(axis=1)
    low, high = np.quantile(resampled, (0.025, 0.975))
    assert told.share == pytest.approx(part.sum() / whole.sum())
    assert told.low == pytest.approx(low, abs=0.003)
    assert told.high == pytest.approx(high, abs=0.003)


def test_evenings_of_one_member_do_not_make_a_share_certain() -> None:
    """Half the members come by rows alone, half never: forty members say little, however long."""
    whole = np.full(40, 1_000.0)
    part = np.where(np.arange(40) < 20, whole, 0.0)
    told = _told(part, whole)
    assert told.low is not None
    assert told.high is not None
    assert told.high - told.low > 0.3


def test_a_handful_of_members_has_a_share_but_no_interval() -> None:
    told = _told(np.array([1.0, 0.0]), np.array([2.0, 2.0]))
    assert (told.share, told.low, told.high) == (0.25, None, None)
    nothing = _told(np.zeros(1), np.zeros(1))
    assert (nothing.share, nothing.low) == (0.0, None)
