"""The order within a day: what needs the light has it, no child is kept, the company moves least.

What is shot of a set under one sky stays together. With up to six such groups every order of them
is tried; with more, two groups change places as long as that helps.
"""

from collections.abc import Callable, Sequence
from datetime import date
from itertools import combinations, permutations

from matinee.studio.schedule.hours.clock import DayClock, day_clock
from matinee.studio.schedule.model import Board, ShootingScript, Strip
from matinee.studio.schedule.working_day import Hours, minutes_of, pack_on

_TRIED_WHOLLY = 6
_Group = tuple[str, ...]
_Badness = tuple[int, int, int]


def arranged(script: ShootingScript, board: Board) -> Board:
    """The board with each day in its best order; as it is where nothing is said of hours."""
    hours = script.rules.hours
    if hours is None:
        return board
    dates = script.calendar.dates(len(board.days))
    units = script.rules.second_unit
    days = tuple(
        tuple(
            one
            for second in (False, True)
            for one in _best(
                script, hours, when, tuple(one for one in day if (one in units) == second)
            )
        )
        for when, day in zip(dates, board.days, strict=True)
    )
    return Board(days, board.boneyard)


def _best(
    script: ShootingScript, hours: Hours, when: date, day: tuple[str, ...]
) -> tuple[str, ...]:
    def badness(groups: Sequence[_Group]) -> _Badness:
        strips = [script.strips[one] for group in groups for one in group]
        return _bad(hours, day_clock(0, when, strips, hours))

    groups = _groups([script.strips[one] for one in day])
    least = badness(groups)
    if least[0] == 0:
        return day
    if len(groups) <= _TRIED_WHOLLY:
        groups = min(permutations(groups), key=badness)
    else:
        groups = _exchanged(groups, least, badness)
    return tuple(one for group in groups for one in group)


def _exchanged(
    groups: Sequence[_Group], least: _Badness, badness: Callable[[Sequence[_Group]], _Badness]
) -> Sequence[_Group]:
    best, better = list(groups), True
    while better:
        better = False
        for one, other in combinations(range(len(best)), 2):
            tried = list(best)
            tried[one], tried[other] = tried[other], tried[one]
            found = badness(tried)
            if found < least:
                best, least, better = tried, found, True
    return best


def _bad(hours: Hours, clock: DayClock) -> _Badness:
    """Minutes outside the light or a minor's hours; then the moves; then how late it gets."""
    outside = 0
    for one in clock.strips:
        if one.sun is not None and (one.strip.needs_daylight or one.strip.needs_night):
            begin, end = one.sun.light if one.strip.needs_daylight else one.sun.dark
            outside += max(0, begin - one.start) + max(0, one.end - end)
    pack = pack_on(hours.minors, clock.date)
    for number, age in hours.ages.items() if pack else ():
        band = pack.band(age) if pack else None
        theirs = [one for one in clock.strips if number in one.strip.cast]
        if band is not None and theirs:
            first, last = theirs[0].start, theirs[-1].end
            outside += max(0, last - first - band.at_place)
            outside += max(0, last - minutes_of(band.latest))
            outside += max(0, minutes_of(band.earliest) - first)
    return outside, clock.moves, clock.wrap


def _groups(strips: Sequence[Strip]) -> list[_Group]:
    found: dict[tuple[str, bool, bool], list[str]] = {}
    for strip in strips:
        key = (strip.set_name, strip.needs_night, strip.needs_daylight)
        found.setdefault(key, []).append(strip.id)
    return [tuple(group) for group in found.values()]
