"""What pages left to chance, on its way to the log: written in batches, beside the requests.

A page costs no transaction of its own. What a killed process had not written is lost within a
second of being shown; the impressions still carry their probability, only the candidates are gone.
"""

import asyncio
from collections.abc import Sequence

import structlog

from matinee.errors import MatineeError
from matinee.experiments.model import Draw
from matinee.home.model import DrawLog

_log = structlog.get_logger()
_SECONDS = 1.0
_BATCH = 500
_MOST = 10_000
"""So many draws may wait; a page that would add more is laid without chance."""


class DrawBuffer:
    """Bounded, flushed every second while there is something, and when the house closes."""

    def __init__(self, log: DrawLog) -> None:
        self._log = log
        self._waiting: list[Draw] = []
        self._task: asyncio.Task[None] | None = None

    @property
    def has_room(self) -> bool:
        """Whether what is drawn now will be logged."""
        return len(self._waiting) < _MOST

    def add(self, draws: Sequence[Draw]) -> None:
        """Take draws to be written soon."""
        if not draws:
            return
        self._waiting.extend(draws)
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self._write_soon())

    async def close(self) -> None:
        """Write what still waits."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        await self._write()

    async def _write_soon(self) -> None:
        while self._waiting:
            await asyncio.sleep(_SECONDS)
            await self._write()

    async def _write(self) -> None:
        while self._waiting:
            batch = self._waiting[:_BATCH]
            try:
                await self._log.log(batch)
            except MatineeError as failure:
                # They wait for the database to come back, as far as there is room.
                _log.warning(
                    "draws wait to be logged", waiting=len(self._waiting), why=str(failure)
                )
                return
            del self._waiting[: len(batch)]
