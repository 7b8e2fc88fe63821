"""Failures noted where they happen, counted in the database, and judged by an operator."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import structlog

from matinee.errors import MatineeError, NotFound
from matinee.foundation.database import Database
from matinee.operation.audit.service import AuditService
from matinee.operation.failures import repository
from matinee.operation.failures.frames import identity, kind_of, place_of, told, trace_of
from matinee.operation.failures.model import Group, Sighting, Source, Standing
from matinee.operation.model import acting

WRITTEN_SECONDS = 1.0
_MOST_WAITING = 200
_SHOWN = 200
_log = structlog.get_logger()


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Overview:
    """Groups, the last seen first, and how many stand where."""

    groups: tuple[Group, ...]
    counts: dict[Standing, int]


class FailureService:
    """What failed unforeseen in this process and in the others.

    Noting costs no round trip: what was seen waits in memory, bounded by kinds, and is added to the
    table once a second. While the database is away it goes on waiting, and is counted.
    """

    def __init__(
        self, database: Database, audit: AuditService, *, clock: Callable[[], datetime] = _now
    ) -> None:
        self._database, self._audit, self._clock = database, audit, clock
        self._waiting: dict[str, Sighting] = {}
        self._writing = asyncio.Lock()

    def note(self, failure: BaseException, source: Source, name: str, request_id: str = "") -> None:
        """Note a failure of a request or a job; of more kinds than fit, the log alone has them."""
        failure, now = told(failure), self._clock()
        kind, place = kind_of(failure), place_of(failure)
        identifier = identity(kind, place, source, name)
        seen = self._waiting.get(identifier)
        if seen is None and len(self._waiting) >= _MOST_WAITING:
            return
        self._waiting[identifier] = Sighting(
            id=identifier,
            kind=kind,
            place=place,
            source=source,
            name=name,
            trace=trace_of(failure),
            request_id=request_id,
            times=1 + (seen.times if seen else 0),
            first_at=seen.first_at if seen else now,
            last_at=now,
        )

    def note_request(self, failure: Exception, route: str, request_id: str) -> None:
        """Note a request that failed unforeseen."""
        self.note(failure, Source.REQUEST, route, request_id)

    def note_job(self, task: str, failure: Exception) -> None:
        """Note a failed attempt of a job."""
        self.note(failure, Source.JOB, task)

    async def write(self) -> None:
        """Add what waits to the table; what cannot be written goes on waiting."""
        async with self._writing:
            taken, self._waiting = self._waiting, {}
            if not taken:
                return
            try:
                async with self._database.transaction() as connection:
                    await repository.count(connection, list(taken.values()))
            except BaseException:
                self._put_back(taken)
                raise

    def _put_back(self, taken: dict[str, Sighting]) -> None:
        for identifier, one in taken.items():
            newer = self._waiting.get(identifier)
            self._waiting[identifier] = (
                one
                if newer is None
                else replace(newer, times=newer.times + one.times, first_at=one.first_at)
            )

    async def follow(self) -> None:
        """Write down what is seen, until cancelled."""
        while True:
            await asyncio.sleep(WRITTEN_SECONDS)
            try:
                await self.write()
            except MatineeError as failure:
                _log.debug("failures cannot be written down", reason=failure.sentence)
            except Exception:
                _log.exception("failures cannot be written down")

    async def close(self) -> None:
        """Write down what still waits; where that fails, the log has it."""
        try:
            await self.write()
        except MatineeError as failure:
            _log.warning("failures were not written down", reason=failure.sentence)

    async def overview(self, standing: Standing | None = None) -> Overview:
        """What failed, the last seen first, with what this process has just seen.

        Where nothing can be written, what was written before is still shown.
        """
        with suppress(MatineeError):
            await self.write()
        async with self._database.reading() as connection:
            groups = await repository.groups(connection, standing, _SHOWN)
            return Overview(tuple(groups), await repository.counts(connection))

    async def judge(self, identifier: str, standing: Standing) -> None:
        """Acknowledge a group, resolve it, or open it again; entered in the audit."""
        await self._stand(identifier, standing, f"errors.{standing}")

    async def undo(self, identifier: str) -> None:
        """Put a group back to where it stood before."""
        await self._stand(identifier, None, "errors.undo")

    async def _stand(self, identifier: str, standing: Standing | None, action: str) -> None:
        async with self._database.transaction() as connection:
            stood = await repository.held(connection, identifier)
            if stood is None:
                raise NotFound("There is no such error.", remedy="See `matinee errors list`.")
            now, before = stood
            wanted = before if standing is None else standing
            if wanted is now:
                return
            await repository.stand(
                connection,
                identifier,
                standing=wanted,
                before=now,
                by=acting().name,
                at=self._clock(),
            )
            detail = {"before": now, "after": wanted}
            await self._audit.enter(connection, action, f"error {identifier}", detail=detail)
