"""Do the arms have as many units as they were meant to have? Asked at every look.

Lindon and Malek, Anytime-Valid Inference for Multinomial Count Data (2022, 2011.03567): the
Bayes factor of a Dirichlet mixture against the intended shares. A ratio that is off means that
something lost or added units of one arm, and then no comparison of the arms can be believed.
"""

import numpy as np
from scipy.special import gammaln

from matinee.errors import Invalid
from matinee.experiments.off_policy.logged import Reals
from matinee.experiments.sequential.mixture import always_valid_p

_PRIOR_UNITS = 100.0
"""How many units the mixture's belief in the intended shares is worth."""


def share_evidence(counts: Reals, shares: Reals, *, prior_units: float = _PRIOR_UNITS) -> Reals:
    """The logarithm of the Bayes factor; ``counts`` is (…, arms), up to each look."""
    if (shares <= 0).any() or not np.isclose(shares.sum(), 1):
        raise Invalid("The intended shares are above 0 and sum to 1.")
    prior = prior_units * shares
    total = counts.sum(axis=-1)
    mixed = gammaln(prior_units) - gammaln(prior_units + total)
    mixed = mixed + (gammaln(prior + counts) - gammaln(prior)).sum(axis=-1)
    return mixed - (counts * np.log(shares)).sum(axis=-1)


def sample_ratio_p(counts: Reals, shares: Reals) -> Reals:
    """The always-valid p-value at each look; ``counts`` is (…, looks, arms), cumulated."""
    return always_valid_p(share_evidence(counts, shares))


def preference_p(wins: Reals, losses: Reals) -> Reals:
    """Of two that compete evenly, as in interleaving; cumulated, looks on the last axis.

    A uniform mixture over the share of wins, against one half; ties are left out.
    """
    counts = np.stack((wins, losses), axis=-1)
    return always_valid_p(share_evidence(counts, np.array([0.5, 0.5]), prior_units=2.0))
