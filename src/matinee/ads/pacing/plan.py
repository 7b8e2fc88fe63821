"""The best allocation of known breaks to line items: a linear programme, with its shadow prices.

Used twice: on a sample of what is forecast, for the prices with which pacing starts; and in
hindsight, for what could have been reached.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.optimize import linprog
from scipy.sparse import coo_array, vstack

from matinee.errors import Unavailable

Real = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """The best allocation: its ``value``, and the impressions that each line item ``gets``.

    ``shadows`` is what one more impression of each goal would be worth, over the bid.
    """

    value: float
    gets: Real
    shadows: Real


def best_plan(weights: Real, bids: Real, impressions: Real, slots: Real | None = None) -> Plan:
    """The plan with the highest value.

    Args:
        weights: ``(breaks, line items)``; what an impression is worth over its bid, and 0 where
            the line item may not run.
        bids: by line item.
        impressions: how many each line item may have.
        slots: how many ads each break holds, each line item once; one where none are told.
    """
    breaks, items = weights.shape
    row, column = np.nonzero(weights > 0)
    count = len(row)
    if not count:
        return Plan(0.0, np.zeros(items), np.zeros(items))
    one = np.ones(count)
    taken = coo_array((one, (row, np.arange(count))), shape=(breaks, count))
    given = coo_array((one, (column, np.arange(count))), shape=(items, count))
    values = weights[row, column] * bids[column]
    # The stubs know dense matrices only.
    rules: Any = vstack([taken, given]).tocsr()
    solved = linprog(
        -values,
        A_ub=rules,
        b_ub=np.concatenate([np.ones(breaks) if slots is None else slots, impressions]),
        bounds=(0, 1),
        method="highs",
    )
    if solved.status or solved.fun is None:
        raise Unavailable(f"The plan was not solved: {solved.message}")
    share = np.asarray(solved.x)
    duals = -np.asarray(solved.ineqlin.marginals)[breaks:]
    return Plan(
        value=float(-solved.fun),
        gets=np.bincount(column, weights=share, minlength=items).astype(np.float64),
        shadows=duals / bids,
    )
