"""A board as iCalendar (RFC 5545): one event a day of shooting, for everybody or for one player.

Hours are the first assistant director's to set: without a call an event lasts the whole day. With
one it is written in floating time, the time on the clocks of the place where it is shot (RFC 5545,
3.3.5, form 1), since a board knows no time zone.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID, uuid5

from icalendar import Calendar, Event

from matinee.errors import NotFound
from matinee.studio.schedule.day_out_of_days import CastDays, day_out_of_days
from matinee.studio.schedule.model import Board, ShootingScript, Strip
from matinee.studio.screenplay.pagination import written

_PRODUCT = "-//Matinee//Shooting schedule//EN"
_FREE = frozenset({"", "H"})
"""Codes of days on which a player is not called."""


@dataclass(frozen=True, slots=True)
class Calls:
    """When the crew is called by day and, where given, on days with night exteriors."""

    day: time | None = None
    night: time | None = None
    hours: int = 12

    def of(self, strips: list[Strip]) -> time | None:
        """The call of a day, None where nobody set one."""
        return (self.night or self.day) if any(s.needs_night for s in strips) else self.day


@dataclass(frozen=True, slots=True)
class Source:
    """What makes events the same ones at the next import: the board, its revision, now (UTC)."""

    board: UUID
    revision: int
    now: datetime


def icalendar_of(
    name: str,
    script: ShootingScript,
    board: Board,
    source: Source,
    *,
    calls: Calls | None = None,
    member: str | None = None,
) -> bytes:
    """The board's days with something to shoot; with ``member`` (a board number) only theirs.

    Raises:
        NotFound: the cast has no such number.
    """
    rows = day_out_of_days(script, board)
    if member is not None:
        rows = tuple(row for row in rows if row.member.number == member)
        if not rows:
            raise NotFound(f"The cast has no number {member}.", remedy="See the day-out-of-days.")
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", f"{name} – {rows[0].member.name}" if member else name)
    dates = script.calendar.dates(len(board.days))
    for day, (when, ids) in enumerate(zip(dates, board.days, strict=True)):
        strips = [script.strips[one] for one in ids]
        called = [row for row in rows if row.codes[day] not in _FREE]
        if not any(not strip.banner for strip in strips) or (member is not None and not called):
            continue
        calendar.add_component(_event(day, when, strips, called, source, calls or Calls(), board))
    return calendar.to_ical()


def _event(
    day: int,
    when: date,
    strips: list[Strip],
    called: list[CastDays],
    source: Source,
    calls: Calls,
    board: Board,
) -> Event:
    scenes = [strip for strip in strips if not strip.banner]
    places = list(dict.fromkeys(strip.location or strip.set_name for strip in scenes))
    event = Event()
    event.add("uid", f"{uuid5(source.board, f'day {day + 1}')}@matinee")
    event.add("dtstamp", source.now)
    event.add("sequence", source.revision)
    length = written(sum(strip.eighths for strip in scenes))
    event.add("summary", f"Day {day + 1} of {len(board.days)}: {len(scenes)} scenes, {length} pp")
    event.add("location", ", ".join(place for place in places if place))
    event.add("description", "\n".join(_lines(strips, called, day)))
    call = calls.of(strips)
    if call is None:
        event.add("dtstart", when)
        event.add("dtend", when + timedelta(days=1))
        event.add("transp", "TRANSPARENT")
    else:
        starts = datetime.combine(when, call)
        event.add("dtstart", starts)
        event.add("dtend", starts + timedelta(hours=calls.hours))
    return event


def _lines(strips: list[Strip], called: list[CastDays], day: int) -> Iterator[str]:
    for strip in strips:
        if strip.banner:
            yield strip.banner
        else:
            kind = f"{strip.side.value.upper()}. {strip.set_name} – {strip.light.value.upper()}"
            yield f"{strip.scene}: {kind}, {written(strip.eighths)} pp"
    for row in called:
        yield f"{row.member.number} {row.member.name}: {row.codes[day]}"
