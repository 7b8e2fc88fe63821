"""What became of a job is recorded also where the database takes no writes for a while.

procrastinate records an outcome once. Where that fails while its worker lives on (a database that
is read-only or full for seconds), nobody would ever call the job dead: it would stand as running,
and keep those that must not meet it waiting, until the worker ends.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import datetime

import psycopg
import structlog
from procrastinate.connector import BaseConnector
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Status
from procrastinate.manager import JobManager

_PASSING = (
    psycopg.OperationalError,
    psycopg.InterfaceError,
    psycopg.errors.ReadOnlySqlTransaction,
)
_log = structlog.get_logger()


class PatientManager(JobManager):
    """Tries to record an outcome every ``every`` seconds, for ``seconds`` at most.

    A worker that is away from the database for longer is dead to the others, who take its jobs.
    """

    def __init__(self, connector: BaseConnector, *, every: float, seconds: float) -> None:
        super().__init__(connector)
        self._every, self._seconds = every, seconds

    async def finish_job_by_id_async(self, job_id: int, status: Status, delete_job: bool) -> None:
        """Record how a job ended."""
        finish = super().finish_job_by_id_async
        await self._recorded(job_id, lambda: finish(job_id, status, delete_job))

    async def retry_job_by_id_async(
        self,
        job_id: int,
        retry_at: datetime,
        priority: int | None = None,
        queue: str | None = None,
        lock: str | None = None,
    ) -> None:
        """Record that a job is to be tried again."""
        retry = super().retry_job_by_id_async
        await self._recorded(job_id, lambda: retry(job_id, retry_at, priority, queue, lock))

    async def _recorded(self, job_id: int, record: Callable[[], Awaitable[None]]) -> None:
        gives_up = time.monotonic() + self._seconds
        while True:
            try:
                return await record()
            except ConnectorException as failure:
                passing = isinstance(failure.__cause__, _PASSING)
                if not passing or time.monotonic() > gives_up:
                    raise
                _log.warning(
                    "a job's outcome waits to be recorded",
                    job=job_id,
                    reason=str(failure.__cause__),
                )
            await asyncio.sleep(self._every)
