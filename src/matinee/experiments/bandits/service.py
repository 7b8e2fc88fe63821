"""Bandits that are kept: they choose, say how likely that was, and learn, across restarts."""

import asyncio
from collections import OrderedDict
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

_MOST_HELD = 64
"""Bandits whose beliefs stay in memory: about a megabyte each, for 16 arms and 10 features."""


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


@dataclass(frozen=True, slots=True)
class _Held:
    """A bandit as it was read, its beliefs ready to choose from."""

    bandit: StoredBandit
    beliefs: LinearBeliefs | HurdleBeliefs


class BanditService:
    """Bandits by name. Whoever uses one logs the choice with its probability.

    What is believed changes only when something is learned, here or in another process: choices
    between ask the database for the version alone.
    """

    def __init__(self, database: Database, *, clock: Callable[[], datetime] = _now) -> None:
        self._database = database
        self._clock = clock
        self._held: OrderedDict[str, _Held] = OrderedDict()

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
        there = await self._known(key)
        if there is None:
            beliefs = (
                HurdleBeliefs.blank(arms=len(arms), features=features)
                if rule is Rule.HURDLE
                else LinearBeliefs.blank(arms=len(arms), features=features, ridge=ridge)
            )
            at, state = self._clock(), written(beliefs)
            made = StoredBandit(key, rule, tuple(arms), features, width, floor, state, 0, at)
            async with self._database.transaction() as connection:
                await believed.add(connection, made)
            there = await self._known(key)
        fits = there and (there.bandit.arms, there.bandit.features) == (tuple(arms), features)
        if not fits:
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
        held = await self._known(key)
        if held is None:
            raise _none(key)
        bandit = held.bandit
        # A thousand draws take 1.5 ms for 6 arms, 2.6 for 16: aside, so that other requests go on.
        [chances] = await asyncio.to_thread(
            propensities,
            held.beliefs,
            np.array([context], np.float64),
            rule=bandit.rule,
            width=bandit.width,
            floor=bandit.floor,
            rng=rng,
            allowed=_mask(bandit, allowed),
        )
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
        held = await self._known(key)
        if held is None:
            raise _none(key)
        return held.beliefs

    async def forget(self, key: str) -> None:
        """Remove a bandit with all that it learned; NotFound without it."""
        async with self._database.transaction() as connection:
            if not await believed.remove(connection, key):
                raise _none(key)

    async def _known(self, key: str) -> _Held | None:
        """The bandit as it is now, from memory where nothing was learned since."""
        held = self._held.get(key)
        async with self._database.reading() as connection:
            if held and await believed.version(connection, key) == held.bandit.version:
                self._held.move_to_end(key)
                return held
            found = await believed.one(connection, key)
        if found is None:
            self._held.pop(key, None)
            return None
        self._held[key] = held = _Held(found, await asyncio.to_thread(read, found.beliefs))
        self._held.move_to_end(key)
        if len(self._held) > _MOST_HELD:
            self._held.popitem(last=False)
        return held


def _mask(bandit: StoredBandit, allowed: Sequence[str] | None) -> Reals | None:
    if allowed is None:
        return None
    return np.array([[float(arm in allowed) for arm in bandit.arms]])


def _none(key: str) -> NotFound:
    return NotFound(f"There is no bandit {key}.", remedy="Whoever uses it makes it first.")
