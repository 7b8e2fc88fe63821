"""The pacing curve of a line item as the paths of an SVG: what was planned, what was delivered."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from matinee.ads.accounts.model import PacingCurve

WIDTH, HEIGHT = 720.0, 220.0
_TICKS = 5
_QUARTERS = 4


@dataclass(frozen=True, slots=True)
class PacingPlot:
    """Paths in the drawing's units; ``now`` is None outside the flight."""

    planned: str
    delivered: str
    now: float | None
    last: tuple[float, float] | None
    days: tuple[tuple[float, datetime], ...]
    shares: tuple[tuple[float, float], ...]
    """Height and share of the budget, for the lines across."""


def pacing_plot(curve: PacingCurve, now: datetime) -> PacingPlot:
    """Lay a curve out over its flight; the height is the budget."""
    length = (curve.end - curve.start).total_seconds()

    def across(at: datetime) -> float:
        return round(WIDTH * (at - curve.start).total_seconds() / length, 1)

    def up(share: float) -> float:
        return round(HEIGHT * (1 - min(share, 1.0)), 1)

    delivered = [(across(at), up(share)) for at, share in curve.delivered]
    step = timedelta(seconds=length / _TICKS)
    return PacingPlot(
        planned=_path([(across(at), up(share)) for at, share in curve.planned]),
        delivered=_path(delivered),
        now=across(now) if curve.start <= now <= curve.end else None,
        last=delivered[-1] if delivered else None,
        days=tuple(
            (across(curve.start + place * step), curve.start + place * step)
            for place in range(_TICKS)
        ),
        shares=tuple((up(place / _QUARTERS), place / _QUARTERS) for place in range(_QUARTERS + 1)),
    )


def _path(points: list[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x},{y}" for x, y in points) if points else ""
