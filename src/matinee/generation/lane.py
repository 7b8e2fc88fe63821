"""A place in the queue of one tool: so many at once, so many waiting, and not for ever.

A model that does not answer is left alone for a while: who asks meanwhile is told so at once rather
than after the whole time, and one call after each rest tries it again.
"""

import asyncio
import time
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from matinee.errors import Unavailable
from matinee.foundation.breaker import Breaker

_FAULTS, _REST, _LONGEST_REST = 3, 5.0, 60.0
"""Calls in a row without an answer until a model is left alone, and seconds of its rests."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one call of a tool may take, and how many may be about.

    A call waits ``seconds`` at most for its place and is given as many to run; of ``at_once`` and
    ``waiting`` together, more are refused. ``answers`` is how often a model is asked within one
    use of a permit where its answer does not do.
    """

    seconds: float = 120.0
    at_once: int = 4
    waiting: int = 32
    answers: int = 2


@dataclass(slots=True)
class Lane:
    """The calls of one tool that run or wait in this process."""

    bounds: Bounds = field(default_factory=Bounds)
    _running: asyncio.Semaphore = field(init=False)
    steady: Callable[[], float] = time.monotonic
    _about: int = 0
    breaker: Breaker = field(init=False)
    """To be told what became of each call that was made."""

    def __post_init__(self) -> None:
        self.breaker = Breaker(self.steady, faults=_FAULTS, shortest=_REST, longest=_LONGEST_REST)
        self._running = asyncio.Semaphore(self.bounds.at_once)

    @asynccontextmanager
    async def place(self) -> AsyncGenerator[None]:
        """Wait for a place and hold it; :class:`Unavailable` where that takes too long."""
        if not self.breaker.lets_through():
            raise _left_alone()
        first_again = self.breaker.resting
        if self._about >= self.bounds.waiting:
            raise Unavailable(
                "Too many calls are waiting for a model.", remedy="Try again.", code="model_busy"
            )
        self._about += 1
        try:
            try:
                async with asyncio.timeout(self.bounds.seconds):
                    await self._running.acquire()
            except TimeoutError as late:
                raise Unavailable(
                    f"No place became free within {self.bounds.seconds:g} s.",
                    remedy="Try again, or ask for less at once.",
                    code="model_busy",
                ) from late
            try:
                # Those who waited hear of it as well, without asking.
                if self.breaker.resting and not first_again:
                    raise _left_alone()
                yield
            finally:
                self._running.release()
        finally:
            self._about -= 1


def _left_alone() -> Unavailable:
    return Unavailable(
        "The model does not answer, and is left alone for a while.",
        remedy="Try again in some seconds; what needs no model goes on.",
        code="model_away",
    )
