"""What was asked for lately, kept for seconds, so that a break is filled without the database."""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Any, Generic, TypeVar

from matinee.errors import Unavailable

Key = TypeVar("Key")
Value = TypeVar("Value")


class Lately(Generic[Key, Value]):
    """Answers of ``ask``, each for ``seconds`` by ``clock``; the oldest make room beyond ``most``.

    Refusals are not kept: what is missing now may be there at the next question. Where nobody can
    answer (:class:`Unavailable`), the last answer stands: while the database is away nobody changes
    it, and a break goes on. Whoever asks while the same is asked for waits for that answer.
    """

    def __init__(
        self,
        ask: Callable[[Key], Awaitable[Value]],
        *,
        seconds: float,
        clock: Callable[[], float] = time.monotonic,
        most: int = 20_000,
    ) -> None:
        self._ask, self._seconds, self._clock, self._most = ask, seconds, clock, most
        self._kept: OrderedDict[Key, tuple[float, Value]] = OrderedDict()
        self._asking = dict[Key, asyncio.Task[Value]]()

    async def of(self, key: Key) -> Value:
        """The answer."""
        found = self._kept.get(key)
        if found is not None and self._clock() - found[0] < self._seconds:
            return found[1]
        asking = self._asking.get(key)
        if asking is None:
            asking = self._asking[key] = asyncio.create_task(self._asked(key))
            asking.add_done_callback(_look)
        try:
            # Who asked first may go; the others wait on.
            return await asyncio.shield(asking)
        except Unavailable:
            if found is None:
                raise
            return found[1]

    def forget(self, key: Key) -> None:
        """Ask anew next time."""
        self._kept.pop(key, None)
        self._asking.pop(key, None)

    def forget_all(self) -> None:
        """Ask anew for everything."""
        self._kept.clear()
        self._asking.clear()

    async def _asked(self, key: Key) -> Value:
        now, own = self._clock(), asyncio.current_task()
        try:
            value = await self._ask(key)
            # What was asked for before it was forgotten may be of before the change.
            if self._asking.get(key) is own:
                self._kept[key] = (now, value)
                self._kept.move_to_end(key)
                while len(self._kept) > self._most:
                    self._kept.popitem(last=False)
            return value
        finally:
            if self._asking.get(key) is own:
                del self._asking[key]


def _look(asked: asyncio.Task[Any]) -> None:
    """A failure that nobody waits for any more is nobody's."""
    if not asked.cancelled():
        asked.exception()
