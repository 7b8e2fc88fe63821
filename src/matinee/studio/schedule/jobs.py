"""Planning as background work."""

from uuid import UUID

import structlog

from matinee.foundation.jobs import Jobs, Payload, Retries
from matinee.studio.schedule.service import PLAN, ScheduleService

_log = structlog.get_logger()


def register(jobs: Jobs, schedules: ScheduleService) -> None:
    """Make ``studio.plan`` known."""

    @jobs.task(PLAN, retries=Retries(attempts=2), one_at_a_time=True)
    async def plan(payload: Payload) -> None:
        board = await schedules.board(
            UUID(payload["production"]), UUID(payload["schedule"]), UUID(payload["board"])
        )
        made = await schedules.plan(
            board, seconds=payload["seconds"], name=payload["name"], by=payload["by"]
        )
        _log.info("planned", board=str(made.id), what=made.what)
