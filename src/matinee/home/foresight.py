"""What the models say of a member, worked out while the database is asked for the history.

From what was last read of the member and what this process has written since, a thread reads the
history and asks the models. If the database then tells the same, the page finds both done; else
they are done anew. So nothing that was guessed is ever shown.
"""

import asyncio
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime

from matinee.audience.model import Member
from matinee.home.last_known import Known
from matinee.home.layout.groundwork import Groundwork
from matinee.home.layout.planning import Situation, situation_of
from matinee.home.layout.taste import Told, heard, told_after
from matinee.home.model import HomeSettings

_MEMORY = 0.95
_WORTH = 0.5
_TRIED_EVERY = 20


@dataclass(frozen=True, slots=True)
class Foreseen:
    """A member's situation, and what the models told of it."""

    situation: Situation
    told: Told | None


class Foresight:
    """One thread that is ahead of the database; who finds it at work goes without.

    Where other processes write most of what members do, it is wrong more often than right: then it
    only tries now and again.
    """

    def __init__(self, settings: HomeSettings) -> None:
        self._settings = settings
        self._thread = ThreadPoolExecutor(1, "foresight")
        self._running: Future[Foreseen] | None = None
        self._right = 1.0
        self._asked = 0

    def begin(
        self, known: Known | None, ground: Groundwork, at: datetime, device: str
    ) -> Future[Foreseen] | None:
        """Look ahead for a member of whom something is known; None where that is not worth it."""
        if known is None or ground.models is None:
            return None
        self._asked += 1
        if self._right < _WORTH and self._asked % _TRIED_EVERY:
            return None
        if self._running is not None and not self._running.done():
            return None
        self._running = self._thread.submit(self._foresee, known, ground, at, device)
        return self._running

    async def settled(self, begun: Future[Foreseen], member: Member) -> Foreseen | None:
        """What was foreseen, if it is of this very member."""
        foreseen = begun.result() if begun.done() else await asyncio.wrap_future(begun)
        theirs = foreseen.situation.member
        right = theirs.profile == member.profile and theirs.history.is_of_the_events_of(
            member.history
        )
        self._right = _MEMORY * self._right + (1 - _MEMORY) * right
        return foreseen if right else None

    def close(self) -> None:
        """End the thread."""
        self._thread.shutdown(wait=False, cancel_futures=True)

    def _foresee(self, known: Known, ground: Groundwork, at: datetime, device: str) -> Foreseen:
        member = known.as_now(running=self._settings.history)
        situation = situation_of(ground, member, at, self._settings, device)
        history = heard(ground, situation.standing, at, device)
        return Foreseen(situation, told_after(ground, history))
