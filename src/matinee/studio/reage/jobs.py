"""Rendering, measuring and destroying as background work."""

from uuid import UUID

import structlog

from matinee.foundation.jobs import Jobs, Payload, Retries
from matinee.studio.reage.measuring import MEASURE
from matinee.studio.reage.model import ATTEMPTS
from matinee.studio.reage.service import DESTROY, RENDER, ReageService

_log = structlog.get_logger()


def register(jobs: Jobs, reage: ReageService) -> None:
    """Make renders known, one at a time, how they are measured, and ``studio.reage_destroy``."""

    @jobs.task(RENDER, retries=Retries(attempts=ATTEMPTS), one_at_a_time=True)
    async def render(payload: Payload) -> None:
        await reage.rendering.run(UUID(payload["render"]))

    @jobs.task(MEASURE, retries=Retries(attempts=2), one_at_a_time=True)
    async def measure(payload: Payload) -> None:
        await reage.measuring.run(UUID(payload["render"]))

    @jobs.task(DESTROY, retries=Retries(attempts=1), one_at_a_time=True, cron="* * * * *")
    async def destroy(_payload: Payload) -> None:
        for shot in await reage.sealed.destroy_ended():
            _log.info("a shot whose consent ended lost its pictures", shot=str(shot))
