"""The item-position estimator for rows: clicks depend on a title and its place, not its neighbours.

Li, Abbasi-Yadkori, Kveton, Muthukrishnan, Vinay and Wen, Offline Evaluation of Ranking Policies
with Click Models (2018). Weighing whole rows by the probability of all their titles together lets
the weights explode with the length; here each place is weighed by itself.
"""

from dataclasses import dataclass

import numpy as np

from matinee.errors import Invalid
from matinee.experiments.off_policy.estimators import Estimate
from matinee.experiments.off_policy.logged import Integers, Reals


@dataclass(frozen=True, slots=True, eq=False)
class LoggedRows:
    """Rows that were shown; all have the shape (rows, places).

    ``titles`` is -1 where a row ends early; ``rewards`` is what came of the title at that place;
    ``propensities`` is the probability of that title standing at that place, whatever stood at the
    others.
    """

    titles: Integers
    rewards: Reals
    propensities: Reals

    def __post_init__(self) -> None:
        if not self.titles.shape == self.rewards.shape == self.propensities.shape:
            raise Invalid("Logged rows are tables of one shape.")
        if self.titles.ndim != 2 or not len(self.titles):
            raise Invalid("Logged rows have the axes row and place.")
        shown = self.propensities[self.titles >= 0]
        if not ((shown > 0) & (shown <= 1)).all():
            raise Invalid("A propensity is above 0 and at most 1.", field="propensities")


def item_position(rows: LoggedRows, target: Reals, *, self_normalised: bool = False) -> Estimate:
    """The reward per row of a policy that puts titles at places with other probabilities.

    ``target`` has the shape (rows, places): with which probability the policy would have put the
    logged title there. ``self_normalised`` divides each place by its mean weight: less variable,
    a little biased.
    """
    if target.shape != rows.titles.shape or (target < 0).any() or (target > 1).any():
        raise Invalid("A target has a probability for each logged row and place.")
    shown = rows.titles >= 0
    weights = np.where(shown, target, 0.0) / np.where(shown, rows.propensities, 1.0)
    if self_normalised:
        total = weights.sum(axis=0)
        weights = weights * np.where(total > 0, shown.sum(axis=0) / np.maximum(total, 1e-300), 0.0)
    contributions = (weights * np.where(shown, rows.rewards, 0.0)).sum(axis=1)
    return Estimate(contributions, np.ones(len(contributions)))


def whole_row(rows: LoggedRows, target: Reals) -> Estimate:
    """The same by weighing whole rows: unbiased without any assumption, and hardly ever usable.

    It holds where the places of a row are drawn one after the other and the probabilities given
    are those of each title after what stands before it.
    """
    shown = rows.titles >= 0
    ratio = np.where(shown, target, 1.0) / np.where(shown, rows.propensities, 1.0)
    weights = ratio.prod(axis=1)
    gained = np.where(shown, rows.rewards, 0.0).sum(axis=1)
    return Estimate(weights * gained, np.ones(len(weights)))
