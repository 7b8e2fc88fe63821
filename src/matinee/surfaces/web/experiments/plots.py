"""Plots as geometry: from numbers to the points of an SVG that a template draws. Pure.

A plot is drawn by the server, without a script: it is there at once, prints, and is read out by
its caption and the table below it. Each is laid out for a width in user units, so a page holds a
wide and a narrow one and shows what fits.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

WIDE, NARROW = 760, 340
_LEFT, _RIGHT, _TOP, _BOTTOM = 52, 14, 12, 26
_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)

Reals = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on an axis: where, and what it says."""

    at: float
    label: str


@dataclass(frozen=True, slots=True)
class Frame:
    """The box that data is drawn in, with its ticks."""

    width: int
    height: int
    left: int
    right: int
    top: int
    bottom: int
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]


@dataclass(frozen=True, slots=True)
class BandPlot:
    """A curve with the band that holds the truth at all looks at once.

    ``band`` and ``line`` are paths; ``zero`` is the height of no difference; ``last`` is the last
    point of the curve, None before there is one.
    """

    frame: Frame
    band: str
    line: str
    zero: float
    last: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Bar:
    """One piece of a stacked column."""

    series: int
    x: float
    y: float
    width: float
    height: float
    title: str


@dataclass(frozen=True, slots=True)
class StackPlot:
    """Columns of pieces that add up."""

    frame: Frame
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Whisker:
    """A share with its interval on a common scale, as heights of a line of text are; x only."""

    low: float
    middle: float
    high: float


def whisker(low: float, middle: float, high: float, *, most: float, width: int) -> Whisker:
    """Place an interval on a scale from 0 to ``most``."""
    x_of = _scale(0.0, most, 5.0, width - 5.0)
    return Whisker(x_of(low), x_of(middle), x_of(high))


def band_plot(
    days: Sequence[str],
    middle: Reals,
    lower: Reals,
    upper: Reals,
    *,
    width: int,
    say: Callable[[float], str],
    height: int = 250,
) -> BandPlot:
    """Draw a relative difference by day; what is infinite or not a number yet is left out."""
    known = np.flatnonzero(np.isfinite(lower) & np.isfinite(upper) & np.isfinite(middle))
    reach = _reach(lower[known], upper[known])
    box = _box(width, height)
    y_of = _scale(-reach, reach, box[3], box[2])
    x_of = _scale(0, max(len(days) - 1, 1), box[0], box[1])
    values = _ticks(-reach, reach, 5)
    frame = Frame(
        width,
        height,
        *box,
        x_ticks=_days(days, x_of, width),
        y_ticks=tuple(Tick(y_of(value), say(value)) for value in values),
    )
    xs = [x_of(float(day)) for day in known]
    low = [y_of(float(np.clip(value, -reach, reach))) for value in lower[known]]
    high = [y_of(float(np.clip(value, -reach, reach))) for value in upper[known]]
    mid = [y_of(float(np.clip(value, -reach, reach))) for value in middle[known]]
    around = [*zip(xs, high, strict=True), *reversed([*zip(xs, low, strict=True)])]
    return BandPlot(
        frame,
        band=_path(around, closed=True),
        line=_path([*zip(xs, mid, strict=True)]),
        zero=y_of(0.0),
        last=(xs[-1], mid[-1]) if xs else None,
    )


def stack_plot(
    days: Sequence[str],
    series: Mapping[str, Reals],
    *,
    width: int,
    say: Callable[[float], str],
    height: int = 250,
) -> StackPlot:
    """Draw columns of hours by day, the first series at the bottom."""
    table = np.array(list(series.values()), np.float64).reshape(len(series), len(days))
    most = max(float(table.sum(axis=0).max()) if days else 0.0, 1e-9)
    box = _box(width, height)
    values = _ticks(0.0, most, 4)
    top = max(most, values[-1])
    y_of = _scale(0.0, top, box[3], box[2])
    room = (box[1] - box[0]) / max(len(days), 1)
    gap = min(3.0, room * 0.25)
    bars: list[Bar] = []
    for day in range(len(days)):
        below = 0.0
        for place, name in enumerate(series):
            hours = float(table[place, day])
            if hours > 0:
                y = y_of(below + hours)
                title = f"{days[day]} · {name} · {say(hours)}"
                x = box[0] + day * room + gap / 2
                bars.append(Bar(place, _r(x), _r(y), _r(room - gap), _r(y_of(below) - y), title))
            below += hours
    centred = _scale(0, max(len(days) - 1, 1), box[0] + room / 2, box[1] - room / 2)
    frame = Frame(
        width,
        height,
        *box,
        x_ticks=_days(days, centred, width),
        y_ticks=tuple(Tick(y_of(value), say(value)) for value in values),
    )
    return StackPlot(frame, tuple(bars))


def _box(width: int, height: int) -> tuple[int, int, int, int]:
    return _LEFT, width - _RIGHT, _TOP, height - _BOTTOM


def _reach(lower: Reals, upper: Reals) -> float:
    """Half the height: what the last look needs, and a little of how wide it once was."""
    if not len(lower):
        return 0.1
    last = max(abs(float(lower[-1])), abs(float(upper[-1])))
    widest = max(float(np.abs(lower).max()), float(np.abs(upper).max()))
    return max(min(widest, 2.5 * last), 0.01) * 1.08


def _scale(low: float, high: float, start: float, end: float) -> Callable[[float], float]:
    span = (high - low) or 1.0

    def place(value: float) -> float:
        return _r(start + (value - low) / span * (end - start))

    return place


def _ticks(low: float, high: float, about: int) -> list[float]:
    """Round numbers between two bounds."""
    rough = (high - low) / about
    power = 10.0 ** np.floor(np.log10(rough))
    step = next(float(power * one) for one in _STEPS if power * one >= rough)
    first, last = int(np.ceil(low / step)), int(np.floor(high / step))
    return [round(place * step, 12) for place in range(first, last + 1)]


def _days(days: Sequence[str], x_of: Callable[[float], float], width: int) -> tuple[Tick, ...]:
    every = max(1, int(np.ceil(len(days) / (width / 95))))
    # From the last day backwards, so that the newest is always named.
    places = range(len(days) - 1, -1, -every)
    return tuple(Tick(x_of(float(place)), days[place]) for place in reversed(places))


def _path(points: Sequence[tuple[float, float]], *, closed: bool = False) -> str:
    if not points:
        return ""
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in points) + ("Z" if closed else "")


def _r(value: float) -> float:
    return round(value, 1)
