"""What is kept of answers for seconds, and what becomes of it while nobody answers."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import pytest

from matinee.ads.delivery.lately import Lately
from matinee.errors import NotFound, Unavailable


@dataclass
class Shelf:
    """Somebody who is asked, at a time that the test sets."""

    says: str | Exception = "first"
    now: float = 0.0
    asked: int = 0

    async def ask(self, _key: str) -> str:
        self.asked += 1
        await asyncio.sleep(0)
        if isinstance(self.says, Exception):
            raise self.says
        return self.says


async def test_the_last_answer_stands_while_nobody_can_answer_and_no_longer() -> None:
    shelf = Shelf()
    lately = Lately(shelf.ask, seconds=5, clock=lambda: shelf.now)
    assert await lately.of("a") == "first"
    shelf.says, shelf.now = Unavailable("The database does not answer."), 60
    assert await lately.of("a") == "first"
    with pytest.raises(Unavailable):
        await lately.of("never asked for before")
    shelf.says = "second"
    assert await lately.of("a") == "second"


async def test_what_is_gone_is_gone_at_the_next_question() -> None:
    shelf = Shelf()
    lately = Lately(shelf.ask, seconds=5, clock=lambda: shelf.now)
    await lately.of("a")
    shelf.says, shelf.now = NotFound("There is no such title."), 6
    with pytest.raises(NotFound):
        await lately.of("a")


async def test_what_many_ask_for_at_once_is_asked_for_once() -> None:
    shelf = Shelf()
    lately = Lately(shelf.ask, seconds=5, clock=lambda: shelf.now)
    first, *others = [asyncio.create_task(lately.of("a")) for _ in range(9)]
    await asyncio.sleep(0)
    first.cancel()
    assert await asyncio.gather(*others) == ["first"] * 8
    assert shelf.asked == 1
    # An answer that was on its way when it was forgotten is not kept.
    shelf.now = 6
    late = asyncio.create_task(lately.of("a"))
    await asyncio.sleep(0)
    lately.forget("a")
    shelf.says = "second"
    await late
    assert await lately.of("a") == "second"
    assert shelf.asked == 3
