"""What a pod cannot exceed: duration relaxed by a price per millisecond, one ad per clique.

For any price ``y >= 0`` of a millisecond, no pod is worth more than ``y * duration`` plus the
``slots`` best of ``value - y * length``, at most one taken from each clique of ads that exclude one
another (Lagrangian relaxation; Fisher 1981). The price with the least bound is found by bisection
on the length of what it chooses.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Real = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]
_HALVINGS = 12


@dataclass(frozen=True, slots=True, eq=False)
class Relaxation:
    """The bound of all pods, and of those that hold a certain ad.

    ``price`` is that of a millisecond; ``beyond`` what each ad is worth beyond its time's price.
    """

    price: float
    bound: float
    beyond: Real
    holding: Real


def relax(
    values: Real, durations: Real, cliques: Whole, *, slots: int, duration: float
) -> Relaxation:
    """The bound, for ``n`` ads in ``cliques`` numbered from 0."""
    order = np.argsort(cliques, kind="stable")
    starts = np.flatnonzero(np.diff(cliques[order], prepend=-1))

    def best(price: float) -> tuple[Real, Real]:
        beyond = values - price * durations
        return beyond, np.maximum.reduceat(beyond[order], starts)

    price = _price(values, durations, order, starts, slots, duration)
    beyond, tops = best(price)
    tops = np.maximum(tops, 0.0)
    ranked = np.sort(tops)[::-1][:slots]
    total = float(ranked.sum())
    # Where the ad's own clique is among the best it takes that place, else the last one's.
    last = float(ranked[-1]) if len(ranked) == slots else 0.0
    given_up = np.maximum(tops, last)[cliques]
    return Relaxation(
        price=price,
        bound=price * duration + total,
        beyond=beyond,
        holding=price * duration + total + beyond - given_up,
    )


def _price(
    values: Real, durations: Real, order: Whole, starts: Whole, slots: int, duration: float
) -> float:
    grouped_values, grouped_durations = values[order], durations[order]
    ends = np.append(starts[1:], len(order))
    owner = np.repeat(np.arange(len(starts)), ends - starts)

    def length(price: float) -> float:
        beyond = grouped_values - price * grouped_durations
        tops = np.maximum.reduceat(beyond, starts)
        # The shortest of those that reach the top of their clique.
        reaching = np.where(beyond >= tops[owner], grouped_durations, np.inf)
        lengths = np.minimum.reduceat(reaching, starts)
        chosen = np.argpartition(tops, -slots)[-slots:] if len(tops) > slots else slice(None)
        return float(lengths[chosen][tops[chosen] > 0].sum())

    if length(0.0) <= duration:
        return 0.0
    low, high = 0.0, float((values / durations).max())
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if length(middle) > duration:
            low = middle
        else:
            high = middle
    return high


def knapsack(
    values: Whole, durations: Whole, cliques: Whole, *, slots: int, duration: int, unit: int
) -> npt.NDArray[np.float64]:
    """What the ads from a place on can bring, for every number of slots and stretch of time left.

    Ads stand clique by clique; of each clique at most one is taken, and no other exclusion is
    heeded. Lengths are rounded down to ``unit`` milliseconds, so the table is a bound as well.

    Returns:
        ``(n + 1, slots + 1, duration // unit + 1)``; row ``i`` is of the ads from ``i`` on.
    """
    steps = duration // unit
    table = np.zeros((len(values) + 1, slots + 1, steps + 1))
    after = len(values)
    for ad in range(len(values) - 1, -1, -1):
        if ad + 1 < len(values) and cliques[ad] != cliques[ad + 1]:
            after = ad + 1
        length = int(durations[ad]) // unit
        row = table[ad]
        row[...] = table[ad + 1]
        with_it = table[after, :-1, : steps + 1 - length] + float(values[ad])
        np.maximum(row[1:, length:], with_it, out=row[1:, length:])
    return table
