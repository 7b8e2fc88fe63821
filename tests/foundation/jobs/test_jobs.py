"""Background work: a job exists exactly if its data does, and none is lost."""

import pytest

from matinee.foundation.database import Database
from matinee.foundation.jobs import Jobs, JobStatus, Payload
from matinee.foundation.jobs.model import Rhythm

QUICK = Rhythm(heartbeat=0.2, stalled_after=1, grace=0.5, poll=0.1)


@pytest.fixture
def jobs(database: Database) -> Jobs:
    return Jobs(database, rhythm=QUICK)


async def test_a_job_runs_with_its_payload(jobs: Jobs, database: Database) -> None:
    seen: list[Payload] = []

    @jobs.task("test.remember")
    async def remember(payload: Payload) -> None:
        seen.append(payload)

    async with database.transaction() as connection:
        number = await jobs.enqueue(connection, "test.remember", {"film": "Playtime", "n": [1, 2]})
    await jobs.work(until_idle=True)

    assert seen == [{"film": "Playtime", "n": [1, 2]}]
    (job,) = [job for job in await jobs.listing() if job.id == number]
    assert job.status is JobStatus.SUCCEEDED
    assert job.finished_at is not None
