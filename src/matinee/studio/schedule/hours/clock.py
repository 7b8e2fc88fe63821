"""A day on the clock: when each strip is shot, when the meals are, when it wraps.

The call is the working day's. Where the first strip that needs the light (or the dark) would
stand before it, the whole day begins so much later; nothing else is moved. A meal is taken when it
is due, within a strip if need be, since a strip has several set-ups.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from matinee.studio.schedule.hours.daylight import SunDay, sun_day
from matinee.studio.schedule.hours.estimate import Estimate, estimate
from matinee.studio.schedule.model import Board, ShootingScript, Strip
from matinee.studio.schedule.working_day import Hours, minutes_of, pack_on


@dataclass(frozen=True, slots=True)
class TimedStrip:
    """A strip on the clock: minutes since midnight, meals in it counted; ``sun`` its place's."""

    strip: Strip
    start: int
    end: int
    estimate: Estimate
    sun: SunDay | None


@dataclass(frozen=True, slots=True)
class DayClock:
    """A day in minutes since midnight.

    ``shooting`` is what the strips and the moves between sets take, ``meals`` begin and end.
    A day on which nothing is shot has no length.
    """

    day: int
    date: date
    call: int
    wrap: int
    strips: tuple[TimedStrip, ...]
    meals: tuple[tuple[int, int], ...]
    shooting: int
    moves: int

    @property
    def length(self) -> int:
        """Minutes from call to wrap."""
        return self.wrap - self.call

    @property
    def sun(self) -> SunDay | None:
        """The sun where the first strip is shot whose place is known."""
        return next((one.sun for one in self.strips if one.sun), None)

    @property
    def setups(self) -> int:
        """The set-ups of all strips."""
        return sum(one.estimate.setups for one in self.strips)


def clocks_of(
    script: ShootingScript, board: Board, *, second: bool = False
) -> tuple[DayClock, ...]:
    """Every day of a board on the clock, of the main unit or of the second.

    Nothing where nothing is said of hours, or where there is no such unit.
    """
    units = script.rules.second_unit
    if second and not units:
        return ()
    hours = script.rules.hours
    if hours is None:
        return ()
    dates = script.calendar.dates(len(board.days))
    return tuple(
        day_clock(
            day, when, [script.strips[one] for one in strips if (one in units) == second], hours
        )
        for day, (when, strips) in enumerate(zip(dates, board.days, strict=True))
    )


def day_clock(day: int, when: date, strips: Sequence[Strip], hours: Hours) -> DayClock:
    """One day; banners take no time and do not stand on the clock."""
    shot = [strip for strip in strips if not strip.banner]
    call = minutes_of(hours.night_call if any(s.needs_night for s in shot) else hours.call)
    if not shot:
        return DayClock(day, when, call, call, (), (), 0, 0)
    suns = {strip.location: _sun(strip, hours, when) for strip in shot}
    clock = _timed(day, when, call, shot, hours, suns)
    later = max((_too_early(one) for one in clock.strips), default=0)
    return _timed(day, when, call + later, shot, hours, suns) if later else clock


def _sun(strip: Strip, hours: Hours, when: date) -> SunDay | None:
    place = hours.place_of(strip.location)
    return None if place is None else sun_day(place, when)


def _too_early(one: TimedStrip) -> int:
    """How long the light, or the dark, that a strip needs is still away when it begins."""
    if one.sun is None:
        return 0
    needed = one.strip
    window = (
        one.sun.light if needed.needs_daylight else one.sun.dark if needed.needs_night else None
    )
    if window is None or window[0] == window[1]:
        return 0
    return max(0, window[0] - one.start)


def _timed(
    day: int,
    when: date,
    call: int,
    strips: Sequence[Strip],
    hours: Hours,
    suns: dict[str, SunDay | None],
) -> DayClock:
    pack = pack_on(hours.meals, when)
    meals: list[tuple[int, int]] = []
    due = None if pack is None else call + pack.every

    def gone(now: int, minutes: int) -> int:
        """The time after so many minutes of work, with the meals that fall due in them."""
        nonlocal due
        end = now + minutes
        while pack is not None and due is not None and end > due:
            meals.append((due, due + pack.lasts))
            end += pack.lasts
            due += pack.lasts + pack.every
        return end

    now = gone(call, hours.first_shot)
    timed: list[TimedStrip] = []
    moves, before = 0, ""
    for place, strip in enumerate(strips):
        if place and strip.set_name != before:
            now = gone(now, hours.move)
            moves += hours.move
        before = strip.set_name
        told = estimate(strip, hours)
        end = gone(now, told.minutes)
        timed.append(TimedStrip(strip, now, end, told, suns[strip.location]))
        now = end
    wrap = gone(now, hours.wrap)
    shooting = moves + sum(one.estimate.minutes for one in timed)
    return DayClock(day, when, call, wrap, tuple(timed), tuple(meals), shooting, moves)
