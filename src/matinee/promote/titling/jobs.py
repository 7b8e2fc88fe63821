"""Titles on pictures as background work: whatever is approved and has none."""

import structlog

from matinee.foundation.jobs import Jobs, Payload, Retries
from matinee.promote.titling.service import TitlingService

TREAT = "titling.treat"
_log = structlog.get_logger()


def register(jobs: Jobs, titling: TitlingService) -> None:
    """Make it known, with the times at which it runs by itself."""
    retries = Retries(attempts=3, first_wait_seconds=60)

    @jobs.task(TREAT, retries=retries, one_at_a_time=True, cron=titling.settings.look_at)
    async def treat(_payload: Payload) -> None:
        made = await titling.treat_all()
        if made:
            _log.info("titles were set on pictures", made=made)
