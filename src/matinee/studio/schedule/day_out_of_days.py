"""Day-out-of-days: who works, starts, is held, dropped, picked up and finished on which day.

The trade's codes: ``S`` start, ``W`` work, ``H`` hold, ``D`` drop, ``P`` pick-up, ``F`` finish, put
together as usual (``SW``, ``WF``, ``SWF``, ``WD``, ``PW``, ``PWF``); an empty text where somebody
is not on the payroll. Alone, ``T`` is a day of travel and ``F`` one of fittings: somebody travels
on the dates next to the first and the last day of work, and is fitted before that, on days on
which work is done (not on days off of the week, holidays, or when away).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import pairwise

from matinee.studio.schedule.model import Board, CastMember, Engagement, ShootingScript


@dataclass(frozen=True, slots=True)
class CastDays:
    """One row: a code for each day of the board, and how many of each kind."""

    member: CastMember
    codes: tuple[str, ...]
    work: int
    hold: int
    dropped: int
    travel: tuple[date, ...] = ()
    fittings: tuple[date, ...] = ()
    engagement: Engagement = field(default_factory=Engagement)

    @property
    def start(self) -> int:
        """The first day of work, from 0."""
        return next(place for place, code in enumerate(self.codes) if "S" in code)

    @property
    def finish(self) -> int:
        """The last day of work, from 0."""
        return next(place for place, code in enumerate(self.codes) if code.endswith("WF"))

    @property
    def cost(self) -> int:
        """Days worked and held at the member's rate, and those beside the board at their share."""
        return (self.work + self.hold) * self.member.rate + self.beside

    @property
    def beside(self) -> int:
        """What travel and fittings cost, to the whole unit."""
        terms = self.engagement
        shares = len(self.travel) * terms.travel_share + len(self.fittings) * terms.fitting_share
        return round(shares * self.member.rate / 100)


def day_out_of_days(script: ShootingScript, board: Board) -> tuple[CastDays, ...]:
    """A row for everyone who works, in the order of the cast."""
    working: dict[str, list[int]] = {}
    for day, strips in enumerate(board.days):
        for number in {who for strip in strips for who in script.strips[strip].cast}:
            working.setdefault(number, []).append(day)
    dates = script.calendar.dates(len(board.days))
    rows = (
        _row(member, working[number], len(board.days))
        for number, member in script.cast.items()
        if number in working
    )
    return tuple(_with_days_beside(script, row, dates) for row in rows)


def dates_of(rows: Sequence[CastDays], dates: Sequence[date]) -> tuple[date, ...]:
    """The dates of shooting with those of travel and fittings, in order."""
    beside = {day for row in rows for day in (*row.travel, *row.fittings)}
    return tuple(sorted({*dates, *beside}))


def codes_by_date(row: CastDays, dates: Sequence[date]) -> dict[date, str]:
    """A row's codes by date, with travel and fittings."""
    codes = dict(zip(dates, row.codes, strict=True))
    return codes | dict.fromkeys(row.fittings, "F") | dict.fromkeys(row.travel, "T")


def _with_days_beside(script: ShootingScript, row: CastDays, dates: Sequence[date]) -> CastDays:
    terms = script.rules.engagements.get(row.member.number)
    if terms is None:
        return row
    first, last = dates[row.start], dates[row.finish]
    one = timedelta(days=1)
    there = [first - one * (place + 1) for place in range(terms.travel)]
    back = [last + one * (place + 1) for place in range(terms.travel)]
    calendar, fittings = script.calendar, list[date]()
    day = min(there, default=first) - one
    # A year before is far enough: somebody who is away for so long is not fitted at all.
    while len(fittings) < terms.fittings and first - day < timedelta(days=366):
        free = day.isoweekday() not in calendar.weekdays_off and day not in calendar.holidays
        if free and day not in row.member.away:
            fittings.append(day)
        day -= one
    return replace(
        row,
        travel=tuple(sorted((*there, *back))),
        fittings=tuple(sorted(fittings)),
        engagement=terms,
    )


def longest_drop(worked: Sequence[int], drops_after: int | None) -> tuple[int, int] | None:
    """The two days of work between which somebody is dropped: the longest gap that allows it.

    Once, as basic agreements have it: whoever was picked up stays until the end.
    """
    if drops_after is None or len(worked) < 2:
        return None
    last, following = max(pairwise(worked), key=lambda pair: pair[1] - pair[0])
    return (last, following) if following - last - 1 >= drops_after else None


def _row(member: CastMember, worked: list[int], count: int) -> CastDays:
    codes = [""] * count
    for day in range(worked[0], worked[-1] + 1):
        codes[day] = "H"
    for day in worked:
        codes[day] = "W"
    dropped = 0
    drop = longest_drop(worked, member.drops_after)
    if drop is not None:
        last, following = drop
        dropped = following - last - 1
        codes[last + 1 : following] = [""] * dropped
        codes[last], codes[following] = codes[last] + "D", "P" + codes[following]
    codes[worked[0]] = "S" + codes[worked[0]]
    codes[worked[-1]] += "F"
    hold = sum(code == "H" for code in codes)
    return CastDays(member, tuple(codes), len(worked), hold, dropped)
