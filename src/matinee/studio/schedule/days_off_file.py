"""Days off out of an iCalendar file (RFC 5545): holidays, or when somebody of the cast is away.

An event of whole days closes those days, one with hours every date it touches on the clocks that it
is written by. What repeats (RRULE, RDATE, without EXDATE) is followed to the end of the schedule's
time. What is cancelled counts for nothing, nor what leaves its time free (TRANSP), unless free
time is asked for: calendars of public holidays are written so.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import takewhile
from typing import Any

from dateutil.rrule import rrulestr
from icalendar import Calendar

from matinee.errors import Invalid

LONGEST_FILE = 150_000
MOST_EVENTS = 5_000
MOST_REPEATS = 5_000
"""Repeats of one event that are looked at; an event a second would never come to an end."""
LONGEST_TIME = timedelta(days=732)


def days_off(data: bytes, *, starts: date, free_time_too: bool = False) -> frozenset[date]:
    """The dates that are closed, from ``starts`` on and for two years.

    Raises:
        Invalid: it is no iCalendar, is too long, or an event has dates that cannot be read.
    """
    if len(data) > LONGEST_FILE:
        raise Invalid(f"A calendar has {LONGEST_FILE:,} bytes at most.", field="calendar")
    try:
        calendar = Calendar.from_ical(data)
    except (ValueError, IndexError) as error:
        raise Invalid(
            "This is no iCalendar file.", remedy="Export the calendar as .ics.", field="calendar"
        ) from error
    events = calendar.walk("VEVENT")
    if len(events) > MOST_EVENTS:
        raise Invalid(f"A calendar has {MOST_EVENTS:,} events at most.", field="calendar")
    until = starts + LONGEST_TIME
    return frozenset(
        day
        for event in events
        if _counts(event, free_time_too=free_time_too)
        for day in _days(event, until)
        if starts <= day < until
    )


def _counts(event: Any, *, free_time_too: bool) -> bool:
    if str(event.get("STATUS", "")).upper() == "CANCELLED":
        return False
    return free_time_too or str(event.get("TRANSP", "OPAQUE")).upper() != "TRANSPARENT"


def _days(event: Any, until: date) -> Iterator[date]:
    try:
        first, last = event.start, event.end
        length = _day(last) - _day(first)
        # A day of its own ends where the next begins, and so does what ends at midnight.
        if length and (not isinstance(last, datetime) or last.time() == time()):
            length -= timedelta(days=1)
        for begin in _begins(event, first, until):
            for place in range(min(length, LONGEST_TIME).days + 1):
                yield begin + timedelta(days=place)
    except (ValueError, TypeError, AttributeError, KeyError, OverflowError) as error:
        named = " ".join(str(event.get("SUMMARY", event.get("UID", "?"))).split())[:80]
        raise Invalid(
            f"The dates of the event “{named}” cannot be read.",
            remedy="Write DTSTART with DTEND or DURATION, as RFC 5545, 3.6.1, has it.",
            field="calendar",
        ) from error


def _begins(event: Any, first: date, until: date) -> Iterator[date]:
    """The first day of each time that the event takes place."""
    left_out = {_day(one.dt) for one in _listed(event, "EXDATE")}
    yield from (day for day in (_day(first),) if day not in left_out)
    yield from (_day(one.dt) for one in _listed(event, "RDATE"))
    for rule in _as_list(event.get("RRULE")):
        start = datetime.combine(_day(first), time())
        # The end of a rule may be in UTC; days are counted here, so its date is enough.
        told = re.sub(r"(UNTIL=\d{8})T\d{6}Z?", r"\1", rule.to_ical().decode())
        repeats = enumerate(rrulestr(told, dtstart=start))
        for place, at in takewhile(lambda one: one[1].date() < until, repeats):
            if place >= MOST_REPEATS:
                raise Invalid(f"An event has {MOST_REPEATS:,} repeats at most.", field="calendar")
            if at.date() not in left_out:
                yield at.date()


def _listed(event: Any, name: str) -> list[Any]:
    return [one for held in _as_list(event.get(name)) for one in held.dts]


def _as_list(held: Any) -> list[Any]:
    return [] if held is None else held if isinstance(held, list) else [held]


def _day(when: date | datetime) -> date:
    return when.date() if isinstance(when, datetime) else when
