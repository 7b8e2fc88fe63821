"""How much of all hours one source brought, with an interval: a ratio of sums over members.

Members differ far more than their evenings do, so a member is one observation: the variance is that
of the ratio estimator (Cochran, Sampling Techniques, 1977, section 6.4), by its linearisation. The
interval is that of one look at one period, not of a sequence of looks.
"""

from dataclasses import dataclass

import numpy as np

from matinee.audience.watching.model import Moments

_Z = 1.959963984540054
FEWEST_MEMBERS = 30
"""With fewer members the normal approximation is not to be trusted, and no interval is told."""


@dataclass(frozen=True, slots=True)
class Contribution:
    """Hours that one source brought to ``members``, and their ``share`` of all hours.

    ``low`` and ``high`` hold the share with 95%; None where too few members watched anything.
    """

    members: int
    hours: float
    share: float
    low: float | None
    high: float | None


def contribution(part: Moments, whole: Moments) -> Contribution:
    """The share of ``part`` in ``whole``, both summed over the same members."""
    if whole.hours <= 0:
        return Contribution(part.members, part.hours, 0.0, None, None)
    share = part.hours / whole.hours
    if whole.members < FEWEST_MEMBERS:
        return Contribution(part.members, part.hours, share, None, None)
    residuals = part.squares - 2 * share * part.products + share * share * whole.squares
    spread = max(residuals, 0.0) * whole.members / (whole.members - 1)
    reach = _Z * float(np.sqrt(spread)) / whole.hours
    return Contribution(
        part.members, part.hours, share, max(share - reach, 0.0), min(share + reach, 1.0)
    )
