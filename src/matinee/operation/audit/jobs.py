"""The audit as background work: what was kept for its time is ended without anybody looking."""

from matinee.foundation.jobs import Jobs, Payload, Retries
from matinee.operation.audit.service import AuditService
from matinee.operation.model import OperationSettings

END = "audit.end"


def register(jobs: Jobs, audit: AuditService, settings: OperationSettings) -> None:
    """Make ``audit.end`` known, with the times at which it runs by itself."""

    @jobs.task(
        END,
        retries=Retries(attempts=3, first_wait_seconds=60),
        one_at_a_time=True,
        cron=settings.end_at,
    )
    async def end(_payload: Payload) -> None:
        await audit.end(settings)
