"""Arms that resemble each other: a linear model whose arms share what they have in common.

The reward of arm ``a`` in context ``x`` is ``x·(shared + own_a)`` with normal noise: a hierarchical
regression (Hong, Kveton, Zaheer and Ghavamzadeh 2022). What moves all arms alike cancels from the
choice, so that nobody explores for it. How far arms differ is not set but found: the evidence of
every scale on a grid, the noise integrated out (normal-inverse-gamma), weighs the scales, and each
draw takes one of them (Bayesian model averaging).
"""

from dataclasses import dataclass
from itertools import product

import numpy as np

from matinee.experiments.bandits.linear import LinearBeliefs
from matinee.experiments.off_policy.logged import Reals

_SCALES = (0.0, 0.002, 0.008, 0.02)
"""Variances of what is an arm's own, by the noise's: of the constant, and of each other feature."""
_WIDE = 1.0
"""The variance of what is shared, by the noise's."""
_ROUNDS, _NOISE = 4.0, 0.04
"""What is believed of the noise before any reward: a variance, worth so many rounds."""
_SMALLEST = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Posterior:
    """What is believed of all arms, scale by scale.

    ``weight`` (scales,) is each scale's share of the draws, ``noise`` (scales,) the variance of a
    reward, ``degrees`` those of freedom of Student's t. ``shared`` (scales, features) has ``root``,
    whose outer product is its covariance by the noise; ``own`` (scales, arms, features) holds for a
    shared part of 0, ``pull`` (scales, arms, features, features) is what that moves it by, and
    ``own_root`` is as ``root``.
    """

    weight: Reals
    noise: Reals
    degrees: float
    shared: Reals
    root: Reals
    own: Reals
    pull: Reals
    own_root: Reals

    def drawn(self, context: Reals, *, draws: int, rng: np.random.Generator) -> Reals:
        """Draws of what every arm brings in one context, (features,): shape (draws, arms).

        What is an arm's own is drawn as the number that the context makes of it, whose deviation
        is known, and not feature by feature.
        """
        _, arms, features = self.own.shape
        which = rng.choice(len(self.weight), draws, p=self.weight)
        chi = rng.chisquare(self.degrees, draws) / self.degrees
        spread = np.sqrt(self.noise[which] / chi)
        of_shared = context - np.einsum("f,safg->sag", context, self.pull)
        level = self.own @ context
        deviation = np.linalg.norm(np.einsum("f,safg->sag", context, self.own_root), axis=2)
        made = np.empty((draws, arms))
        for scale in np.unique(which):
            rows = np.flatnonzero(which == scale)
            wide = spread[rows, None]
            shared = rng.standard_normal((len(rows), features)) @ self.root[scale].T
            shared = self.shared[scale] + wide * shared
            own = wide * deviation[scale] * rng.standard_normal((len(rows), arms))
            made[rows] = shared @ of_shared[scale].T + level[scale] + own
        return made

    def mean(self) -> Reals:
        """What is expected of every arm's regression: (arms, features)."""
        moved = np.einsum("safg,sg->saf", self.pull, self.shared)
        each = self.shared[:, None] + self.own - moved
        return np.einsum("s,saf->af", self.weight, each)


def posterior(beliefs: LinearBeliefs) -> Posterior:
    """From the sums that a linear bandit keeps."""
    arms, features = beliefs.arms, beliefs.features
    grams = beliefs.precision - beliefs.ridge * np.eye(features)
    moments, squares = beliefs.moment, float(beliefs.squares.sum())
    own_variance = np.array(
        [
            [max(constant, _SMALLEST)] + [max(slope, _SMALLEST)] * (features - 1)
            for constant, slope in product(_SCALES, _SCALES)
        ]
    )
    inner = grams + np.eye(features) / own_variance[:, None, None, :]
    covariance = np.linalg.inv(inner).astype(np.float64)
    pull = covariance @ grams
    own = np.einsum("safg,ag->saf", covariance, moments)
    left = (grams - grams @ pull).sum(axis=1) + np.eye(features) / _WIDE
    shared_covariance = np.linalg.inv(left)
    told = (moments - np.einsum("afg,sag->saf", grams, own)).sum(axis=1)
    shared = np.einsum("sfg,sg->sf", shared_covariance, told)
    explained = shared @ moments.sum(axis=0)
    explained += np.einsum("af,saf->s", moments, own - np.einsum("safg,sg->saf", pull, shared))
    rounds = _ROUNDS + float(beliefs.count.sum())
    misfit = _ROUNDS * _NOISE + np.maximum(squares - explained, 0.0)
    evidence = -0.5 * rounds * np.log(misfit)
    evidence -= 0.5 * (np.linalg.slogdet(inner)[1].sum(axis=1) + np.linalg.slogdet(left)[1])
    evidence -= 0.5 * arms * np.log(own_variance).sum(axis=1)
    weight = np.exp(evidence - evidence.max())
    return Posterior(
        weight=weight / weight.sum(),
        noise=misfit / rounds,
        degrees=rounds,
        shared=shared,
        root=np.linalg.cholesky(shared_covariance),
        own=own,
        pull=pull,
        own_root=np.linalg.cholesky(covariance).astype(np.float64),
    )
