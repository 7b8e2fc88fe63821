"""Days off out of an iCalendar file (RFC 5545): holidays, or when somebody of the cast is away.

An event of whole days closes those days, one with hours every date it touches on the clocks that it
is written by. What repeats (RRULE, RDATE, without EXDATE) is followed to the end of the schedule's
time. What is cancelled counts for nothing, nor what leaves its time free (TRANSP), unless free
time is asked for: calendars of public holidays are written so.
"""

import re
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from itertools import accumulate, islice
from typing import Any

from dateutil.rrule import rrule, rrulestr
from icalendar import Calendar

from matinee.errors import Invalid

LONGEST_FILE = 150_000
MOST_EVENTS = 5_000
MOST_STEPS = 60_000
"""Days that are looked at for all rules of a calendar, so that one that holds for no day (as the
30th of February) comes to an end."""
_STEP = {"DAILY": 1, "WEEKLY": 3, "MONTHLY": 9, "YEARLY": 15}
"""Days that are as dear as one step of a day; nobody is away by the hour."""
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
    except (ValueError, LookupError, AttributeError, TypeError, RecursionError) as error:
        raise Invalid(
            "This is no iCalendar file.", remedy="Export the calendar as .ics.", field="calendar"
        ) from error
    events = calendar.walk("VEVENT")
    if len(events) > MOST_EVENTS:
        raise Invalid(f"A calendar has {MOST_EVENTS:,} events at most.", field="calendar")
    counted = [event for event in events if _counts(event, free_time_too=free_time_too)]
    steps, window = 0.0, (starts, starts + LONGEST_TIME)
    changes = [0] * (LONGEST_TIME.days + 1)
    """How many more times cover a day of the window than the day before."""
    for event in counted:
        steps += _steps(event, window[1])
        if steps > MOST_STEPS:
            raise Invalid(
                "Too much repeats in this calendar.",
                remedy="Let what repeats begin later, or export its days one by one.",
                field="calendar",
            )
        for first, after in _spans(event, window):
            changes[first] += 1
            changes[after] -= 1
    covered = enumerate(accumulate(changes))
    return frozenset(starts + timedelta(days=place) for place, times in covered if times)


def _counts(event: Any, *, free_time_too: bool) -> bool:
    if str(event.get("STATUS", "")).upper() == "CANCELLED":
        return False
    return free_time_too or str(event.get("TRANSP", "OPAQUE")).upper() != "TRANSPARENT"


def _spans(event: Any, window: tuple[date, date]) -> Iterator[tuple[int, int]]:
    """Of each time of an event that touches the window: its days there, counted from its start."""
    starts, until = window
    with _named(event):
        begun, last = event.start, event.end
        length = _day(last) - _day(begun)
        # A day of its own ends where the next begins, and so does what ends at midnight.
        if length and (not isinstance(last, datetime) or last.time() == time()):
            length -= timedelta(days=1)
        for begin in _begins(event, begun, until):
            place = (begin - starts).days
            first, after = max(place, 0), min(place + length.days + 1, LONGEST_TIME.days)
            if first < after:
                yield first, after


def _steps(event: Any, until: date) -> float:
    """What it costs to follow the rules of an event to that date, in steps of a day."""
    with _named(event):
        rules = _as_list(event.get("RRULE"))
        days = max(0, (until - _day(event.start)).days) if rules else 0
        return sum(days / _STEP[str(rule["FREQ"][0]).upper()] for rule in rules)


@contextmanager
def _named(event: Any) -> Generator[None]:
    try:
        yield
    except (ValueError, TypeError, AttributeError, LookupError, OverflowError) as error:
        named = " ".join(str(event.get("SUMMARY", event.get("UID", "?"))).split())[:80]
        raise Invalid(
            f"The dates of the event “{named}” cannot be read.",
            remedy="Write DTSTART with DTEND or DURATION, as RFC 5545, 3.6.1, has it; what repeats "
            "does by days, weeks, months or years.",
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
        # What holds for no day has no end of its own, so it is given one; and so is its count.
        count = re.search(r"COUNT=(\d+);?", told)
        ends = min([datetime.combine(until, time()), *_told_end(told)])
        followed = rrulestr(re.sub(r"(COUNT|UNTIL)=[^;]*;?", "", told).strip(";"), dtstart=start)
        if not isinstance(followed, rrule):
            raise TypeError("A rule is one.")
        repeats = followed.replace(until=ends)
        for at in islice(repeats, int(count[1]) if count else None):
            if at.date() not in left_out:
                yield at.date()


def _told_end(rule: str) -> list[datetime]:
    found = re.search(r"UNTIL=(\d{8})", rule)
    return [datetime.combine(date.fromisoformat(found[1]), time())] if found else []


def _listed(event: Any, name: str) -> list[Any]:
    return [one for held in _as_list(event.get(name)) for one in held.dts]


def _as_list(held: Any) -> list[Any]:
    return [] if held is None else held if isinstance(held, list) else [held]


def _day(when: date | datetime) -> date:
    return when.date() if isinstance(when, datetime) else when
