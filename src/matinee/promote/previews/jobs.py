"""Previews as background work: whatever film is ready and has none."""

import structlog

from matinee.foundation.jobs import Jobs, Payload, Retries
from matinee.promote.previews.service import PreviewService

MAKE = "previews.make"
_log = structlog.get_logger()


def register(jobs: Jobs, previews: PreviewService) -> None:
    """Make it known, with the times at which it runs by itself."""
    retries = Retries(attempts=3, first_wait_seconds=60)

    @jobs.task(MAKE, retries=retries, one_at_a_time=True, cron=previews.settings.look_at)
    async def make(_payload: Payload) -> None:
        made = await previews.make_all()
        if made:
            _log.info("previews were made", made=made)
