"""Conditioning in the background: what a request waited for, and what is booked, ahead of it."""

from uuid import UUID

import structlog

from matinee.ads.creatives.service import AHEAD, CONDITION, CreativeService
from matinee.foundation.jobs import Jobs, Payload, Retries

_log = structlog.get_logger()


def register(jobs: Jobs, creatives: CreativeService) -> None:
    """Make both known; looking ahead also runs by itself, for what was lost on the way."""

    @jobs.task(CONDITION, retries=Retries(attempts=3, first_wait_seconds=20))
    async def condition(payload: Payload) -> None:
        await creatives.condition(UUID(payload["creative"]), payload["ladder"])

    @jobs.task(AHEAD, one_at_a_time=True, cron="*/10 * * * *")
    async def look_ahead(_payload: Payload) -> None:
        waiting = await creatives.look_ahead()
        if waiting:
            _log.info("creatives wait for conditioning", waiting=waiting)
