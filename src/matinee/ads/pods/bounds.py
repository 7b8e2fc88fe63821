"""What a pod cannot exceed: duration relaxed by a price per millisecond, one ad per clique.

For any price ``y >= 0`` of a millisecond, no pod is worth more than ``y * duration`` plus the
``slots`` best of ``value - y * length``, at most one taken from each clique of ads that exclude one
another (Lagrangian relaxation; Fisher 1981). The price with the least bound is found by bisection
on the length of what it chooses.
"""

from collections.abc import Sequence
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
    cliques: Whole
    slots: int
    time: float
    """What the duration costs at that price."""

    def without(self, ad: int) -> Real:
        """``holding`` for pods that do not hold ``ad``, at the same price; that of ``ad`` is -inf.

        Only its own clique has another best one, so no bisection is needed again.
        """
        beyond = self.beyond.copy()
        beyond[ad] = -np.inf
        return self.time + _holding(beyond, self.cliques, self.slots)[1]


def relax(
    values: Real, durations: Real, cliques: Whole, *, slots: int, duration: float
) -> Relaxation:
    """The bound, for ``n`` ads in ``cliques`` numbered from 0."""
    price = price_of_time(values, durations, cliques, slots=slots, duration=duration)
    beyond = values - price * durations
    total, holding = _holding(beyond, cliques, slots)
    return Relaxation(
        price=price,
        bound=price * duration + total,
        beyond=beyond,
        holding=price * duration + holding,
        cliques=cliques,
        slots=slots,
        time=price * duration,
    )


def _holding(beyond: Real, cliques: Whole, slots: int) -> tuple[float, Real]:
    """What the best of all cliques are worth beyond their time, and those with a certain ad."""
    tops = np.zeros(int(cliques.max()) + 1)
    np.maximum.at(tops, cliques, beyond)
    ranked = np.sort(tops)[::-1][:slots]
    total = float(ranked.sum())
    # Where the ad's own clique is among the best it takes that place, else the last one's.
    last = float(ranked[-1]) if len(ranked) == slots else 0.0
    return total, total + beyond - np.maximum(tops, last)[cliques]


def price_of_time(
    values: Real, durations: Real, cliques: Whole, *, slots: int, duration: float
) -> float:
    """The price of a millisecond with the least bound, or near it."""
    order = np.argsort(cliques, kind="stable")
    starts = np.flatnonzero(np.diff(cliques[order], prepend=-1))
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
        _extend(table, ad, after, int(values[ad]), int(durations[ad]) // unit)
    return table


def rewrite(
    table: npt.NDArray[np.float64],
    values: Sequence[int],
    durations: Sequence[int],
    *,
    head: int,
    but: int,
    unit: int,
) -> None:
    """The first ``head`` rows of a table again, as if the ad ``but`` among them were not there.

    Each of these ads must be a clique of its own in the table.
    """
    for ad in range(head - 1, -1, -1):
        if ad == but:
            table[ad] = table[ad + 1]
        else:
            _extend(table, ad, ad + 1, values[ad], durations[ad] // unit)


def _extend(table: npt.NDArray[np.float64], ad: int, after: int, value: int, length: int) -> None:
    """The row of an ad: as the next one, or with the ad and what comes ``after`` its clique."""
    row = table[ad]
    row[...] = table[ad + 1]
    steps = table.shape[2]
    if length < steps:
        with_it = table[after, :-1, : steps - length] + float(value)
        np.maximum(row[1:, length:], with_it, out=row[1:, length:])
