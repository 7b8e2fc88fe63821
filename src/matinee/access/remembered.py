"""What was read of the database and may be believed for a moment: less than a second."""

from collections.abc import Callable
from typing import Generic, TypeVar

Value = TypeVar("Value")

AWAY_SECONDS = 300.0
"""So long it may be believed while the database is away, where nothing can be read again."""
SECONDS = 0.75
"""So long a session or a token may outlive its end, in a process that did not end it itself."""
_MOST = 20_000


class Remembered(Generic[Value]):
    """A bounded memory whose entries fade."""

    def __init__(self, ticks: Callable[[], float]) -> None:
        self._ticks = ticks
        self._entries: dict[bytes, tuple[float, Value]] = {}

    def get(self, key: bytes) -> Value | None:
        """What is remembered, if it is fresh."""
        entry = self._entries.get(key)
        return entry[1] if entry is not None and entry[0] > self._ticks() else None

    def while_away(self, key: bytes) -> Value | None:
        """What is remembered, if it was read in the last minutes: for want of the database."""
        entry = self._entries.get(key)
        known = entry is not None and entry[0] + AWAY_SECONDS - SECONDS > self._ticks()
        return entry[1] if entry is not None and known else None

    def keep(self, key: bytes, value: Value, *, read_at: float, for_good: bool = False) -> None:
        """Remember it from the moment on at which reading it began."""
        self._entries.pop(key, None)
        if len(self._entries) >= _MOST:
            self._entries.pop(next(iter(self._entries)))
        self._entries[key] = (float("inf") if for_good else read_at + SECONDS, value)

    def drop(self, key: bytes) -> None:
        """Forget one: it was read again, and is no more."""
        self._entries.pop(key, None)

    def clear(self) -> None:
        """Forget everything."""
        self._entries.clear()
