"""A limit of requests holds for all processes together, however many there are."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from matinee.access.model import AccessSettings, Role
from matinee.access.quota import Quota
from matinee.access.service import AccessService, TooMany
from matinee.access.shares import Shares
from matinee.assembly.joints import HouseholdsOfAudience
from matinee.foundation.database import Database

if TYPE_CHECKING:
    from tests.access.conftest import Foyer


class Process:
    """What one process allows of one key; ``believed`` is how many it takes to serve."""

    def __init__(self, a_minute: int, now: float, believed: int) -> None:
        self.now, self.believed = now, believed
        self.began, self.allowed, self.fewest = now, 0, believed
        self.quota = Quota(a_minute, lambda: self.now, lambda: self.believed)

    def believe(self, number: int) -> None:
        self.believed, self.fewest = number, min(self.fewest, number)

    def ask(self, now: float, times: int) -> None:
        self.now = now
        self.allowed += sum(not self.quota.take(b"a") for _ in range(times))


ASKED = st.tuples(st.floats(0, 40), st.integers(0, 3), st.integers(0, 90))


@given(a_minute=st.integers(4, 200), number=st.integers(1, 4), asked=st.lists(ASKED, max_size=40))
def test_a_house_whose_number_stands_allows_what_is_set(
    a_minute: int, number: int, asked: list[tuple[float, int, int]]
) -> None:
    processes, now = [Process(a_minute, 0, number) for _ in range(number)], 0.0
    for later, whom, times in asked:
        now += later
        processes[whom % number].ask(now, times)
    allowed = sum(each.allowed for each in processes)
    assert allowed <= a_minute * (1 + now / 60) + 1e-6


@given(
    a_minute=st.integers(8, 200),
    asked=st.lists(st.tuples(ASKED, st.integers(1, 8)), max_size=40),
)
def test_a_process_allows_no_more_than_the_fewest_it_knew_of_leave_it(
    a_minute: int, asked: list[tuple[tuple[float, int, int], int]]
) -> None:
    now, one = 0.0, Process(a_minute, 0, 8)
    for (later, _, times), number in asked:
        now += later
        one.believe(number)
        one.ask(now, times)
    assert one.allowed <= a_minute / one.fewest * (1 + now / 60) + 1e-6


@given(
    a_minute=st.integers(60, 600),
    before=st.integers(1, 6),
    unknown_for=st.floats(0, 2),
    spent=st.integers(0, 600),
)
def test_one_that_joins_adds_its_share_once_and_a_beat_of_the_others(
    a_minute: int, before: int, unknown_for: float, spent: int
) -> None:
    old = [Process(a_minute, 0, before) for _ in range(before)]
    for each in old:
        each.ask(0, spent)
    new = Process(a_minute, 0, before + 1)
    for each in (*old, new):
        each.ask(unknown_for, a_minute)
    for each in old:
        each.believe(before + 1)
    for each in (*old, new):
        each.ask(60, a_minute)
    over = a_minute / (before + 1) * (1 + unknown_for / 60)
    assert sum(each.allowed for each in (*old, new)) <= 2 * a_minute + over + 1e-6


def test_more_processes_than_requests_let_one_through_each_and_keep_the_rate() -> None:
    one = Process(2, 0, 4)
    one.ask(0, 5)
    assert one.allowed == 1
    for second in range(1, 601):
        one.ask(second, 1)
    assert one.allowed == 1 + 600 * 2 / 4 / 60


async def test_two_processes_on_one_database_allow_as_much_as_one(foyer: Foyer) -> None:
    settings = AccessSettings(account_requests_a_minute=6)
    database, now = foyer.house.database, [100.0]

    def process() -> AccessService:
        households = HouseholdsOfAudience(foyer.house.audience)
        return AccessService(database, households, settings, ticks=lambda: now[0])

    secret = (await foyer.token(foyer.operator, Role.OPERATOR))["Authorization"].split()[1]

    async def allowed(access: AccessService) -> int:
        count = 0
        while True:
            try:
                await access.by_token(secret)
            except TooMany:
                return count
            count += 1

    first, second = process(), process()
    await first.shares.join()
    assert first.shares.number() == 1
    await second.shares.join()
    await first.shares.beat()
    assert [await allowed(first), await allowed(second)] == [3, 3]
    now[0] += 20
    assert [await allowed(first), await allowed(second)] == [1, 1]
    await second.shares.leave()
    await _beats(first.shares, 4)
    assert first.shares.number() == 2, "a number that may be a slip is not believed at once"
    await first.shares.beat()
    assert first.shares.number() == 1
    now[0] += 60
    assert await allowed(first) == 6


async def test_one_that_falls_silent_counts_no_more(foyer: Foyer) -> None:
    database = foyer.house.database
    killed, left = Shares(database), Shares(database)
    await killed.join()
    await left.join()
    assert left.number() == 2
    async with database.transaction() as connection:
        await connection.execute(text("UPDATE access.serving SET at = at - interval '11 seconds'"))
    await _beats(left, 5)
    assert left.number() == 1
    async with database.reading() as connection:
        rows = await connection.execute(text("SELECT count(*) FROM access.serving"))
        assert rows.scalar_one() == 1


async def test_while_the_database_is_away_the_last_number_holds(
    foyer: Foyer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("matinee.access.shares.BEAT_SECONDS", 0.001)
    shares = Shares(foyer.house.database)
    await Shares(foyer.house.database).join()
    await shares.join()
    away = Database("postgresql://nobody@127.0.0.1:1/none")
    monkeypatch.setattr(shares, "_database", away)
    following = asyncio.create_task(shares.follow())
    await asyncio.sleep(0.1)
    assert not following.done()
    following.cancel()
    with pytest.raises(asyncio.CancelledError):
        await following
    await away.close()
    assert shares.number() == 2


async def _beats(shares: Shares, times: int) -> None:
    for _ in range(times):
        await shares.beat()
