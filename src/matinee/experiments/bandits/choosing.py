"""How an arm is chosen from what is believed, and with which probability.

Li, Chu, Langford and Schapire 2010 (disjoint LinUCB); Agrawal and Goyal 2013 (linear Thompson
sampling); ``hurdle.py`` for choices that mostly bring nothing, over arms that resemble each other.
"""

from enum import StrEnum

import numpy as np

from matinee.errors import Invalid
from matinee.experiments.bandits.hurdle import HurdleBeliefs
from matinee.experiments.bandits.linear import LinearBeliefs
from matinee.experiments.off_policy.logged import Reals
from matinee.experiments.thompson import FEWEST_DRAWS


class Rule(StrEnum):
    """How an arm is chosen from what is believed."""

    UCB = "linucb"
    THOMPSON = "thompson"
    HURDLE = "hurdle"


def propensities(
    beliefs: LinearBeliefs | HurdleBeliefs,
    contexts: Reals,
    *,
    rule: Rule,
    width: float,
    floor: float,
    rng: np.random.Generator,
    allowed: Reals | None = None,
    draws: int = FEWEST_DRAWS,
) -> Reals:
    """With which probability each arm is chosen in each round: shape (rounds, arms).

    ``width`` is how many standard deviations a bound or a draw reaches out. ``floor`` is spread
    evenly over the arms that are ``allowed`` (1 or 0 per round and arm), so that the log has no
    holes. LinUCB's probabilities are exact; the others are counted over ``draws``. The hurdle rule
    chooses from beliefs of its kind and no other rule does; Invalid where they do not fit.
    """
    if isinstance(beliefs, HurdleBeliefs) is not (rule is Rule.HURDLE):
        raise Invalid(f"The rule {rule} does not choose from beliefs of this kind.", field="rule")
    if not 0 <= floor <= 1 or width < 0:
        raise Invalid("A floor lies from 0 to 1, and a width is not negative.")
    if draws < FEWEST_DRAWS:
        raise Invalid(f"A probability that is counted needs {FEWEST_DRAWS} draws or more.")
    shape = (len(contexts), beliefs.arms)
    open_arms = np.ones(shape) if allowed is None else np.broadcast_to(allowed, shape)
    if (open_arms.sum(axis=1) == 0).any():
        raise Invalid("In some round no arm is allowed.", field="allowed")
    if isinstance(beliefs, HurdleBeliefs):
        chances = beliefs.win_rates(contexts, open_arms, width=width, draws=draws, rng=rng)
    else:
        barred = np.where(open_arms > 0, 0.0, -np.inf)
        expected, spread = beliefs.expected(contexts), beliefs.uncertainty(contexts) * width
        if rule is Rule.UCB:
            bound = expected + spread + barred
            best = bound == bound.max(axis=1, keepdims=True)
            chances = best / best.sum(axis=1, keepdims=True)
        else:
            chances = _counted(expected + barred, spread, draws=draws, rng=rng)
    return (1 - floor) * chances + floor * open_arms / open_arms.sum(axis=1, keepdims=True)


def _counted(expected: Reals, spread: Reals, *, draws: int, rng: np.random.Generator) -> Reals:
    rounds, arms = expected.shape
    wins = np.zeros((rounds, arms))
    for place in range(rounds):
        drawn = expected[place] + spread[place] * rng.standard_normal((draws, arms))
        wins[place] = np.bincount(drawn.argmax(axis=1), minlength=arms)
    return wins / draws
