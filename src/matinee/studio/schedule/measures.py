"""What a board comes to: days, holds, money, moves, and every rule that it breaks, in words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from matinee.errors import Invalid
from matinee.studio.schedule.day_out_of_days import day_out_of_days
from matinee.studio.schedule.hours.clock import clocks_of
from matinee.studio.schedule.hours.flags import flags_of_hours
from matinee.studio.schedule.model import Board, RedFlag, Rules, ShootingScript, Strip
from matinee.studio.screenplay.pagination import written


@dataclass(frozen=True, slots=True)
class BoardReading:
    """A board in figures.

    ``cast_cost`` counts days worked and held at their rates; ``moves`` are changes of set from
    strip to strip; ``sets`` the sets of each day, summed. ``boneyard`` counts unscheduled strips.
    ``beside_cost`` is the part of ``cast_cost`` that travel and fittings are. ``minutes`` are those
    of shooting and ``longest_hours`` the minutes of the longest day from call to wrap, None where
    nothing is said of hours.
    """

    days: int
    work_days: int
    hold_days: int
    cast_cost: int
    hold_cost: int
    moves: int
    sets: int
    eighths: int
    longest_day: int
    boneyard: int
    flags: tuple[RedFlag, ...]
    beside_cost: int = 0
    minutes: int | None = None
    longest_hours: int | None = None


def check(script: ShootingScript, board: Board) -> None:
    """Refuse a board that loses a strip, holds one twice or knows one that is not there."""
    placed = [strip for day in board.days for strip in day] + list(board.boneyard)
    unknown = [strip for strip in placed if strip not in script.strips]
    if unknown:
        raise Invalid(f"There is no strip {unknown[0]}.", field="days")
    if len(set(placed)) != len(placed):
        twice = next(strip for strip in placed if placed.count(strip) > 1)
        raise Invalid(f"Scene {script.strips[twice].scene} stands twice.", field="days")
    if len(placed) != len(script.strips):
        lost = next(strip for strip in script.strips if strip not in set(placed))
        raise Invalid(
            f"Scene {script.strips[lost].scene} stands nowhere.",
            remedy="Put it on a day or into the boneyard.",
            field="days",
        )


def read_board(script: ShootingScript, board: Board) -> BoardReading:
    """The figures of a board; quick enough for every drag."""
    rows = day_out_of_days(script, board)
    strips = script.strips
    lengths = [sum(strips[strip].eighths for strip in day) for day in board.days]
    clocks = (*clocks_of(script, board), *clocks_of(script, board, second=True))
    second = script.rules.second_unit
    shot = [
        strips[one].set_name
        for day in board.days
        for one in day
        if not strips[one].banner and one not in second
    ]
    return BoardReading(
        days=len(board.days),
        work_days=sum(row.work for row in rows),
        hold_days=sum(row.hold for row in rows),
        cast_cost=sum(row.cost for row in rows),
        beside_cost=sum(row.beside for row in rows),
        hold_cost=sum(row.hold * row.member.rate for row in rows),
        moves=sum(one != other for one, other in pairwise(shot)),
        sets=sum(
            len({strips[one].set_name for one in day if not strips[one].banner})
            for day in board.days
        ),
        eighths=sum(lengths),
        longest_day=max(lengths, default=0),
        boneyard=sum(not strips[one].banner for one in board.boneyard),
        flags=(*_flags(script, board), *flags_of_hours(script, clocks)),
        minutes=sum(clock.shooting for clock in clocks) if script.rules.hours else None,
        longest_hours=max((clock.length for clock in clocks), default=0)
        if script.rules.hours
        else None,
    )


def _flags(script: ShootingScript, board: Board) -> Iterator[RedFlag]:
    rules, strips = script.rules, script.strips
    dates = script.calendar.dates(len(board.days))
    for day, scenes in enumerate(board.days):
        units = [
            [strips[one] for one in scenes if (one in rules.second_unit) == second]
            for second in (False, True)
        ]
        for unit in units:
            yield from _of_unit(rules, day, unit)
        main, second = ({who: s.scene for s in unit for who in s.cast} for unit in units)
        for number in sorted(set(main) & set(second)):
            words = f"{script.cast[number].name} is in scene {main[number]} and, with the second "
            yield RedFlag(day, "unit", f"{words}unit, in scene {second[number]}.")
        for number in sorted({who for one in scenes for who in strips[one].cast}):
            if dates[day] in script.cast[number].away:
                yield RedFlag(day, "away", f"{script.cast[number].name} is not available.")
    if len(board.days) > rules.most_days:
        yield RedFlag(rules.most_days, "days", f"More than {rules.most_days} days.")
    if rules.turnaround:
        yield from _short_nights(script, board, dates)
    yield from _order(script, board)


def _of_unit(rules: Rules, day: int, unit: Sequence[Strip]) -> Iterator[RedFlag]:
    """What is wrong with the pages and the light of one unit's day."""
    length = sum(strip.eighths for strip in unit)
    if length > rules.eighths_a_day and len(unit) > 1:
        most = written(rules.eighths_a_day)
        yield RedFlag(day, "pages", f"{written(length)} pages, where {most} are a day's most.")
    nights = [strip for strip in unit if strip.needs_night]
    daylight = [strip for strip in unit if strip.needs_daylight]
    if nights and daylight:
        words = f"Scene {nights[0].scene} needs the night, scene {daylight[0].scene} the day."
        yield RedFlag(day, "light", words)


def _short_nights(
    script: ShootingScript, board: Board, dates: tuple[date, ...]
) -> Iterator[RedFlag]:
    strips = script.strips
    main = [
        [strips[one] for one in day if one not in script.rules.second_unit] for day in board.days
    ]
    night = [any(strip.needs_night for strip in day) for day in main]
    light = [any(strip.needs_daylight for strip in day) for day in main]
    for day in range(1, len(board.days)):
        if night[day - 1] and light[day] and dates[day] - dates[day - 1] == timedelta(days=1):
            yield RedFlag(day, "turnaround", "Daylight is needed on the morning after a night.")


def _order(script: ShootingScript, board: Board) -> Iterator[RedFlag]:
    rules, strips = script.rules, script.strips
    on = {strip: day for day, scenes in enumerate(board.days) for strip in scenes}
    for strip, day in rules.locked.items():
        if on.get(strip) != day:
            where = on.get(strip, 0)
            yield RedFlag(
                where, "locked", f"Scene {strips[strip].scene} is locked to day {day + 1}."
            )
    for first, then in rules.in_order:
        if first in on and then in on and on[first] > on[then]:
            words = f"Scene {strips[then].scene} must not come before scene {strips[first].scene}."
            yield RedFlag(on[then], "order", words)
    for one, other in rules.apart:
        if one in on and on[one] == on.get(other):
            words = f"Scenes {strips[one].scene} and {strips[other].scene} must be on two days."
            yield RedFlag(on[one], "apart", words)
