"""A place in the queue of one tool: so many at once, so many waiting, and not for ever.

A model that does not answer is left alone for a while (a circuit breaker): who asks meanwhile is
told so at once rather than after the whole time, and calls after the pause try it again.
"""

import asyncio
import time
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from matinee.errors import Unavailable


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
    failures: int = 3
    """So many calls in a row without an answer, and the model is left alone."""
    pause: float = 5.0
    """Seconds for which it is."""


@dataclass(slots=True)
class Lane:
    """The calls of one tool that run or wait in this process."""

    bounds: Bounds = field(default_factory=Bounds)
    _running: asyncio.Semaphore = field(init=False)
    steady: Callable[[], float] = time.monotonic
    _about: int = 0
    _unanswered: int = 0
    _alone_until: float = 0.0

    def __post_init__(self) -> None:
        self._running = asyncio.Semaphore(self.bounds.at_once)

    @asynccontextmanager
    async def place(self) -> AsyncGenerator[None]:
        """Wait for a place and hold it; :class:`Unavailable` where that takes too long."""
        self.require_answering()
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
                self.require_answering()
                yield
            finally:
                self._running.release()
        finally:
            self._about -= 1

    def answered(self) -> None:
        """The model answered, whatever it said."""
        self._unanswered = 0

    def unanswered(self) -> None:
        """The model did not answer."""
        self._unanswered += 1
        if self._unanswered >= self.bounds.failures:
            self._alone_until = self.steady() + self.bounds.pause

    def require_answering(self) -> None:
        """:class:`Unavailable` while the model is left alone."""
        if self.steady() < self._alone_until:
            raise Unavailable(
                "The model does not answer, and is left alone for a while.",
                remedy=f"Try again in {self.bounds.pause:g} s; what needs no model goes on.",
                code="model_away",
            )
