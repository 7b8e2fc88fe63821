"""Reading in the background: what is new every two minutes, what has changed every day."""

import structlog

from matinee.ads.meaning.service import Meanings
from matinee.foundation.jobs import Jobs, Payload, Retries

READ, READ_AGAIN = "ads.read_meanings", "ads.read_meanings_again"
_log = structlog.get_logger()


def register(jobs: Jobs, meanings: Meanings) -> None:
    """Make both known."""

    @jobs.task(READ, retries=Retries(attempts=1), one_at_a_time=True, cron="*/2 * * * *")
    async def read(_payload: Payload) -> None:
        count = await meanings.read()
        if count:
            _log.info("scenes and creatives were read", count=count)

    @jobs.task(READ_AGAIN, one_at_a_time=True, cron="47 3 * * *")
    async def read_again(_payload: Payload) -> None:
        await meanings.read_again()
