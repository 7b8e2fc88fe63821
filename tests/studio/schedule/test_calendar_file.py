"""A board as iCalendar, read back."""

from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

import pytest
from icalendar import Calendar
from tests.studio.schedule.boards import shooting, strip

from matinee.errors import NotFound
from matinee.studio.schedule.calendar_file import Calls, Source, icalendar_of
from matinee.studio.schedule.model import Board, CastMember

_SCRIPT = shooting(
    strip("1", "12", at="HALL, the back; left"),
    strip("2", "2", at="ROAD", sky="night"),
    strip("3", "1"),
    members=(CastMember("1", "Ada"), CastMember("2", "Bén")),
)
_BOARD = Board((("1",), (), ("2",), ("3",)))
_SOURCE = Source(UUID(int=7), 4, datetime(2026, 5, 1, tzinfo=UTC))


def _events(calls: Calls | None = None, member: str | None = None) -> list[Any]:
    written = icalendar_of("Night tram", _SCRIPT, _BOARD, _SOURCE, calls=calls, member=member)
    return list(Calendar.from_ical(written).walk("VEVENT"))


def test_a_day_without_scenes_has_no_event() -> None:
    assert [one["SUMMARY"] for one in _events()] == [
        "Day 1 of 4: 1 scenes, 1 pp",
        "Day 3 of 4: 1 scenes, 1 pp",
        "Day 4 of 4: 1 scenes, 1 pp",
    ]


def test_places_with_commas_and_codes_of_the_cast_come_back() -> None:
    first = _events()[0]
    assert first["LOCATION"] == "HALL, the back; left"
    assert first["DESCRIPTION"].splitlines()[1:] == ["1 Ada: SW", "2 Bén: SW"]


def test_without_a_call_an_event_lasts_its_date() -> None:
    first = _events()[0]
    assert (first.start, first.end) == (date(2026, 6, 1), date(2026, 6, 2))


def test_with_calls_days_and_nights_begin_when_the_crew_is_called() -> None:
    events = _events(Calls(time(7), time(17), 11))
    assert [one.start for one in events] == [
        datetime(2026, 6, 1, 7), datetime(2026, 6, 3, 17), datetime(2026, 6, 4, 7),
    ]  # fmt: skip
    assert events[1].end == datetime(2026, 6, 4, 4)
    assert events[1].start.tzinfo is None


def test_a_players_calendar_has_the_own_days_alone() -> None:
    assert [one.start for one in _events(member="2")] == [date(2026, 6, 1), date(2026, 6, 3)]


def test_nobody_has_a_calendar_under_a_number_that_is_not_cast() -> None:
    with pytest.raises(NotFound, match="no number 9"):
        _events(member="9")


def test_a_later_revision_replaces_the_same_events() -> None:
    events = _events()
    later = icalendar_of("x", _SCRIPT, _BOARD, Source(UUID(int=7), 5, _SOURCE.now))
    again: list[Any] = list(Calendar.from_ical(later).walk("VEVENT"))
    assert [one["UID"] for one in events] == [one["UID"] for one in again]
    assert {int(one["SEQUENCE"]) for one in again} == {5}
