"""The measured share of viewing, as values."""

from collections.abc import Mapping
from dataclasses import dataclass

from matinee.audience.watching.model import Brought, Origin, Period, Visits
from matinee.experiments.share.contribution import Contribution
from matinee.experiments.share.increment import Increment

__all__ = ["Contribution", "Increment", "ShareReport", "Shares", "Spread", "shares_of"]


@dataclass(frozen=True, slots=True)
class Shares:
    """What brought the hours of some viewing.

    ``recommended`` is the share of all hours whose viewing a row brought, in the end: what was
    gone on with counts for what brought it in the first place. ``by_last_touch`` leaves what was
    gone on with to *continue*, as the four origins do.
    """

    hours: float
    viewings: int
    by_origin: Mapping[Origin, float]
    recommended: float
    by_last_touch: float


@dataclass(frozen=True, slots=True)
class Spread:
    """How widely hours are spread over titles.

    ``effective`` is the effective catalogue size; ``coverage`` the share of the shelf's films and
    series that anybody watched; ``popularity`` the mean percentile of popularity of the hours;
    ``miscalibration`` how far their genres are from those of all hours, in nats.
    """

    titles: int
    effective: float
    coverage: float
    gini: float
    popularity: float
    miscalibration: float


@dataclass(frozen=True, slots=True)
class ShareReport:
    """A period's viewing: what brought it, how it is spread, and what personalising added.

    ``by_row`` has what each kind of row brought, most first, ``by_origin`` what every origin
    brought with what was gone on with counted for its first cause; both with intervals. ``spread``
    is of all hours, ``spread_recommended`` and ``spread_searched`` of those that rows and searches
    brought. ``increment`` is None where nobody is labelled or held out.
    """

    period: Period
    whole: Shares
    by_day: Mapping[str, Shares]
    by_territory: Mapping[str, Shares]
    by_device: Mapping[str, Shares]
    by_arm: Mapping[str, Shares]
    by_origin: Mapping[Origin, Contribution]
    by_row: Mapping[str, Contribution]
    spread: Spread
    spread_recommended: Spread
    spread_searched: Spread
    visits: Visits
    increment: Increment | None


def shares_of(brought: Brought) -> Shares:
    """Hours as shares; all 0 where there are none."""
    hours = sum(brought.hours.values())
    by_origin = {origin: brought.hours[origin] / hours if hours > 0 else 0.0 for origin in Origin}
    return Shares(
        hours=hours,
        viewings=sum(brought.viewings.values()),
        by_origin=by_origin,
        recommended=brought.traced[Origin.ROW] / hours if hours > 0 else 0.0,
        by_last_touch=by_origin[Origin.ROW],
    )
