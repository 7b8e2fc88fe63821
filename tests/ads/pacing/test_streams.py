"""What a line item may still expect of the breaks that its territories, hours and formats have."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matinee.ads.pacing.streams import BreakHistory, StreamKey, monday
from matinee.ads.repository.pacing import BreakHour

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
ANY: frozenset[str] = frozenset()
LINEAR = frozenset({"linear"})


def hours(
    since: datetime,
    until: datetime,
    breaks: int,
    *,
    territory: str = "PT",
    form: str = "linear",
    ahead: int = 0,
) -> list[BreakHour]:
    count = round((until - since) / timedelta(hours=1))
    return [
        BreakHour(since + timedelta(hours=each), territory, form, ahead, breaks)
        for each in range(count)
    ]


def left(history: BreakHistory, key: StreamKey, hours_on: float) -> float:
    end = history.hour + hours_on
    return float(history.stream(key, end).arrivals.left(history.hour, np.array([end]))[0])


def test_a_line_item_expects_the_breaks_of_its_own_territories_and_formats() -> None:
    start = monday(NOON) - timedelta(weeks=3)
    history = BreakHistory(
        hours(start, NOON, 10)
        + hours(start, NOON, 4, territory="ES")
        + hours(start, NOON, 7, form="pause"),
        [],
        NOON,
    )
    pt, es = frozenset({"PT"}), frozenset({"ES"})
    assert left(history, StreamKey(pt, frozenset(), LINEAR), 24) == pytest.approx(240)
    assert left(history, StreamKey(es, frozenset(), LINEAR), 24) == pytest.approx(96)
    assert left(history, StreamKey(ANY, frozenset(), frozenset({"pause"})), 1) == pytest.approx(7)


def test_its_hours_are_those_of_households_clocks() -> None:
    start = monday(NOON) - timedelta(weeks=3)
    history = BreakHistory(hours(start, NOON, 10, ahead=9), [], NOON)
    # Thursday, 00:00 to 01:00 in Tokyo: Wednesday from 15:00 in UTC.
    key = StreamKey(ANY, frozenset({72}), LINEAR)
    assert left(history, key, 3) == pytest.approx(0, abs=0.1)
    assert left(history, key, 4) == pytest.approx(10, rel=0.05)


def test_an_outage_is_no_sign_of_fewer_breaks_to_come() -> None:
    start = monday(NOON) - timedelta(weeks=3)
    key = StreamKey(ANY, frozenset(), LINEAR)
    out = BreakHistory(hours(start, NOON - timedelta(hours=12), 10), [], NOON)
    assert left(out, key, 24) == pytest.approx(240)
    half = hours(start, monday(NOON), 10) + hours(monday(NOON), NOON, 5)
    assert 130 < left(BreakHistory(half, [], NOON), key, 24) < 220


def test_a_house_that_has_counted_for_a_day_expects_what_it_has_seen() -> None:
    history = BreakHistory(hours(NOON - timedelta(hours=24), NOON, 6), [], NOON)
    assert left(history, StreamKey(ANY, frozenset(), LINEAR), 10) == pytest.approx(60, rel=0.05)


def test_a_house_that_has_counted_nothing_expects_something() -> None:
    assert left(BreakHistory([], [], NOON), StreamKey(ANY, frozenset(), LINEAR), 10) > 0


@given(
    weeks=st.integers(0, 3),
    breaks=st.integers(0, 50),
    on=st.floats(0, 2000),
    longer=st.floats(0, 2000),
    hour=st.frozensets(st.integers(0, 167)),
)
def test_a_longer_flight_never_expects_fewer(
    weeks: int, breaks: int, on: float, longer: float, hour: frozenset[int]
) -> None:
    history = BreakHistory(hours(NOON - timedelta(weeks=weeks), NOON, breaks), [], NOON)
    key = StreamKey(ANY, hour, LINEAR)
    short, long = left(history, key, on), left(history, key, on + longer)
    assert 0 <= short <= long + 1e-6
