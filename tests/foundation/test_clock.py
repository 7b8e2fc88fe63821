"""A clock that jumps is noticed at once, and believed again when it is right."""

from __future__ import annotations

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

    async def read(self) -> datetime:
        self.asked += 1
        return datetime.fromtimestamp(self.there, UTC)

    def pass_on(self, seconds: float) -> None:
        self.wall += seconds
        self.steady += seconds
        self.there += seconds

    def clock(self) -> HouseClock:
        return HouseClock(self.read, wall=lambda: self.wall, steady=lambda: self.steady)


async def test_a_clock_that_goes_on_is_compared_once() -> None:
    times = Times()
    clock = times.clock()
    for _ in range(100):
        await clock.check()
        times.pass_on(3_600)
    assert times.asked == 1


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


async def test_a_clock_that_was_wrong_and_is_set_is_believed_after_one_question() -> None:
    times = Times(wall=90_000.0)
    clock = times.clock()
    with pytest.raises(Unavailable):
        await clock.check()
    times.wall = times.there
    times.pass_on(2)
    await clock.check()
    assert times.asked == 2


async def test_the_databases_clock_is_todays(database: Database) -> None:
    await HouseClock(database.clock).check()
