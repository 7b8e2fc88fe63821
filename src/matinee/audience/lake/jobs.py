"""The lake as background work: filled all day, tended by night, and forgetting when told."""

import structlog

from matinee.audience.lake.model import ERASE, FILL, ROTATE, TEND
from matinee.audience.lake.rotation import LogRotation
from matinee.audience.lake.service import ViewingLake
from matinee.foundation.jobs import Jobs, Payload, Retries

_log = structlog.get_logger()


def register(jobs: Jobs, lake: ViewingLake, rotation: LogRotation) -> None:
    """Make the four known; each bears to be stopped anywhere and to run again."""
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

    @jobs.task(ROTATE, retries=retries, one_at_a_time=True, cron=lake.settings.rotate_at)
    async def rotate(_payload: Payload) -> None:
        for each in await rotation.rotate():
            _log.info("a partition of the log went on", partition=each.partition, stage=each.stage)
