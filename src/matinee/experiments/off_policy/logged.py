"""Logged rounds and a policy to be judged on them, as arrays."""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from matinee.errors import Invalid

Reals: TypeAlias = NDArray[np.float64]
Integers: TypeAlias = NDArray[np.int64]

_TOLERANCE = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class LoggedRounds:
    """What was done and what came of it, one round per row.

    ``actions`` are 0 … ``action_count`` - 1, ``positions`` 0 … ``position_count`` - 1, ``rewards``
    any real number, ``propensities`` the probability with which the logging policy took the action
    at that position. All have shape (rounds,).
    """

    actions: Integers
    positions: Integers
    rewards: Reals
    propensities: Reals
    action_count: int
    position_count: int = 1

    def __post_init__(self) -> None:
        columns = (self.actions, self.positions, self.rewards, self.propensities)
        if len({column.shape for column in columns}) != 1 or self.actions.ndim != 1:
            raise Invalid("Logged rounds are columns of one length.")
        if not len(self.actions):
            raise Invalid("There are no logged rounds to judge by.")
        _check_range("actions", self.actions, self.action_count)
        _check_range("positions", self.positions, self.position_count)
        if not ((self.propensities > 0) & (self.propensities <= 1)).all():
            raise Invalid(
                "A propensity is above 0 and at most 1.",
                remedy="Leave out rounds that were shown without a known probability.",
                field="propensities",
            )
        if not np.isfinite(self.rewards).all():
            raise Invalid("A reward is a finite number.", field="rewards")

    def __len__(self) -> int:
        return len(self.actions)


@dataclass(frozen=True, slots=True, eq=False)
class TargetPolicy:
    """The policy to be judged: ``probabilities`` has shape (rounds or 1, actions, positions).

    With a first axis of 1 the policy is the same in every round. Each column over the actions sums
    to 1.
    """

    probabilities: Reals

    def __post_init__(self) -> None:
        if self.probabilities.ndim != 3:
            raise Invalid("A policy has the axes round, action and position.")
        if (self.probabilities < 0).any() or not np.allclose(
            self.probabilities.sum(axis=1), 1, rtol=0, atol=_TOLERANCE
        ):
            raise Invalid("A policy's probabilities sum to 1 over the actions.")

    def of_logged(self, rounds: LoggedRounds) -> Reals:
        """The probability of what was done, per round."""
        return self.probabilities[self._row(rounds), rounds.actions, rounds.positions]

    def at_logged_position(self, rounds: LoggedRounds) -> Reals:
        """The distribution over actions at each round's position: shape (rounds, actions)."""
        return self.probabilities[self._row(rounds), :, rounds.positions]

    def weights(self, rounds: LoggedRounds) -> Reals:
        """The importance weight of each round."""
        return self.of_logged(rounds) / rounds.propensities

    def _row(self, rounds: LoggedRounds) -> Integers:
        _, actions, positions = self.probabilities.shape
        if (actions, positions) != (rounds.action_count, rounds.position_count):
            raise Invalid("The policy and the log differ in their actions or positions.")
        if self.probabilities.shape[0] == 1:
            return np.zeros(len(rounds), np.int64)
        if self.probabilities.shape[0] != len(rounds):
            raise Invalid("A policy has one row for each logged round, or one for all.")
        return np.arange(len(rounds))


def _check_range(field: str, column: Integers, count: int) -> None:
    if column.min() < 0 or column.max() >= count:
        raise Invalid(f"The {field} lie from 0 to {count - 1}.", field=field)
