"""The background work of variants: what came of the synopses that members read."""

import structlog

from matinee.foundation.jobs import Jobs, Payload, Retries
from matinee.promote.variants.service import VariantService

JUDGE = "variants.judge"
_log = structlog.get_logger()


def register(jobs: Jobs, variants: VariantService) -> None:
    """Make it known, with the time at which it runs by itself."""
    retries = Retries(attempts=3, first_wait_seconds=60)

    @jobs.task(JUDGE, retries=retries, one_at_a_time=True, cron=variants.settings.judge_at)
    async def judge(_payload: Payload) -> None:
        judged = await variants.judge()
        if judged:
            _log.info("synopses were judged", readings=judged)
