"""Titles nobody has watched: where they stand among the others, from what is known of them.

A sequence model has a vector and a bias for every title. A ridge regression says them from facts
(an attribute-to-factor map, Gantner et al. 2010), and that is where a new title begins. Each play
then moves it: the vector and bias under which its first plays, and the fact that other histories
did not lead to it, are likeliest, held near the beginning by a normal prior; other titles stay.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import solve
from scipy.optimize import minimize

from matinee.errors import Invalid
from matinee.recommend.arrays import Floats, Reals


@dataclass(frozen=True, slots=True, eq=False)
class ContentMap:
    """From facts to vectors: ``weights`` [facts + 1, width + 1], the last column the bias."""

    weights: Floats

    @classmethod
    def fit(cls, facts: Reals, vectors: Reals, biases: Reals, *, ridge: float) -> "ContentMap":
        """Learn from titles that were watched; the constant fact is not regularised."""
        if not len(facts) == len(vectors) == len(biases):
            raise Invalid("Every title needs facts, a vector and a bias.", field="facts")
        known = _with_constant(facts)
        wanted = np.column_stack([vectors, biases]).astype(np.float64)
        gram = known.T @ known
        held = np.full(len(gram), ridge)
        held[-1] = 1e-9
        return cls(solve(gram + np.diag(held), known.T @ wanted, assume_a="pos"))

    def of(self, facts: Reals) -> Reals:
        """[titles, width + 1]: where titles with such facts begin."""
        return (_with_constant(facts) @ self.weights).astype(np.float32)


def moved_by_plays(
    beginning: Reals,
    *,
    played: Reals,
    passed_by: Reals,
    played_total: Floats,
    passed_total: Floats,
    looks: float,
    prior: float,
) -> Reals:
    """A title's vector and bias after its first plays.

    ``beginning`` is [width + 1]; ``played`` [n, width] are the states of the histories that led to
    it and ``passed_by`` [m, width] those of a sample that did not; the totals are the log-sums of
    what all other titles score there. ``looks`` is how many such histories went by for each one in
    the sample; ``prior`` how strongly the title is held where it began.
    """
    states = np.vstack([played, passed_by]).astype(np.float64)
    states = np.column_stack([states, np.ones(len(states))])
    totals = np.concatenate([played_total, passed_total])
    came = np.concatenate([np.ones(len(played)), np.zeros(len(passed_by))])
    weights = np.concatenate([np.ones(len(played)), np.full(len(passed_by), looks)])
    start = beginning.astype(np.float64)

    def loss(place: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        margin = states @ place - totals
        chance = 1.0 / (1.0 + np.exp(-margin))
        apart = place - start
        likely = weights * (np.logaddexp(0.0, margin) - came * margin)
        slope = states.T @ (weights * (chance - came)) + prior * apart
        return float(likely.sum() + 0.5 * prior * (apart @ apart)), slope

    found = minimize(loss, start, jac=True, method="L-BFGS-B")
    return found.x.astype(np.float32)


def _with_constant(facts: Reals) -> Floats:
    return np.column_stack([facts, np.ones(len(facts))]).astype(np.float64)
