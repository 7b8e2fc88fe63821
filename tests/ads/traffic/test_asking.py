"""An asker has so many answers in an hour, and others theirs."""

from datetime import UTC, datetime, timedelta

from matinee.ads.traffic.asking import HourlyLimit

NOW = datetime(2026, 3, 4, 20, 15, tzinfo=UTC)


def test_who_asks_too_often_waits_for_the_next_hour_and_nobody_else_does() -> None:
    limit = HourlyLimit(2)
    assert [limit.wait("a", NOW) for _ in range(3)] == [0, 0, 45 * 60]
    assert limit.wait("b", NOW) == 0
    assert limit.wait("a", NOW + timedelta(minutes=44)) == 60
    assert limit.wait("a", NOW + timedelta(minutes=45)) == 0


def test_only_the_latest_askers_are_remembered() -> None:
    limit = HourlyLimit(1, askers=2)
    assert [limit.wait(asker, NOW) for asker in "abc"] == [0, 0, 0]
    assert limit.wait("c", NOW) > 0
    assert limit.wait("a", NOW) == 0
