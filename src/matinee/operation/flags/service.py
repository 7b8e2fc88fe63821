"""Flags as they stand: asked in memory, set with a reason, followed over processes."""

import asyncio
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import structlog

from matinee.errors import Conflict, MatineeError, NotFound
from matinee.foundation.database import Connection, Database
from matinee.foundation.notices import Notices
from matinee.operation.audit.service import AuditService, reason_given
from matinee.operation.flags import repository
from matinee.operation.flags.model import (
    Flag,
    FlagState,
    Setting,
    Stop,
    checked,
    declared,
    is_on,
    setting_of,
)
from matinee.operation.flags.repository import Row
from matinee.operation.flags.stops import Stops
from matinee.operation.model import HOUSE, acting, acting_as

CHANNEL, TOPIC = "matinee_operation", "flags"
AWAY_SECONDS = 60.0
"""So long what was read last is believed, of flags that say what holds after that."""
_AGAIN_SECONDS, _SOON_SECONDS = 15.0, 1.0
_NOBODY = "unknown"
_log = structlog.get_logger()


def _now() -> datetime:
    return datetime.now(UTC)


class FlagService:
    """The flags of one house, as one process knows them.

    In ``folder`` lie the files that switch some of them off without a database.
    """

    def __init__(
        self,
        database: Database,
        audit: AuditService,
        flags: Sequence[Flag],
        folder: Path,
        *,
        clock: Callable[[], datetime] = _now,
        ticks: Callable[[], float] = time.monotonic,
    ) -> None:
        self._flags = {flag.name: flag for flag in flags}
        self._database, self._audit, self._stops = database, audit, Stops(folder)
        self._notices = Notices(database, CHANNEL)
        self._clock, self._ticks = clock, ticks
        self._settings: dict[str, Setting] = {}
        self._read_at: float | None = None
        self._reading = asyncio.Lock()
        self._entered = set[UUID]()

    def on(self, flag: Flag, member: UUID | None = None) -> bool:
        """Whether it is on for who acts, and for this member's profile; costs no round trip."""
        if flag.name not in self._flags:
            raise LookupError(f"{flag.name} is in no list of flags")
        if flag.stoppable and self._stops.thrown(flag.name):
            return False
        unknown = self._read_at is not None and self._ticks() - self._read_at > AWAY_SECONDS
        if flag.away is not None and unknown:
            return flag.away
        setting = self._settings.get(flag.name) or declared(flag)
        return is_on(flag, setting, member, acting())

    def off(self, flag: Flag) -> bool:
        """Whether it is off but for named accounts and roles; costs no round trip."""
        with acting_as(HOUSE):
            return not self.on(flag)

    @property
    def known(self) -> bool:
        """Whether this process has read them; until then they are as declared."""
        return self._read_at is not None

    async def read(self) -> None:
        """Take over what the database has."""
        async with self._reading:
            began = self._ticks()
            async with self._database.reading() as connection:
                rows = await repository.rows(connection)
            self._settings = {
                row.name: setting_of(row.setting) for row in rows if row.setting is not None
            }
            self._read_at = began

    async def follow(self) -> None:
        """Take every change over as it is announced, until cancelled."""
        away = False
        async with self._notices.heard(TOPIC) as ear:
            while True:
                ear.take()
                wait = _AGAIN_SECONDS
                try:
                    await self.read()
                    await self.enter_stops()
                    away = False
                except MatineeError as failure:
                    if not away:
                        _log.warning("flags cannot be followed", reason=failure.sentence)
                    away, wait = True, _SOON_SECONDS
                except Exception:
                    # Whatever it was, a process that no longer hears of switches is worse.
                    if not away:
                        _log.exception("flags cannot be followed")
                    away, wait = True, _SOON_SECONDS
                with suppress(TimeoutError):
                    async with asyncio.timeout(wait):
                        await ear.bell.wait()

    def stop(self, name: str, *, reason: str) -> bool:
        """Switch it off by a file, at once and without a database; False where that is done."""
        flag = self._stoppable(name)
        return self._stops.throw(flag.name, acting(), reason_given(reason), self._clock())

    def release(self, name: str, *, reason: str) -> bool:
        """Take that file away; False where there is none. What the flag is set to holds again."""
        flag = self._stoppable(name)
        return self._stops.release(flag.name, acting(), reason_given(reason), self._clock())

    def stopped(self, name: str) -> Stop | None:
        """What a file says of a flag, or None where there is none."""
        return self._stops.state(self._stoppable(name).name)

    async def enter_stops(self) -> None:
        """Enter in the audit what was done by files, once; Unavailable where it takes nothing."""
        names = [flag.name for flag in self._flags.values() if flag.stoppable]
        notes = await asyncio.to_thread(self._stops.notes, names, self._clock())
        late = [replace(each, actor=each.actor or _NOBODY) for each, _ in notes]
        if not {each.id for each in late} <= self._entered:
            await self._audit.enter_late(late)
        self._entered = {each.id for each in late}
        for file in (file for _, file in notes if file is not None):
            with suppress(OSError):
                file.unlink(missing_ok=True)

    async def listing(self) -> tuple[FlagState, ...]:
        """Every flag as the database has it, by name."""
        async with self._database.reading() as connection:
            rows = {row.name: row for row in await repository.rows(connection)}
        return tuple(
            self._state(flag, rows.get(name)) for name, flag in sorted(self._flags.items())
        )

    async def state(self, name: str) -> FlagState:
        """One flag as the database has it, or NotFound."""
        self._known(name)
        return next(each for each in await self.listing() if each.flag.name == name)

    async def set(
        self, name: str, setting: Setting, *, reason: str, seen: int | None = None
    ) -> FlagState:
        """Set a flag for everyone, in every process, within a second.

        ``seen`` is the number of changes that who sets it knew of: Conflict where there are more.
        """
        flag, why = self._known(name), reason_given(reason)
        wanted = checked(flag, setting)
        async with self._database.transaction() as connection:
            before = await repository.held(connection, name)
            _require_unchanged(name, before.number if before else 0, seen)
            row = await self._changed(connection, name, before, wanted, why, "flags.set")
        self._take_over(name, wanted)
        return self._state(flag, row)

    async def undo(self, name: str, *, reason: str, seen: int | None = None) -> FlagState:
        """Put back what held before the last change; done twice, that change holds again.

        ``seen`` is as with :meth:`set`: of two who take the same change back, one is told.
        """
        flag, why = self._known(name), reason_given(reason)
        async with self._database.transaction() as connection:
            before = await repository.held(connection, name)
            _require_unchanged(name, before.number if before else 0, seen)
            if before is None:
                raise Conflict(f"{name} was never changed.", code="nothing_to_undo")
            wanted = None if before.before is None else setting_of(before.before)
            row = await self._changed(connection, name, before, wanted, why, "flags.undo")
        self._take_over(name, wanted)
        return self._state(flag, row)

    def _take_over(self, name: str, setting: Setting | None) -> None:
        """What was just written holds here at once; others hear of it, and this process again."""
        held = {key: value for key, value in self._settings.items() if key != name}
        self._settings = held if setting is None else {**held, name: setting}

    async def _changed(
        self,
        connection: Connection,
        name: str,
        before: Row | None,
        wanted: Setting | None,
        reason: str,
        action: str,
    ) -> Row:
        row = Row(
            name=name,
            number=(before.number if before else 0) + 1,
            setting=None if wanted is None else wanted.as_json(),
            before=before.setting if before else None,
            at=self._clock(),
            by=acting().name,
            reason=reason,
        )
        await repository.put(connection, row, channel=CHANNEL, topic=TOPIC)
        detail = {"before": row.before, "after": row.setting}
        await self._audit.enter(connection, action, f"flag {name}", reason=reason, detail=detail)
        return row

    def _state(self, flag: Flag, row: Row | None) -> FlagState:
        stop = self._stops.state(flag.name) if flag.stoppable else None
        if row is None:
            return FlagState(flag, declared(flag), stop=stop)
        setting = declared(flag) if row.setting is None else setting_of(row.setting)
        return FlagState(flag, setting, row.number, row.at, row.by, row.reason, stop)

    def _stoppable(self, name: str) -> Flag:
        flag = self._known(name)
        if not flag.stoppable:
            raise Conflict(
                f"{name} is not switched off by a file.",
                remedy="Use `matinee flags set`; a file stops what must never go on unasked.",
                code="not_stoppable",
            )
        return flag

    def _known(self, name: str) -> Flag:
        flag = self._flags.get(name)
        if flag is None:
            raise NotFound(f"There is no flag {name}.", remedy="See `matinee flags list`.")
        return flag


def _require_unchanged(name: str, number: int, seen: int | None) -> None:
    if seen is not None and seen != number:
        raise Conflict(
            f"{name} was changed by somebody else meanwhile.",
            remedy="Look at it again, then decide.",
            code="changed_meanwhile",
        )
