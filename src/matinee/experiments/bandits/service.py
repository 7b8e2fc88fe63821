"""Bandits that are kept: they choose, say how likely that was, and learn, across restarts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np

from matinee.errors import Conflict, Invalid, NotFound
from matinee.experiments.bandits import repository as believed
from matinee.experiments.bandits.choosing import Rule, propensities
from matinee.experiments.bandits.hurdle import HurdleBeliefs
from matinee.experiments.bandits.linear import LinearBeliefs
from matinee.experiments.bandits.repository import StoredBandit
from matinee.experiments.bandits.written import read, written
from matinee.experiments.off_policy.logged import Reals
from matinee.foundation.database import Database


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen, and with which probability each arm would have been.

    ``estimated`` where the probabilities were counted over draws and not computed.
    """

    arm: str
    probability: float
    probabilities: tuple[float, ...]
    estimated: bool


@dataclass(frozen=True, slots=True)
class Reward:
    """What came of a choice: the arm, the context in which it was chosen, what it brought."""

    arm: str
    context: tuple[float, ...]
    reward: float


class BanditService:
    """Bandits by name. Whoever uses one logs the choice with its probability."""

    def __init__(self, database: Database, *, clock: Callable[[], datetime] = _now) -> None:
        self._database = database
        self._clock = clock

    async def ensure(
        self,
        key: str,
        arms: Sequence[str],
        *,
        features: int,
        rule: Rule = Rule.THOMPSON,
        width: float = 0.5,
        floor: float = 0.05,
        ridge: float = 1.0,
    ) -> None:
        """Make the bandit unless it is there; Conflict where it is there with other arms.

        The hurdle rule has no ridge, and wants rewards from 0 to 1.
        """
        if len(set(arms)) != len(arms):
            raise Invalid("No two arms have the same name.", field="arms")
        beliefs = (
            HurdleBeliefs.blank(arms=len(arms), features=features)
            if rule is Rule.HURDLE
            else LinearBeliefs.blank(arms=len(arms), features=features, ridge=ridge)
        )
        made = StoredBandit(key, rule, tuple(arms), features, width, floor, written(beliefs), 0)
        async with self._database.transaction() as connection:
            await believed.add(connection, made, at=self._clock())
            there = await believed.one(connection, key)
        if there is None or (there.arms, there.features) != (tuple(arms), features):
            raise Conflict(
                f"The bandit {key} has other arms or another context.",
                remedy="Give the new one another key; what was learned does not fit.",
                code="bandit_differs",
            )

    async def choose(
        self,
        key: str,
        context: Sequence[float],
        *,
        rng: np.random.Generator,
        allowed: Sequence[str] | None = None,
    ) -> Choice:
        """Choose an arm for a context, among those ``allowed``; NotFound without the bandit."""
        bandit = await self._bandit(key)
        chances = propensities(
            read(bandit.beliefs),
            np.array([context], np.float64),
            rule=bandit.rule,
            width=bandit.width,
            floor=bandit.floor,
            rng=rng,
            allowed=_mask(bandit, allowed),
        )[0]
        chosen = int(rng.choice(len(chances), p=chances))
        return Choice(
            bandit.arms[chosen],
            float(chances[chosen]),
            tuple(chances.tolist()),
            estimated=bandit.rule is not Rule.UCB,
        )

    async def learn(self, key: str, rewards: Sequence[Reward]) -> int:
        """Add rewards; how many the bandit has had. Several may learn at the same time."""
        async with self._database.transaction() as connection:
            bandit = await believed.one(connection, key, hold=True)
            if bandit is None:
                raise _none(key)
            if not rewards:
                return bandit.rewards
            place = {arm: index for index, arm in enumerate(bandit.arms)}
            unknown = [one.arm for one in rewards if one.arm not in place]
            if unknown:
                raise Invalid(f"The bandit {key} has no arm {unknown[0]}.", field="arm")
            beliefs = read(bandit.beliefs).learned(
                np.array([one.context for one in rewards], np.float64),
                np.array([place[one.arm] for one in rewards], np.int64),
                np.array([one.reward for one in rewards], np.float64),
            )
            had = bandit.rewards + len(rewards)
            await believed.change(connection, key, written(beliefs), rewards=had, at=self._clock())
        return had

    async def beliefs(self, key: str) -> LinearBeliefs | HurdleBeliefs:
        """What is known of each arm; NotFound without the bandit."""
        return read((await self._bandit(key)).beliefs)

    async def forget(self, key: str) -> None:
        """Remove a bandit with all that it learned; NotFound without it."""
        async with self._database.transaction() as connection:
            if not await believed.remove(connection, key):
                raise _none(key)

    async def _bandit(self, key: str) -> StoredBandit:
        async with self._database.reading() as connection:
            found = await believed.one(connection, key)
        if found is None:
            raise _none(key)
        return found


def _mask(bandit: StoredBandit, allowed: Sequence[str] | None) -> Reals | None:
    if allowed is None:
        return None
    return np.array([[float(arm in allowed) for arm in bandit.arms]])


def _none(key: str) -> NotFound:
    return NotFound(f"There is no bandit {key}.", remedy="Whoever uses it makes it first.")
