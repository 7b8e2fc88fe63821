"""What personalising adds: hours of the members who have it beside those who are held out.

Attribution says which hours came by way of a row; many of them would have been watched anyway. The
holdout says how many would be missing. Both rates are hours per member and day, as ratios of sums;
the interval of their difference is the asymptotic confidence sequence with the ratios' influence
for observations, so it holds however often it is looked at.
"""

from dataclasses import dataclass

import numpy as np

from matinee.experiments.off_policy.logged import Reals
from matinee.experiments.sequential.mixture import radius, rho_for


@dataclass(frozen=True, slots=True)
class Increment:
    """Hours that personalising added in a period, with an interval.

    ``rate`` and ``held_rate`` are hours per member and day with and without it. ``hours``, ``low``
    and ``high`` are over all days of the members who have it; ``low`` and ``high`` are infinite
    until both groups have enough members.
    """

    members: int
    held_members: int
    rate: float
    held_rate: float
    hours: float
    low: float
    high: float
    watched: float

    @property
    def share(self) -> float:
        """Of what those members watched."""
        return self.hours / self.watched if self.watched > 0 else 0.0

    @property
    def said(self) -> bool:
        """Whether there is an interval at all."""
        return bool(np.isfinite(self.low))


def incremental_hours(
    held_out: np.ndarray,
    days: Reals,
    hours: Reals,
    *,
    alpha: float = 0.05,
    expected_members: float = 2_000,
    fewest: int = 100,
) -> Increment | None:
    """From one row per labelled member; None where either group is empty."""
    groups = (~held_out & (days > 0), held_out & (days > 0))
    counts = [int(group.sum()) for group in groups]
    if min(counts) == 0:
        return None
    rates: list[float] = []
    squared_error = 0.0
    for group, count in zip(groups, counts, strict=True):
        rate = float(hours[group].sum() / days[group].sum())
        rates.append(rate)
        influence = (hours[group] - rate * days[group]) / days[group].mean()
        squared_error += float(influence.var()) / max(count - 1, 1)
    total = np.array(float(sum(counts)))
    deviation = np.sqrt(squared_error * total)
    rho = rho_for(expected_members, alpha=alpha)
    reach = float(radius(total, deviation, rho=rho, alpha=alpha))
    reach = reach if min(counts) >= fewest and squared_error > 0 else np.inf
    difference, exposed = rates[0] - rates[1], float(days[groups[0]].sum())
    return Increment(
        members=counts[0],
        held_members=counts[1],
        rate=rates[0],
        held_rate=rates[1],
        hours=difference * exposed,
        low=(difference - reach) * exposed,
        high=(difference + reach) * exposed,
        watched=float(hours[groups[0]].sum()),
    )
