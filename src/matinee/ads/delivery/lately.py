"""What was asked for lately, kept for seconds, so that a break is filled without the database."""

import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

from matinee.errors import Unavailable

Key = TypeVar("Key")
Value = TypeVar("Value")


class Lately(Generic[Key, Value]):
    """Answers of ``ask``, each for ``seconds`` by ``clock``; the oldest make room beyond ``most``.

    Refusals are not kept: what is missing now may be there at the next question. Where nobody can
    answer (:class:`Unavailable`), the last answer stands: while the database is away nobody changes
    it, and a break goes on.
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

    async def of(self, key: Key) -> Value:
        """The answer."""
        now = self._clock()
        found = self._kept.get(key)
        if found is not None and now - found[0] < self._seconds:
            return found[1]
        try:
            value = await self._ask(key)
        except Unavailable:
            if found is None:
                raise
            return found[1]
        self._kept[key] = (now, value)
        self._kept.move_to_end(key)
        while len(self._kept) > self._most:
            self._kept.popitem(last=False)
        return value

    def forget(self, key: Key) -> None:
        """Ask anew next time."""
        self._kept.pop(key, None)

    def forget_all(self) -> None:
        """Ask anew for everything."""
        self._kept.clear()
