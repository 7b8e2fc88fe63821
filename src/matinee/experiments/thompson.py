"""Thompson sampling where rewards are yes or no: beliefs as Beta distributions.

Thompson 1933; Chapelle and Li 2011. How often an arm wins cannot be written down, so it is counted
over draws, and whoever logs such a probability says that it is an estimate.
"""

import numpy as np

from matinee.errors import Invalid
from matinee.experiments.off_policy.logged import Reals

FEWEST_DRAWS = 1_000
_BLOCK = 4_000_000


def beta_win_frequencies(
    successes: Reals, failures: Reals, *, draws: int, rng: np.random.Generator
) -> Reals:
    """How often each arm is the best in ``draws`` draws from Beta(successes, failures)."""
    return beta_ranking_distribution(successes, failures, places=1, draws=draws, rng=rng)[:, 0]


def beta_ranking_distribution(
    successes: Reals, failures: Reals, *, places: int, draws: int, rng: np.random.Generator
) -> Reals:
    """How often each arm stands at each of the first ``places`` when a draw ranks them.

    ``successes`` and ``failures`` are the Beta's two parameters, above 0, one for each arm. The
    answer has the shape (arms, places); each column sums to 1.
    """
    if draws < FEWEST_DRAWS:
        raise Invalid(f"A probability that is counted needs {FEWEST_DRAWS} draws or more.")
    if not (successes > 0).all() or not (failures > 0).all():
        raise Invalid("A Beta distribution's parameters are above 0.")
    arms = len(successes)
    if not 1 <= places <= arms:
        raise Invalid("A ranking has at least one place and at most one for each arm.")
    counts = np.zeros((places, arms))
    block = max(1, _BLOCK // arms)
    for start in range(0, draws, block):
        size = min(block, draws - start)
        drawn = rng.beta(successes, failures, (size, arms))
        top = np.argpartition(-drawn, places - 1, axis=1)[:, :places]
        order = np.argsort(-np.take_along_axis(drawn, top, axis=1), axis=1)
        top = np.take_along_axis(top, order, axis=1)
        for place in range(places):
            counts[place] += np.bincount(top[:, place], minlength=arms)
    return counts.T / draws
