"""Name tasks, put jobs into the queue, work on them, and see what became of them."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from matinee.errors import Conflict, NotFound
from matinee.foundation.clock import HouseClock
from matinee.foundation.database import Connection, Database
from matinee.foundation.jobs.model import (
    Handler,
    JobFacts,
    JobStatus,
    Payload,
    Retries,
    Rhythm,
    Task,
)
from matinee.foundation.jobs.repository import JobRepository
from matinee.foundation.jobs.worker import TRACE, Worker
from matinee.foundation.tracing import traceparent

Failed = Callable[[str, Exception], None]
"""Is told the task and the failure of each attempt."""
_KEEP = timedelta(days=14)


def _nobody(_task: str, _failure: Exception) -> None:
    """For jobs without a house around them; the table has why they failed."""


def _within_a_trace() -> dict[str, str]:
    """What lets the job go on with the trace that enqueued it."""
    here = traceparent()
    return {} if here is None else {TRACE: here}


class Jobs:
    """The house's background work.

    Every process that enqueues or works registers the same tasks, by the same code.
    """

    def __init__(
        self,
        database: Database,
        *,
        rhythm: Rhythm | None = None,
        clock: HouseClock | None = None,
        failed: Failed = _nobody,
    ) -> None:
        self._failed = failed
        self._database = database
        self._clock = clock or HouseClock(database.clock)
        self._repository = JobRepository()
        self._rhythm = rhythm or Rhythm()
        self._tasks: dict[str, Task] = {}
        # procrastinate watches a worker's heartbeat only while something is scheduled: this is.
        self.task("jobs.tidy", retries=Retries(attempts=1), one_at_a_time=True, cron="7 * * * *")(
            self._tidy
        )

    def task(
        self,
        name: str,
        *,
        retries: Retries | None = None,
        one_at_a_time: bool = False,
        cron: str | None = None,
    ) -> Callable[[Handler], Handler]:
        """Register ``PART.VERB`` with its handler, and optionally the times at which it runs."""

        def register(handler: Handler) -> Handler:
            if name in self._tasks:
                raise Conflict(f"There are two tasks named {name}.", remedy="Rename one of them.")
            self._tasks[name] = Task(name, handler, retries or Retries(), one_at_a_time, cron)
            return handler

        return register

    async def enqueue(
        self,
        connection: Connection,
        name: str,
        payload: Payload | None = None,
        *,
        not_before: datetime | None = None,
        unless_waiting: str | None = None,
    ) -> int:
        """Add a job on the caller's connection: it exists exactly if the caller's data does.

        With ``unless_waiting``, a job that already waits under that word is returned instead.
        """
        task = self._tasks.get(name)
        if task is None:
            raise NotFound(f"There is no task named {name}.", remedy="Register it before use.")
        return await self._repository.enqueue(
            connection,
            task=name,
            payload={**(payload or {}), **_within_a_trace()},
            not_before=not_before,
            lock=name if task.one_at_a_time else None,
            unless_waiting=unless_waiting,
        )

    async def work(self, *, concurrency: int = 2, until_idle: bool = False) -> None:
        """Run jobs until cancelled, or until none is due.

        Cancelling stops fetching, lets running jobs finish within the grace, and hands back those
        that do not.
        """
        worker = Worker(
            self._database,
            self._clock,
            self._repository,
            self._tasks,
            self._rhythm,
            self._failed,
        )
        await worker.run(concurrency=concurrency, until_idle=until_idle)

    async def listing(
        self, *, statuses: Sequence[JobStatus] | None = None, limit: int = 100
    ) -> list[JobFacts]:
        """The newest jobs first."""
        async with self._database.reading() as connection:
            return await self._repository.jobs(connection, statuses=statuses, limit=limit)

    async def counts(self) -> dict[JobStatus, int]:
        """How many jobs stand where."""
        async with self._database.reading() as connection:
            return await self._repository.counts(connection)

    async def retry(self, job_id: int) -> None:
        """Let a failed job run again now."""
        async with self._database.transaction() as connection:
            if not await self._repository.retry(connection, job_id):
                raise Conflict(
                    f"There is no failed job {job_id}.",
                    remedy="List the jobs; only a failed one can be tried again.",
                )

    async def cancel(self, job_id: int) -> None:
        """Take a waiting job out of the queue, or ask a running one to stop."""
        async with self._database.transaction() as connection:
            if not await self._repository.cancel(connection, job_id):
                raise Conflict(
                    f"There is no waiting or running job {job_id}.",
                    remedy="List the jobs; one that has ended cannot be cancelled.",
                )

    async def _tidy(self, _payload: Payload) -> None:
        async with self._database.transaction() as connection:
            await self._repository.forget_finished(connection, older_than=_KEEP)
