"""Consents that run out, looked for every minute."""

import structlog

from matinee.clearance.record.service import RecordService
from matinee.foundation.jobs import Jobs, Payload, Retries

EXPIRE = "clearance.expire"
_log = structlog.get_logger()


def register(jobs: Jobs, record: RecordService) -> None:
    """Make ``clearance.expire`` known."""

    @jobs.task(EXPIRE, retries=Retries(attempts=1), one_at_a_time=True, cron="* * * * *")
    async def expire(_payload: Payload) -> None:
        for consent in await record.revocations.close_expired():
            _log.info("a consent ran out; what rests on it is quarantined", consent=str(consent))
        for production in await record.revocations.close_productions():
            _log.info(
                "what a production's destroyed key had left open is quarantined",
                production=str(production),
            )
        # Afterwards: no key that cannot be destroyed keeps a consent from running out.
        for consent in await record.revocations.destroy_left_keys():
            _log.info(
                "the key of an ended consent was left, and is destroyed", consent=str(consent)
            )
