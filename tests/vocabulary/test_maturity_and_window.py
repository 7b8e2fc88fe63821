from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matinee.errors import Invalid
from matinee.vocabulary.maturity import MaturityRating
from matinee.vocabulary.window import Window

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
hours = st.none() | st.integers(-20, 20).map(lambda hour: NOON + timedelta(hours=hour))


def test_a_label_stands_for_an_age() -> None:
    rating = MaturityRating.known("mpa", "pg-13")
    assert rating is not None
    assert rating.age == 13


def test_an_unknown_label_has_no_age() -> None:
    assert MaturityRating.known("MPA", "Unrated") is None
    assert MaturityRating.known("Nobody", "PG") is None


def test_a_window_holds_its_start_and_not_its_end() -> None:
    window = Window(NOON, NOON + timedelta(hours=1))
    assert window.contains(NOON)
    assert not window.contains(NOON + timedelta(hours=1))


def test_a_window_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(Invalid, match="ends after it starts"):
        Window(NOON, NOON)


def test_a_window_without_a_zone_is_refused() -> None:
    with pytest.raises(Invalid) as refusal:
        Window(start=datetime(2026, 6, 1))
    assert refusal.value.field == "start"


def _window(start: datetime | None, end: datetime | None) -> Window | None:
    return None if start is not None and end is not None and end <= start else Window(start, end)


@given(hours, hours, hours, hours, st.integers(-25, 25))
def test_windows_overlap_exactly_when_they_share_an_instant(
    a: datetime | None, b: datetime | None, c: datetime | None, d: datetime | None, hour: int
) -> None:
    one, other = _window(a, b), _window(c, d)
    if one is None or other is None:
        return
    at = NOON + timedelta(hours=hour)
    if one.contains(at) and other.contains(at):
        assert one.overlaps(other)
    shared = [NOON + timedelta(hours=h) for h in range(-25, 26)]
    assert one.overlaps(other) == any(one.contains(i) and other.contains(i) for i in shared)
    assert one.overlaps(other) == other.overlaps(one)
