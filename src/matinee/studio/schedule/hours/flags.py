"""Red flags of a day on the clock: too long, without the light it needs, too much for a minor."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from matinee.studio.schedule.hours.clock import DayClock, TimedStrip
from matinee.studio.schedule.model import RedFlag, ShootingScript
from matinee.studio.schedule.working_day import (
    MINUTES_A_DAY,
    AgeBand,
    Hours,
    clock_words,
    length_words,
    minutes_of,
    pack_on,
)


def flags_of_hours(script: ShootingScript, clocks: Sequence[DayClock]) -> Iterator[RedFlag]:
    """What is wrong with these days; nothing where nothing is said of hours."""
    hours = script.rules.hours
    if hours is None:
        return
    for clock in clocks:
        if clock.length > hours.day and len(clock.strips) > 1:
            words = f"{length_words(clock.length)} from call to wrap, where a day has "
            yield RedFlag(clock.day, "hours", f"{words}{length_words(hours.day)}.")
        for one in clock.strips:
            yield from _light(clock.day, one)
        yield from _minors(script, hours, clock)
    units = script.rules.second_unit
    for second in (False, True) if units else (False,):
        mine = [c for c in clocks if c.strips and (c.strips[0].strip.id in units) == second]
        yield from _short_rests(hours, mine)


def _short_rests(hours: Hours, clocks: Sequence[DayClock]) -> Iterator[RedFlag]:
    for before, after in pairwise(clocks):
        nights = (after.date - before.date).days * MINUTES_A_DAY
        rest = nights + after.call - before.wrap
        if rest < 0:
            words = f"The call comes {length_words(-rest)} before the wrap of the day before."
            yield RedFlag(after.day, "rest", words)
        elif rest < hours.rest:
            words = f"{length_words(rest)} from the wrap to the next call, where "
            yield RedFlag(after.day, "rest", f"{words}{length_words(hours.rest)} are the least.")


def _light(day: int, one: TimedStrip) -> Iterator[RedFlag]:
    if one.sun is None:
        return
    scene, (start, end) = one.strip.scene, (one.start, one.end)
    timed = f"Scene {scene} is timed {clock_words(start)} to {clock_words(end)}"
    if one.strip.needs_daylight and not _within((start, end), one.sun.light):
        rise, fall = one.sun.light
        light = f"light is {clock_words(rise)} to {clock_words(fall)}" if rise != fall else "no sun"
        yield RedFlag(day, "daylight", f"{timed}; {light}.")
    if one.strip.needs_night and not _within((start, end), one.sun.dark):
        dusk, dawn = one.sun.dark
        dark = (
            f"it is dark {clock_words(dusk)} to {clock_words(dawn)}" if dusk != dawn else "no dark"
        )
        yield RedFlag(day, "darkness", f"{timed}; {dark}.")


def _within(told: tuple[int, int], window: tuple[int, int]) -> bool:
    return window[0] <= told[0] and told[1] <= window[1]


def _minors(script: ShootingScript, hours: Hours, clock: DayClock) -> Iterator[RedFlag]:
    pack = pack_on(hours.minors, clock.date)
    if pack is None:
        return
    for number, age in hours.ages.items():
        band, theirs = pack.band(age), [s for s in clock.strips if number in s.strip.cast]
        if band is None or not theirs or number not in script.cast:
            continue
        who = f"{script.cast[number].name} ({age})"
        for words in _broken(band, theirs):
            yield RedFlag(clock.day, "minors", f"{who} {words} ({pack.name}).")


def _broken(band: AgeBand, theirs: Sequence[TimedStrip]) -> Iterator[str]:
    work = sum(one.estimate.minutes for one in theirs)
    first, last = theirs[0].start, theirs[-1].end
    if work > band.work:
        yield f"works {length_words(work)}, where {length_words(band.work)} are allowed"
    if last - first > band.at_place:
        yield (
            f"is there for {length_words(last - first)}, "
            f"where {length_words(band.at_place)} are allowed"
        )
    if first < minutes_of(band.earliest):
        yield f"begins at {clock_words(first)}, before {clock_words(minutes_of(band.earliest))}"
    if last > minutes_of(band.latest):
        yield f"is needed until {clock_words(last)}, after {clock_words(minutes_of(band.latest))}"
