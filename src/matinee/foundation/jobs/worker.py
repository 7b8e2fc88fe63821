"""One process's share of the work: procrastinate's worker, restarted when the database returns."""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import psycopg
import structlog
from opentelemetry.trace import SpanKind
from procrastinate import App, BaseRetryStrategy, JobContext, PsycopgConnector, RetryDecision
from procrastinate.exceptions import ConnectorException, JobAborted
from procrastinate.job_context import AbortReason
from procrastinate.jobs import Job, Status
from psycopg.conninfo import make_conninfo

from matinee.errors import MatineeError, Unavailable
from matinee.foundation.clock import HouseClock
from matinee.foundation.database import Database
from matinee.foundation.jobs.model import Payload, Retries, Rhythm, Task
from matinee.foundation.jobs.outcomes import PatientManager
from matinee.foundation.jobs.repository import JobRepository
from matinee.foundation.jobs.schedule import ClockedApp
from matinee.foundation.redaction import without_secrets
from matinee.foundation.tracing import span

_LONGEST_REASON = 1000
_POOL_SECONDS = 10
_LOST = (ConnectorException, psycopg.Error)
TRACE = "_trace"
"""Where a payload says of which trace the job is a part."""

_log = structlog.get_logger()


class Worker:
    """Fetches jobs and runs their handlers, and recovers the jobs of workers that died."""

    def __init__(
        self,
        database: Database,
        clock: HouseClock,
        repository: JobRepository,
        tasks: Mapping[str, Task],
        rhythm: Rhythm,
        failed: Callable[[str, Exception], None],
    ) -> None:
        self._failed = failed
        self._database = database
        self._clock = clock
        self._repository = repository
        self._rhythm = rhythm
        self._tasks = tasks

    async def run(self, *, concurrency: int, until_idle: bool) -> None:
        """Work until cancelled; a database that goes away is waited for."""
        while True:
            try:
                await self._run_once(concurrency=concurrency, until_idle=until_idle)
            except _LOST as failure:
                if until_idle:
                    raise Unavailable(
                        "The database does not answer, so no job can run.",
                        remedy="Start the database, then start the worker again.",
                    ) from failure
                _log.warning("worker lost the database", reason=str(failure.__cause__ or failure))
            if until_idle:
                if await self._is_idle():
                    return
            else:
                await asyncio.sleep(self._rhythm.poll)

    async def _is_idle(self) -> bool:
        async with self._database.reading() as connection:
            return not await self._repository.any_due(connection)

    async def _run_once(self, *, concurrency: int, until_idle: bool) -> None:
        app = self._app(concurrency)
        async with app.open_async():
            await self._recover(app)
            stopping = asyncio.Event()
            recovery = asyncio.create_task(self._keep_recovering(app, stopping))
            try:
                await app.run_worker_async(
                    wait=not until_idle,
                    concurrency=concurrency,
                    install_signal_handlers=False,
                    shutdown_graceful_timeout=self._rhythm.grace,
                    fetch_job_polling_interval=self._rhythm.poll,
                    abort_job_polling_interval=self._rhythm.poll,
                    update_heartbeat_interval=self._rhythm.heartbeat,
                    stalled_worker_timeout=self._rhythm.stalled_after,
                )
            finally:
                # Told, not cancelled: before Python 3.12 a wait for a pooled connection that ends
                # in the same moment swallows the cancellation, and this would wait for ever.
                stopping.set()
                await recovery

    def _app(self, concurrency: int) -> App:
        url = self._database.url
        options = f"{url.query.get('options', '')} -c search_path=jobs"
        address = url.set(drivername="postgresql").difference_update_query(["options"])
        connector = PsycopgConnector(
            conninfo=make_conninfo(
                address.render_as_string(hide_password=False),
                options=options.strip(),
                application_name="matinee worker",
                connect_timeout=_POOL_SECONDS,
            ),
            min_size=1,
            max_size=concurrency + 3,
            timeout=_POOL_SECONDS,
        )
        app = ClockedApp(connector=connector)
        app.clock = self._clock
        app.job_manager = PatientManager(
            connector, every=self._rhythm.poll, seconds=self._rhythm.stalled_after
        )
        for task in self._tasks.values():
            self._register(app, task)
        return app

    def _register(self, app: App, task: Task) -> None:
        strategy = _Strategy(task.retries)

        async def run(context: JobContext, **payload: object) -> None:
            await self._attempt(task, context, dict(payload))

        async def run_on_time(context: JobContext, timestamp: int = 0, **payload: object) -> None:
            await self._attempt(task, context, {"timestamp": timestamp, **payload})

        if task.cron is None:
            app.task(name=task.name, pass_context=True, queue="default", retry=strategy)(run)
            return
        lock = task.name if task.one_at_a_time else None
        app.periodic(cron=task.cron, queueing_lock=task.name, lock=lock)(
            app.task(name=task.name, pass_context=True, queue="default", retry=strategy)(
                run_on_time
            )
        )

    async def _attempt(self, task: Task, context: JobContext, payload: Payload) -> None:
        given = payload.pop(TRACE, None)
        parent = given if isinstance(given, str) else None
        try:
            await self._trust_the_clock(task)
            with span(f"job {task.name}", kind=SpanKind.CONSUMER, parent=parent):
                await task.handler(payload)
        except asyncio.CancelledError:
            if context.abort_reason() == AbortReason.USER_REQUEST:
                raise JobAborted from None
            raise
        except Exception as failure:
            self._failed(task.name, failure)
            await self._note(context.job, _reason(failure))
            raise

    async def _trust_the_clock(self, task: Task) -> None:
        """Hold the job, which would forget by age and date by now, until the clock is right."""
        while True:
            try:
                await self._clock.check()
            except Unavailable as off:
                _log.warning("a job waits", task=task.name, reason=off.sentence)
                await asyncio.sleep(self._rhythm.poll)
            else:
                return

    async def _note(self, job: Job, reason: str) -> None:
        if job.id is None:
            return
        try:
            async with self._database.transaction() as connection:
                await self._repository.note_failure(
                    connection, job_id=job.id, attempt=job.attempts + 1, reason=reason
                )
        except MatineeError:
            _log.warning("a job's failure could not be noted", job=job.id, reason=reason)

    async def _keep_recovering(self, app: App, stopping: asyncio.Event) -> None:
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(self._rhythm.stalled_after / 4):
                    await stopping.wait()
                return
            try:
                await self._recover(app)
            except _LOST as failure:
                _log.warning("stalled jobs could not be recovered", reason=str(failure))

    async def _recover(self, app: App) -> None:
        """Give the jobs of dead workers back, except those that have had all their attempts."""
        stalled = await app.job_manager.get_stalled_jobs(
            seconds_since_heartbeat=self._rhythm.stalled_after
        )
        for job in stalled:
            task = self._tasks.get(job.task_name)
            _log.warning("a job's worker died", job=job.id, task=job.task_name)
            await self._note(job, "The worker that ran it died.")
            if task is not None and job.attempts + 1 >= task.retries.attempts:
                await app.job_manager.finish_job(job, Status.FAILED, delete_job=False)
            else:
                await app.job_manager.retry_job(job, retry_at=datetime.now(UTC))


class _Strategy(BaseRetryStrategy):
    """Our rule for trying again, in the words procrastinate asks in."""

    def __init__(self, retries: Retries) -> None:
        self._retries = retries

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        """When the next attempt is due; ``None`` when there is none."""
        wait = self._retries.wait_after(job.attempts + 1, exception)
        if wait is None:
            return None
        return RetryDecision(retry_at=datetime.now(UTC) + timedelta(seconds=wait))


def _reason(failure: Exception) -> str:
    text = str(failure) if isinstance(failure, MatineeError) else repr(failure)
    return without_secrets(text)[:_LONGEST_REASON]
