"""Bandits that are kept learn from several at once and go on after a restart."""

from __future__ import annotations

import asyncio

import numpy as np
import pytest

from matinee.errors import Conflict, Invalid, NotFound
from matinee.experiments.bandits import service as bandit_service
from matinee.experiments.bandits.choosing import Rule
from matinee.experiments.bandits.hurdle import HurdleBeliefs
from matinee.experiments.bandits.linear import LinearBeliefs
from matinee.experiments.bandits.service import BanditService, Reward
from matinee.experiments.bandits.written import read
from matinee.foundation.database import Database

ARMS = ("poster", "still", "title")


async def ready(database: Database, rule: Rule = Rule.THOMPSON) -> BanditService:
    service = BanditService(database)
    await service.ensure("artwork", ARMS, features=2, rule=rule)
    return service


async def test_several_learn_at_once_and_nothing_is_lost(database: Database) -> None:
    service = await ready(database)
    rewards = [Reward(ARMS[n % 3], (1.0, n / 10), float(n % 2)) for n in range(12)]
    await asyncio.gather(*(service.learn("artwork", [one]) for one in rewards))
    beliefs = await service.beliefs("artwork")
    assert isinstance(beliefs, LinearBeliefs)
    assert beliefs.count.tolist() == [4, 4, 4]
    at_once = BanditService(database)
    await at_once.ensure("again", ARMS, features=2)
    assert await at_once.learn("again", rewards) == 12
    again = await at_once.beliefs("again")
    assert isinstance(again, LinearBeliefs)
    assert np.allclose(again.precision, beliefs.precision)


async def test_a_hurdle_is_kept_and_says_that_its_chances_are_counted(database: Database) -> None:
    service = await ready(database, Rule.HURDLE)
    rewards = [Reward(arm, (1.0, 0.0), brings) for arm, brings in (("still", 0.9), ("title", 0.0))]
    await service.learn("artwork", rewards * 200)
    choice = await service.choose("artwork", (1.0, 0.0), rng=np.random.default_rng(4))
    assert choice.estimated
    assert sum(choice.probabilities) == pytest.approx(1)
    assert min(choice.probabilities) > 0
    assert choice.probabilities[1] > choice.probabilities[2]


async def test_a_choice_says_how_likely_each_arm_was(database: Database) -> None:
    service = await ready(database)
    await service.learn("artwork", [Reward("still", (1.0, 0.0), 5.0)] * 30)
    rng = np.random.default_rng(0)
    choice = await service.choose("artwork", (1.0, 0.0), rng=rng)
    assert sum(choice.probabilities) == pytest.approx(1)
    assert choice.probability == choice.probabilities[ARMS.index(choice.arm)]
    assert choice.estimated
    assert choice.probabilities[1] > 0.9
    among = await service.choose("artwork", (1.0, 0.0), rng=rng, allowed=["poster", "title"])
    assert among.arm in {"poster", "title"}


async def test_a_restart_goes_on_from_what_was_learned(database: Database) -> None:
    first = await ready(database, Rule.UCB)
    await first.learn("artwork", [Reward("title", (1.0, 1.0), 3.0)] * 20)
    again = await ready(database, Rule.UCB)
    choice = await again.choose("artwork", (1.0, 1.0), rng=np.random.default_rng(1))
    assert choice.probabilities[2] > 0.9
    assert not choice.estimated


async def test_beliefs_are_read_once_until_something_is_learned_elsewhere(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    service, elsewhere = await ready(database, Rule.HURDLE), BanditService(database)
    reads: list[int] = []

    def counted(stored: bytes) -> LinearBeliefs | HurdleBeliefs:
        reads.append(len(stored))
        return read(stored)

    monkeypatch.setattr(bandit_service, "read", counted)

    async def chances() -> tuple[float, ...]:
        rng = np.random.default_rng(3)
        return (await service.choose("artwork", (1.0, 0.0), rng=rng)).probabilities

    before = await chances()
    assert await chances() == before
    assert len(reads) <= 1
    reads.clear()
    await elsewhere.learn("artwork", [Reward("still", (1.0, 0.0), 0.9)] * 300)
    reads.clear()
    after = await chances()
    assert after[1] > before[1]
    assert len(reads) == 1
    await elsewhere.forget("artwork")
    with pytest.raises(NotFound):
        await chances()


async def test_only_so_many_bandits_stay_in_memory(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bandit_service, "_MOST_HELD", 2)
    service = BanditService(database)
    for key in ("one", "two", "three"):
        await service.ensure(key, ARMS, features=2)
    held = service._held  # pyright: ignore[reportPrivateUsage]
    assert list(held) == ["two", "three"]


async def test_other_arms_under_the_same_key_are_refused(database: Database) -> None:
    service = await ready(database)
    with pytest.raises(Conflict, match="other arms"):
        await service.ensure("artwork", ("poster", "still"), features=2)


async def test_what_is_not_known_is_said(database: Database) -> None:
    service = await ready(database)
    with pytest.raises(Invalid, match="no arm"):
        await service.learn("artwork", [Reward("trailer", (1.0, 0.0), 1.0)])
    with pytest.raises(NotFound):
        await service.choose("nothing", (1.0,), rng=np.random.default_rng(0))
    await service.forget("artwork")
    with pytest.raises(NotFound):
        await service.beliefs("artwork")
