"""A clock that jumps is noticed at once, and believed again when it is right."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from matinee.errors import Unavailable
from matinee.foundation.clock import HouseClock
from matinee.foundation.database import Database


@dataclass
class Times:
    """Three clocks in seconds: this process', one that never jumps, the database's."""

    wall: float = 1_000.0
    steady: float = 5.0
    there: float = 1_001.0
    asked: int = 0
    away: bool = False

    async def read(self) -> datetime:
        self.asked += 1
        await asyncio.sleep(0)
        if self.away:
            raise Unavailable("It is away.")
        return datetime.fromtimestamp(self.there, UTC)

    def pass_on(self, seconds: float) -> None:
        self.wall += seconds
        self.steady += seconds
        self.there += seconds

    def clock(self) -> HouseClock:
        return HouseClock(self.read, wall=lambda: self.wall, steady=lambda: self.steady)


async def test_a_clock_that_goes_on_is_compared_once_a_minute() -> None:
    times = Times()
    clock = times.clock()
    for _ in range(120):
        await clock.check()
        times.pass_on(1)
    assert times.asked == 2


@pytest.mark.parametrize("drift", [-0.1, 0.1])
async def test_a_clock_that_drifts_from_the_databases_is_noticed(drift: float) -> None:
    times = Times(there=1_000.0)
    clock = times.clock()
    with pytest.raises(Unavailable, match="off the database's"):
        for _ in range(200):
            await clock.check()
            times.pass_on(1)
            times.there += drift
    times.there = times.wall
    times.pass_on(1)
    await clock.check()


async def test_a_database_that_is_away_says_nothing_against_a_clock_that_goes_on() -> None:
    times = Times()
    clock = times.clock()
    await clock.check()
    times.away = True
    for _ in range(120):
        times.pass_on(1)
        await clock.check()
    assert times.asked == 3
    times.wall += 60
    with pytest.raises(Unavailable, match="away"):
        await clock.check()


async def test_whoever_waits_for_a_comparison_that_fails_asks_for_no_other() -> None:
    times = Times(away=True)
    clock = times.clock()
    told = await asyncio.gather(*(clock.check() for _ in range(50)), return_exceptions=True)
    assert {str(each) for each in told} == {"It is away."}
    assert times.asked == 1


async def test_a_database_that_is_back_is_asked_by_the_next_who_comes() -> None:
    times = Times(away=True)
    clock = times.clock()
    with pytest.raises(Unavailable, match="away"):
        await clock.check()
    times.away = False
    await clock.check()


@pytest.mark.parametrize("jump", [-86_400, -60, 60, 3_600])
async def test_a_clock_that_jumps_is_off_until_it_is_set_right(jump: float) -> None:
    times = Times()
    clock = times.clock()
    await clock.check()
    times.wall += jump
    with pytest.raises(Unavailable) as off:
        await clock.check()
    assert (off.value.code, f"{jump - 1:+.0f} s" in off.value.sentence) == ("clock_off", True)
    with pytest.raises(Unavailable):
        await clock.check()
    assert times.asked == 2  # The second refusal asked nobody.
    times.wall -= jump
    await clock.check()


async def test_no_jump_reaches_the_time_that_money_hangs_on() -> None:
    times = Times()
    clock = times.clock()
    assert clock.now().timestamp() == times.wall  # Nothing is known yet.
    await clock.check()
    times.pass_on(30)
    right = times.wall
    for jump in (-86_400, 172_800):
        times.wall = right + jump
        assert clock.now().timestamp() == right
        with pytest.raises(Unavailable):
            await clock.check()
        assert clock.now().timestamp() == right


async def test_a_jump_that_is_over_is_remembered_by_what_began_before_it() -> None:
    times = Times()
    clock = times.clock()
    await clock.check()
    began = times.steady
    await clock.check_since(began)
    times.pass_on(1)
    times.wall += 172_800
    with pytest.raises(Unavailable):
        await clock.check()
    times.wall -= 172_800
    times.pass_on(1)
    await clock.check()
    with pytest.raises(Unavailable, match="is right again"):
        await clock.check_since(began)
    await clock.check_since(times.steady)


async def test_a_clock_that_was_wrong_and_is_set_is_believed_after_one_question() -> None:
    times = Times(wall=90_000.0)
    clock = times.clock()
    with pytest.raises(Unavailable):
        await clock.check()
    times.wall = times.there
    times.pass_on(2)
    await clock.check()
    assert times.asked == 2


async def test_nothing_is_known_against_a_clock_that_was_never_compared() -> None:
    times = Times(away=True)
    clock = times.clock()
    await clock.check_known()
    assert times.asked == 0
    times.away = False
    await clock.check()
    await clock.check_known()
    times.wall += 60
    for _ in range(2):
        with pytest.raises(Unavailable):
            await clock.check_known()


async def test_a_clock_that_began_wrong_is_known_to_be_until_it_is_set() -> None:
    times = Times(wall=90_000.0)
    clock = times.clock()
    for check in (clock.check, clock.check_known):
        with pytest.raises(Unavailable):
            await check()
    times.wall = times.there
    times.pass_on(2)
    await clock.check_known()


async def test_the_databases_clock_is_todays(database: Database) -> None:
    await HouseClock(database.clock).check()
