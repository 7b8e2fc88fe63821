"""The lake as background work: filled all day, tended by night, and forgetting when told."""

import structlog

from matinee.audience.lake.model import ERASE, FILL, TEND
from matinee.audience.lake.service import ViewingLake
from matinee.foundation.jobs import Jobs, Payload, Retries

_log = structlog.get_logger()


def register(jobs: Jobs, lake: ViewingLake) -> None:
    """Make the three known; each bears to be stopped anywhere and to run again."""
    retries = Retries(attempts=3, first_wait_seconds=60)

    @jobs.task(FILL, retries=retries, one_at_a_time=True, cron=lake.settings.fill_at)
    async def fill(_payload: Payload) -> None:
        filled = await lake.fill()
        if filled.events:
            _log.info("viewing came to the lake", events=filled.events, commits=filled.commits)

    @jobs.task(ERASE, retries=retries, one_at_a_time=True)
    async def erase(_payload: Payload) -> None:
        _log.info("the lake forgot", events=await lake.erase())

    @jobs.task(TEND, retries=retries, one_at_a_time=True, cron=lake.settings.tend_at)
    async def tend(_payload: Payload) -> None:
        tended = await lake.tend()
        _log.info("the lake was tended", files=tended.files_after, ended=tended.rows_ended)
