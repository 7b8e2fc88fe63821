"""A day's call sheet in PDF: what is shot where, who is called, what is needed."""

from collections.abc import Iterator

from matinee.studio.schedule.day_out_of_days import day_out_of_days
from matinee.studio.schedule.hours.clock import DayClock, day_clock
from matinee.studio.schedule.model import Board, ShootingScript, Strip
from matinee.studio.schedule.paper import Paper
from matinee.studio.schedule.working_day import clock_words
from matinee.studio.screenplay.pagination import written


def call_sheet(name: str, script: ShootingScript, board: Board, day: int) -> bytes:
    """The sheet of a day (from 0) as a PDF of A4 pages.

    Without working hours the calls are left open: they are the first assistant director's to set.
    """
    when = script.calendar.dates(day + 1)[day]
    strips = [script.strips[one] for one in board.days[day]]
    scenes = [strip for strip in strips if not strip.banner]
    length = written(sum(strip.eighths for strip in scenes))
    hours = script.rules.hours
    second = script.rules.second_unit
    units = [[s for s in strips if (s.id in second) == part] for part in (False, True)]
    clocks = [] if hours is None else [day_clock(day, when, unit, hours) for unit in units]
    clock = clocks[0] if clocks else None
    starts = {one.strip.id: one.start for told in clocks for one in told.strips}
    paper = Paper(name, f"Call sheet, day {day + 1} of {len(board.days)}", when)
    paper.lines(_day_lines(len(scenes), length, clock))
    paper.table(
        ("At", "Scene", "Set", "I/E", "D/N", "Pages", "Cast", "Description"),
        [_scene_row(s, starts.get(s.id), second=s.id in second) for s in (*units[0], *units[1])],
        (13, 13, 42, 10, 10, 14, 28, 50),
    )
    paper.table(
        ("No.", "Cast", "Status", "Pick-up", "Make-up", "On set"),
        _cast_rows(script, board, day),
        (14, 66, 22, 26, 26, 26),
    )
    needs = [(kind, what) for strip in scenes for kind, what in strip.elements]
    if needs:
        paper.table(("Department", "Needed"), list(dict.fromkeys(needs)), (50, 130))
    return paper.pdf()


def _day_lines(scenes: int, length: str, clock: DayClock | None) -> Iterator[str]:
    what = f"{scenes} scenes, {length} pages."
    if clock is None:
        yield f"{what} Crew call: ______ First shot: ______"
        return
    first = clock.strips[0].start if clock.strips else clock.call
    yield (
        f"{what} Crew call: {clock_words(clock.call)}. First shot: {clock_words(first)}. "
        f"Estimated wrap: {clock_words(clock.wrap)}. {clock.setups} set-ups."
    )
    if clock.meals:
        yield "Meals: " + ", ".join(
            f"{clock_words(begin)} to {clock_words(end)}" for begin, end in clock.meals
        )
    if clock.sun and clock.sun.light[0] != clock.sun.light[1]:
        (rise, fall), (dusk, _) = clock.sun.light, clock.sun.dark
        yield f"Sunrise {clock_words(rise)}, sunset {clock_words(fall)}, dark {clock_words(dusk)}."


def _scene_row(strip: Strip, start: int | None, *, second: bool) -> tuple[str, ...]:
    if strip.banner:
        return ("", "", strip.banner, "", "", "", "", "")
    return (
        "" if start is None else clock_words(start),
        strip.scene,
        strip.set_name,
        strip.side.value.upper(),
        strip.light.value[0].upper(),
        written(strip.eighths),
        ", ".join(strip.cast),
        f"Second unit. {strip.description}" if second else strip.description,
    )


def _cast_rows(script: ShootingScript, board: Board, day: int) -> list[tuple[str, ...]]:
    rows = day_out_of_days(script, board)
    return [
        (row.member.number, row.member.name, row.codes[day], "", "", "")
        for row in rows
        if row.codes[day] not in ("", "H")
    ]
