"""Choices that mostly bring nothing: whether one is taken up, and how much comes of it then.

Two regressions whose arms share what they have in common (``pooled.py``): of being taken up at all,
and of the reward where there is one. Their product is what an arm is worth, so that an arm that is
taken up often and then brings little is found out sooner than by a single mean (a hurdle model:
Cragg 1971). Choosing is Thompson sampling of each arm's worth at the usual context alone; what
differs from context to context is taken at its mean.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from matinee.errors import Invalid
from matinee.experiments.bandits.linear import LinearBeliefs
from matinee.experiments.bandits.pooled import Posterior, posterior
from matinee.experiments.off_policy.logged import Integers, Reals

_LEAST, _ORDER = 1e-4, 1e-5
"""No chance and no share is believed smaller, for of two below nothing the product would be above;
those below keep their order by so much, lest the first arm win every tie."""
_AT_ONCE = 256
"""Rounds judged at once: some twenty megabytes."""


@dataclass(frozen=True, eq=False)
class HurdleBeliefs:
    """What is known of each arm; immutable, learning makes another, so what follows is found once.

    ``taken`` has every round, its reward 1 where it brought anything; ``share`` has those rounds
    alone. ``seen`` (features,) is the sum of all contexts.
    """

    taken: LinearBeliefs
    share: LinearBeliefs
    seen: Reals

    @classmethod
    def blank(cls, *, arms: int, features: int) -> "HurdleBeliefs":
        """Before the first reward."""
        none = LinearBeliefs.blank(arms=arms, features=features)
        return cls(none, none, np.zeros(features))

    @property
    def arms(self) -> int:
        """How many there are."""
        return self.taken.arms

    @property
    def features(self) -> int:
        """How long a context is."""
        return self.taken.features

    def learned(self, contexts: Reals, arms: Integers, rewards: Reals) -> "HurdleBeliefs":
        """With these rewards added, 0 to 1: ``contexts`` (rounds, features), others (rounds,)."""
        if not ((rewards >= 0) & (rewards <= 1)).all():
            raise Invalid("A reward lies from 0 to 1.", field="reward")
        some = rewards > 0
        return HurdleBeliefs(
            self.taken.learned(contexts, arms, some.astype(np.float64)),
            self.share.learned(contexts[some], arms[some], rewards[some]),
            self.seen + contexts.sum(axis=0),
        )

    def win_rates(
        self, contexts: Reals, allowed: Reals, *, width: float, draws: int, rng: np.random.Generator
    ) -> Reals:
        """How often each arm is the best of a draw, in each context: shape (rounds, arms).

        ``allowed`` (rounds, arms) is above 0 where an arm may be chosen; ``width`` is how many
        standard deviations an arm is drawn out by.
        """
        rounds = int(self.taken.count.sum())
        usual = self.seen / rounds if rounds else contexts.mean(axis=0)
        means = [mean for _, mean in self._sides]
        drawn = [
            side.drawn(usual, draws=draws, rng=rng) - mean @ usual for side, mean in self._sides
        ]
        barred = np.where(allowed > 0, 0.0, -np.inf)
        wins = np.empty(allowed.shape)
        for start in range(0, len(contexts), _AT_ONCE):
            rows = slice(start, start + _AT_ONCE)
            taken, share = (
                _above_nothing((contexts[rows] @ mean.T)[:, None] + width * each)
                for mean, each in zip(means, drawn, strict=True)
            )
            best = (taken * share + barred[rows, None]).argmax(axis=2)
            wins[rows] = (best[..., None] == np.arange(allowed.shape[1])).mean(axis=1)
        return wins

    @cached_property
    def _sides(self) -> tuple[tuple[Posterior, Reals], ...]:
        """Being taken up, and the share: what is believed of each, and its mean."""
        sides = [posterior(self.taken), posterior(self.share)]
        return tuple((side, side.mean()) for side in sides)


def _above_nothing(believed: Reals) -> Reals:
    return np.maximum(believed, _LEAST + _ORDER * believed)
