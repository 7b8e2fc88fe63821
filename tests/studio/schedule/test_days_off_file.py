"""Holidays and availability out of calendars, by the letter of RFC 5545."""

from datetime import date

import pytest

from matinee.errors import Invalid
from matinee.studio.schedule.days_off_file import LONGEST_FILE, days_off

_STARTS = date(2026, 6, 1)


def _calendar(*lines: str) -> bytes:
    event = ["BEGIN:VEVENT", "UID:1@x", "DTSTAMP:20260101T000000Z", *lines, "END:VEVENT"]
    whole = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//x//", *event, "END:VCALENDAR", ""]
    return "\r\n".join(whole).encode()


def _days(*lines: str, free_time_too: bool = False) -> list[str]:
    found = days_off(_calendar(*lines), starts=_STARTS, free_time_too=free_time_too)
    return [day.isoformat()[5:] for day in sorted(found)]


@pytest.mark.parametrize(
    ("lines", "days"),
    [
        (("DTSTART;VALUE=DATE:20260603",), ["06-03"]),
        (("DTSTART;VALUE=DATE:20260603", "DTEND;VALUE=DATE:20260605"), ["06-03", "06-04"]),
        (("DTSTART;VALUE=DATE:20260603", "DURATION:P2D"), ["06-03", "06-04"]),
        (("DTSTART:20260603T220000", "DTEND:20260604T020000"), ["06-03", "06-04"]),
        (("DTSTART:20260603T180000", "DTEND:20260604T000000"), ["06-03"]),
        (("DTSTART;VALUE=DATE:20260530", "DTEND;VALUE=DATE:20260602"), ["06-01"]),
        (
            ("DTSTART;VALUE=DATE:20260603", "RRULE:FREQ=WEEKLY;COUNT=3",
             "EXDATE;VALUE=DATE:20260610"),
            ["06-03", "06-17"],
        ),
        (
            ("DTSTART:20260603T090000Z", "DTEND:20260603T100000Z",
             "RRULE:FREQ=DAILY;UNTIL=20260605T090000Z"),
            ["06-03", "06-04", "06-05"],
        ),
        (("DTSTART;VALUE=DATE:20260603", "RDATE;VALUE=DATE:20260608"), ["06-03", "06-08"]),
        (("DTSTART;VALUE=DATE:20260603", "STATUS:CANCELLED"), []),
    ],
)  # fmt: skip
def test_the_days_of_an_event(lines: tuple[str, ...], days: list[str]) -> None:
    assert _days(*lines) == days


def test_a_yearly_holiday_is_found_in_the_years_of_the_schedule() -> None:
    found = days_off(_calendar("DTSTART;VALUE=DATE:19700101", "RRULE:FREQ=YEARLY"), starts=_STARTS)
    assert sorted(found) == [date(2027, 1, 1), date(2028, 1, 1)]


def test_free_time_counts_only_where_holidays_are_asked_for() -> None:
    lines = ("DTSTART;VALUE=DATE:20260603", "TRANSP:TRANSPARENT")
    assert _days(*lines) == []
    assert _days(*lines, free_time_too=True) == ["06-03"]


@pytest.mark.parametrize(
    "line",
    [
        "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "RRULE:FREQ=YEARLY;COUNT=5;BYMONTH=2;BYMONTHDAY=30",
        "DTEND;VALUE=DATE:20260606",
    ],
)
def test_what_holds_for_no_day_or_for_centuries_comes_to_an_end(line: str) -> None:
    first = "00260605" if line.startswith("DTEND") else "20250101"
    assert len(_days(f"DTSTART;VALUE=DATE:{first}", line)) == (5 if first == "00260605" else 0)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no calendar at all",
        b"\x00\xff\xfe",
        _calendar("SUMMARY:Nameless"),
        _calendar("DTSTART;VALUE=DATE:20260603", "RRULE:FREQ=SECONDLY"),
        _calendar("DTSTART;VALUE=DATE:20260603", "RRULE:FREQ=DAILY;COUNT=x"),
        _calendar("DTSTART;VALUE=DATE:00260603", "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"),
        b"BEGIN:VCALENDAR\r\nVERSION;VALUE=A,B:2.0\r\nEND:VCALENDAR\r\n",
        b"x" * (LONGEST_FILE + 1),
    ],
)
def test_what_cannot_be_read_is_refused_by_name(data: bytes) -> None:
    with pytest.raises(Invalid) as refused:
        days_off(data, starts=_STARTS)
    assert refused.value.field == "calendar"
