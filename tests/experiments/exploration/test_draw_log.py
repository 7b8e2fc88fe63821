"""Draws are kept as they were drawn, and judged again from what was kept."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import numpy as np
import pytest
from tests.audience.reports import Clock

from matinee.experiments.exploration.draws import Draw, Slot, draw
from matinee.experiments.exploration.mixtures import softmax
from matinee.experiments.exploration.service import ExplorationService
from matinee.experiments.off_policy.estimators import ipw
from matinee.experiments.off_policy.logged import LoggedRounds, TargetPolicy
from matinee.foundation.database import Database
from matinee.vocabulary.ids import RecommendationId, TitleId

TITLES = [TitleId(UUID(int=n + 1)) for n in range(3)]
BEGINNING = datetime(2020, 1, 1, tzinfo=UTC)


def drawn(number: int) -> Draw:
    slot = Slot(RecommendationId(UUID(int=number * 2**70 + 5)), "explore", 2)
    return draw(slot, TITLES, softmax(np.array([1.0, 0.0, -1.0]), temperature=1.0), policy="p")


async def test_what_was_drawn_is_kept_once(database: Database) -> None:
    service = ExplorationService(database)
    made = [drawn(n) for n in range(4)]
    await service.log(made)
    await service.log(made)
    kept = await service.logged("p", since=BEGINNING)
    assert {one.slot.recommendation_id for one in kept} == {
        one.slot.recommendation_id for one in made
    }
    assert len(kept) == 4
    by_page = {one.slot: one for one in made}
    for one in kept:
        same = by_page[one.slot]
        assert (one.titles, one.chosen, one.estimated) == (same.titles, same.chosen, False)
        assert one.probabilities == pytest.approx(same.probabilities, rel=1e-6)
    assert await service.logged("another", since=BEGINNING) == ()


async def test_old_draws_go(database: Database) -> None:
    clock = Clock()
    service = ExplorationService(database, kept_days=30, clock=clock)
    await service.log([drawn(1)])
    clock.now += timedelta(days=29)
    assert await service.forget_old() == 0
    clock.now += timedelta(days=2)
    assert await service.forget_old() == 1


async def test_another_policy_is_judged_from_the_kept_candidate_sets(database: Database) -> None:
    service = ExplorationService(database)
    await service.log([drawn(n) for n in range(1_500)])
    kept = await service.logged("p", since=BEGINNING)
    liked = np.array([0.2, 0.5, 0.8])
    rng = np.random.default_rng(0)
    chosen = np.array([one.chosen for one in kept])
    rounds = LoggedRounds(
        chosen,
        np.zeros(len(kept), np.int64),
        (rng.random(len(kept)) < liked[chosen]).astype(np.float64),
        np.array([one.probability for one in kept]),
        action_count=3,
    )
    estimate = ipw(rounds, TargetPolicy(np.array([[[0.1], [0.2], [0.7]]])))
    truth = float(np.array([0.1, 0.2, 0.7]) @ liked)
    assert estimate.value == pytest.approx(truth, abs=4 * estimate.standard_error)
