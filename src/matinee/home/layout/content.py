"""New titles that no model knows, for the rows of members whose taste they fit.

What the models say of the titles that were watched is explained, for one member, by what is known
of these titles: a ridge regression on their traits. It is the attribute-to-factor map of Gantner et
al. (2010) seen from its other end: the map is linear, so that mapping scores gives what mapping the
factors would. What it expects of a title nobody has watched is a matter of rank, not of chance.
"""

from dataclasses import dataclass

import numpy as np
from scipy.linalg import solve

from matinee.home.layout.ranking import Mask, Rows, Scores, best_first

_RIDGE = 10.0
"""Chosen on titles of MovieLens that were hidden; from 1 to 50 little depends on it."""
_MEASURED_BY = 1_000
_FITS = 0.9
"""A title fits where more is expected of it than of nine tenths of the titles that are known."""
_EVERY = 6
"""So many titles that were watched stand before each of these in a row."""


@dataclass(frozen=True, slots=True, eq=False)
class Explaining:
    """From what is said of known titles to what their traits are worth to a member.

    ``solving`` is trait × known title; ``measure`` has the traits of some known titles, evenly
    taken, that say how much is usually expected.
    """

    solving: Scores
    measure: Scores

    @classmethod
    def of(cls, traits: Scores) -> "Explaining | None":
        """``traits`` of the known titles, a row each; None where there are none to learn from."""
        if not traits.size:
            return None
        facts = np.column_stack([traits, np.ones(len(traits), np.float32)]).astype(np.float64)
        held = np.full(facts.shape[1], _RIDGE)
        held[-1] = 1e-6  # What all titles have in common is not to be small.
        solving = solve(facts.T @ facts + np.diag(held), facts.T, assume_a="pos")[:-1]
        some = np.linspace(0, len(traits) - 1, min(len(traits), _MEASURED_BY)).astype(np.int32)
        return cls(np.ascontiguousarray(solving, np.float32), np.ascontiguousarray(traits[some]))

    def fitting(self, said: Scores, untried: Rows, traits: Scores) -> Rows:
        """Those of ``untried`` that fit a member, best first.

        ``said`` is what the models say of the known titles; ``traits`` has a row for every title.
        """
        # By einsum: the threads of BLAS would wait for each other longer than such products take.
        worth = np.einsum("fi,i->f", self.solving, said)
        usual = np.einsum("nf,f->n", self.measure, worth)
        expected = np.einsum("nf,f->n", traits[untried], worth)
        last = usual.size - 1
        enough = np.partition(usual, int(_FITS * last))[int(_FITS * last)]
        order = best_first(expected, np.arange(untried.size, dtype=np.int32))
        return untried[order[expected[order] > enough]]


def interspersed(titles: Rows, untried: Rows, free: Mask, *, most: int) -> Rows:
    """A row with at most so many free untried titles in it, each behind six that were watched.

    The row keeps its length: what stood last gives way.
    """
    for number, title in enumerate(untried[free[untried]][:most].tolist(), start=1):
        place = number * (_EVERY + 1) - 1
        if place >= titles.size:
            break
        others = titles[titles != title]
        moved = np.concatenate((others[:place], [title], others[place:]))
        titles = moved[: titles.size].astype(np.int32)
    return titles


def closest(traits: Scores, title: int, others: Rows) -> int | None:
    """The one of ``others`` most like a title by their traits; None where there are none."""
    if not others.size:
        return None
    return int(others[np.einsum("nf,f->n", traits[others], traits[title]).argmax()])
