"""What is asked of the job tables directly; workers ask through procrastinate."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, select, text
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.sql import bindparam

from matinee.foundation.database import Connection
from matinee.foundation.jobs.model import JobFacts, JobStatus, Payload
from matinee.foundation.tables import failures

_STATUS = {
    "todo": JobStatus.WAITING,
    "doing": JobStatus.RUNNING,
    "succeeded": JobStatus.SUCCEEDED,
    "failed": JobStatus.FAILED,
    "cancelled": JobStatus.CANCELLED,
    "aborting": JobStatus.CANCELLED,
    "aborted": JobStatus.CANCELLED,
}

_ENQUEUE = text(
    """
    SELECT unnest(jobs.procrastinate_defer_jobs_v1(ARRAY[
        ROW(:queue, :task, 0, :lock, :unless_waiting, :payload, :not_before)
    ]::jobs.procrastinate_job_to_defer_v1[]))
    """
).bindparams(bindparam("payload", type_=JSONB))

_WAITING = text(
    "SELECT id FROM jobs.procrastinate_jobs WHERE status = 'todo' AND queueing_lock = :lock"
)

_LIST = text(
    """
    SELECT job.id, job.task_name, job.status::text, job.attempts, job.scheduled_at,
           event.queued_at, event.started_at, event.finished_at, failure.reason
    FROM jobs.procrastinate_jobs AS job
    CROSS JOIN LATERAL (
        SELECT min(at) FILTER (WHERE type = 'deferred') AS queued_at,
               max(at) FILTER (WHERE type = 'started') AS started_at,
               max(at) FILTER (
                   WHERE type IN ('succeeded', 'failed', 'cancelled', 'aborted')
               ) AS finished_at
        FROM jobs.procrastinate_events WHERE job_id = job.id
    ) AS event
    LEFT JOIN LATERAL (
        SELECT reason FROM jobs.failures
        WHERE job_id = job.id ORDER BY attempt DESC LIMIT 1
    ) AS failure ON true
    WHERE CAST(:statuses AS text[]) IS NULL OR job.status::text = ANY(:statuses)
    ORDER BY job.id DESC LIMIT :limit
    """
)


class JobRepository:
    """SQL on the schema ``jobs``."""

    async def enqueue(
        self,
        connection: Connection,
        *,
        task: str,
        payload: Payload,
        not_before: datetime | None,
        lock: str | None,
        unless_waiting: str | None,
    ) -> int:
        """Add a job, or find the one that waits under the same name already."""
        values: dict[str, Any] = {
            "queue": "default",
            "task": task,
            "payload": payload,
            "not_before": not_before,
            "lock": lock,
            "unless_waiting": unless_waiting,
        }
        if unless_waiting is None:
            return (await connection.execute(_ENQUEUE, values)).scalar_one()
        while True:
            try:
                async with connection.begin_nested():
                    return (await connection.execute(_ENQUEUE, values)).scalar_one()
            except IntegrityError:
                waiting = await connection.execute(_WAITING, {"lock": unless_waiting})
                found = waiting.scalar_one_or_none()
                if found is not None:
                    return found

    async def jobs(
        self, connection: Connection, *, statuses: Sequence[JobStatus] | None, limit: int
    ) -> list[JobFacts]:
        """The newest jobs first."""
        wanted = None
        if statuses is not None:
            wanted = [name for name, status in _STATUS.items() if status in statuses]
        rows = await connection.execute(_LIST, {"statuses": wanted, "limit": limit})
        return [
            JobFacts(
                id=row.id,
                task=row.task_name,
                status=_STATUS[row.status],
                attempts=row.attempts,
                queued_at=row.queued_at,
                not_before=row.scheduled_at,
                started_at=row.started_at,
                finished_at=row.finished_at,
                failure=row.reason,
            )
            for row in rows
        ]

    async def counts(self, connection: Connection) -> dict[JobStatus, int]:
        """How many jobs stand where."""
        rows = await connection.execute(
            text("SELECT status::text, count(*) FROM jobs.procrastinate_jobs GROUP BY status")
        )
        counts = dict.fromkeys(JobStatus, 0)
        for status, count in rows:
            counts[_STATUS[status]] += count
        return counts

    async def any_due(self, connection: Connection) -> bool:
        """Whether a job could start now."""
        due = await connection.execute(
            text(
                "SELECT EXISTS (SELECT FROM jobs.procrastinate_jobs WHERE status = 'todo' "
                "AND (scheduled_at IS NULL OR scheduled_at <= now()))"
            )
        )
        return bool(due.scalar_one())

    async def retry(self, connection: Connection, job_id: int) -> bool:
        """Put a failed job back into the queue."""
        failed = await connection.execute(
            text("SELECT 1 FROM jobs.procrastinate_jobs WHERE id = :id AND status = 'failed'"),
            {"id": job_id},
        )
        if failed.first() is None:
            return False
        await connection.execute(
            text("SELECT jobs.procrastinate_retry_job_v2(:id, now(), NULL, NULL, NULL)"),
            {"id": job_id},
        )
        return True

    async def cancel(self, connection: Connection, job_id: int) -> bool:
        """Cancel a waiting job; ask a running one to stop."""
        answer = await connection.execute(
            text("SELECT jobs.procrastinate_cancel_job_v1(:id, true, false)"), {"id": job_id}
        )
        return answer.scalar_one() is not None

    async def note_failure(
        self, connection: Connection, *, job_id: int, attempt: int, reason: str
    ) -> None:
        """Keep why an attempt failed."""
        statement = insert(failures).values(
            job_id=job_id, attempt=attempt, at=func.now(), reason=reason
        )
        await connection.execute(
            statement.on_conflict_do_update(
                index_elements=[failures.c.job_id, failures.c.attempt],
                set_={"at": statement.excluded.at, "reason": statement.excluded.reason},
            )
        )

    async def forget_finished(self, connection: Connection, *, older_than: timedelta) -> None:
        """Delete jobs that ended long ago, and the failures noted for them."""
        await connection.execute(
            text(
                """
                DELETE FROM jobs.procrastinate_jobs AS job
                WHERE status IN ('succeeded', 'failed', 'cancelled', 'aborted')
                  AND (SELECT max(at) FROM jobs.procrastinate_events WHERE job_id = job.id)
                      < now() - CAST(:older_than AS interval)
                """
            ),
            {"older_than": older_than},
        )
        known = select(text("1")).select_from(text("jobs.procrastinate_jobs AS job"))
        await connection.execute(
            delete(failures).where(~known.where(text("job.id = failures.job_id")).exists())
        )
