from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from matinee.vocabulary.ids import uuid7, uuid7_floor, uuid7_time

instants = st.datetimes(
    min_value=datetime(1970, 1, 1),
    max_value=datetime(2200, 1, 1),
    timezones=st.just(UTC),
)


@given(instants)
def test_an_id_carries_its_instant_to_the_millisecond(at: datetime) -> None:
    identifier = uuid7(at)
    assert identifier.version == 7
    assert identifier.variant == "specified in RFC 4122"
    assert timedelta(0) <= at - uuid7_time(identifier) < timedelta(milliseconds=1)


@given(instants, st.timedeltas(min_value=timedelta(milliseconds=1), max_value=timedelta(days=9)))
def test_the_order_of_ids_is_the_order_of_time(at: datetime, later: timedelta) -> None:
    assert uuid7(at) < uuid7(at + later)
    assert uuid7_floor(at) <= uuid7(at)


@given(instants, st.binary(min_size=10, max_size=10))
def test_the_same_entropy_gives_the_same_id(at: datetime, entropy: bytes) -> None:
    assert uuid7(at, entropy) == uuid7(at, entropy)


def test_two_ids_of_one_instant_differ() -> None:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    assert uuid7(at) != uuid7(at)


def test_the_bound_of_an_instant_before_all_ids_is_before_all_ids() -> None:
    assert uuid7_floor(datetime(1900, 1, 1, tzinfo=UTC)) < uuid7(datetime(1970, 1, 2, tzinfo=UTC))
