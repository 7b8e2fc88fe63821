"""How a person chooses: among what the eye falls on, and from what is in mind."""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from matinee.demo.simulator.parameters import Parameters

Reals: TypeAlias = NDArray[np.floating]
Ints: TypeAlias = NDArray[np.int64]
Mask: TypeAlias = NDArray[np.bool_]


def reluctance(seen: Mask, kid: Mask, parameters: Parameters) -> Reals:
    """What it costs to watch again: much for most, little for children (person × film)."""
    weight = np.where(kid, parameters.seen_before_by_kids, parameters.seen_before)
    return weight[:, None] * seen


def would_play(
    affinity: Reals, unwilling: Reals, parameters: Parameters, rng: np.random.Generator
) -> Mask:
    """Whether each film on the page would be played if the eye came to it.

    The eye goes from film to film and stops at the first: the cascade model of clicks.
    """
    utility = parameters.choice_taste * affinity - parameters.choice_threshold - unwilling
    return rng.random(affinity.shape) < 1 / (1 + np.exp(-utility))


def in_mind(
    affinity: Reals,
    unwilling: Reals,
    fame: Reals,
    possible: Mask,
    parameters: Parameters,
    rng: np.random.Generator,
) -> Ints:
    """The film each person thinks of: a logit choice among all that are possible."""
    utility = parameters.intent_taste * affinity + fame - unwilling
    utility = utility + rng.gumbel(size=utility.shape)
    return np.where(possible, utility, -np.inf).argmax(axis=1)
