"""How a process keeps knowing the state: whether packs, consents, tools or strikes changed.

It begins when somebody in this process first comes by a permit, and not before: commands that have
nothing to do with generation pay nothing for it.
"""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256

import structlog

from matinee.clearance.guidance.packs import PackShelf
from matinee.clearance.ledger.entries import Draft
from matinee.clearance.record.names import CounselledNames
from matinee.clearance.record.permit_register import PermitDesk
from matinee.clearance.record.recorder import Recorder
from matinee.clearance.record.repository import facts
from matinee.errors import MatineeError

LOOK_SECONDS = 0.5
"""How often the state is read: the time in which a standing permit falls in other processes."""
_NAMES_EVERY = 20
_log = structlog.get_logger()


@dataclass(slots=True)
class Watch:
    """Reads the state's number again and again, and the names now and then."""

    recorder: Recorder
    shelf: Callable[[], PackShelf]
    names: CounselledNames
    permits: PermitDesk
    _task: asyncio.Task[None] | None = None
    _fingerprint: str | None = None
    _settled: bool = False

    async def awake(self) -> None:
        """Know the state now, and from now on."""
        if self._task is not None and not self._task.done():
            return
        await self.look(names=True)
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._keep_looking())

    async def look(self, *, names: bool) -> None:
        """Read the state's number; every standing permit falls where the packs changed."""
        at = time.monotonic()
        async with self.recorder.database.reading() as connection:
            number = await facts.epoch(connection)
            known = await facts.known_packs(connection)
        # Once in a process: two that hold different packs would else outdo each other for ever.
        if not self._settled and known != self._packs():
            await self._take_in_packs()
            self._settled = True
            return await self.look(names=names)
        self._settled = True
        self.recorder.epoch.saw(number, at=at)
        await self.permits.enter_passages()
        if names:
            await self.names.refresh()
        return None

    async def close(self) -> None:
        """Look no more; enter what standing permits let pass since the last look."""
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            await self.permits.enter_passages()

    async def _keep_looking(self) -> None:
        turn = 0
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            turn += 1
            try:
                await self.look(names=turn % _NAMES_EVERY == 0)
            except MatineeError as failure:
                # Standing permits stop to pass by themselves when the last reading grows old.
                _log.warning("the state of clearance cannot be read", reason=str(failure))

    def _packs(self) -> str:
        """The packs at hand, by name, days and content; they are read once in a process."""
        if self._fingerprint is None:
            digest = sha256()
            for pack in self.shelf().packs:
                until = "" if pack.until is None else pack.until.isoformat()
                digest.update(f"{pack.name} {pack.since.isoformat()} {until}\n".encode())
                for policy in pack.policies:
                    digest.update(policy.text.encode())
            self._fingerprint = digest.hexdigest()
        return self._fingerprint

    async def _take_in_packs(self) -> None:
        async with self.recorder.changing() as change:
            await self.recorder.rise(change)
            await facts.keep_packs(change.connection, self._packs())
            names = [pack.name for pack in self.shelf().packs]
            body = {"packs": names, "content": self._packs()}
            await self.recorder.ledger.append(change.connection, Draft("packs", "packs", body))
