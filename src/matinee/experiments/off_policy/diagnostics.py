"""Whether a log can judge a policy at all: read before the estimate."""

from dataclasses import dataclass

import numpy as np

from matinee.experiments.off_policy.logged import LoggedRounds, TargetPolicy

_ODD_DEVIATIONS = 3.0
_FEW_EFFECTIVE = 100.0
_WELL_SUPPORTED = 0.99


@dataclass(frozen=True, slots=True)
class Diagnostics:
    """Of the weights and of what the log covers.

    ``effective`` is the number of rounds drawn by the policy itself that would say as much (Kish
    1965). ``weight_mean`` is 1 but for chance where the propensities are right; ``weight_error``
    is its standard error. ``support`` is the share of the policy's probability on actions that the
    log holds at the same position.
    """

    rounds: int
    effective: float
    weight_mean: float
    weight_error: float
    weight_max: float
    support: float

    @property
    def warnings(self) -> tuple[str, ...]:
        """What speaks against believing the estimate, in sentences."""
        said: list[str] = []
        if abs(self.weight_mean - 1) > _ODD_DEVIATIONS * self.weight_error:
            said.append(
                f"The weights average {self.weight_mean:.3f} and not 1: the logged propensities "
                "are not those with which the log was made, or the policy does what it never did."
            )
        if self.effective < _FEW_EFFECTIVE:
            said.append(
                f"Only {self.effective:.0f} of {self.rounds} rounds count in effect: the interval "
                "is wide, and its ends rest on few rounds."
            )
        if self.support < _WELL_SUPPORTED:
            said.append(
                f"{1 - self.support:.1%} of the policy's choices never occur in the log; a model "
                "may guess what they bring, weights cannot know."
            )
        return tuple(said)


def diagnose(rounds: LoggedRounds, policy: TargetPolicy) -> Diagnostics:
    """Of a policy on a log."""
    weights = policy.weights(rounds)
    squares = float((weights**2).sum())
    seen = np.zeros((rounds.action_count, rounds.position_count), np.bool_)
    seen[rounds.actions, rounds.positions] = True
    covered = (policy.at_logged_position(rounds) * seen.T[rounds.positions]).sum(axis=1)
    return Diagnostics(
        rounds=len(rounds),
        effective=float(weights.sum()) ** 2 / squares if squares else 0.0,
        weight_mean=float(weights.mean()),
        weight_error=float(weights.std(ddof=1) / np.sqrt(len(rounds))) if len(rounds) > 1 else 0.0,
        weight_max=float(weights.max()),
        support=float(covered.mean()),
    )
