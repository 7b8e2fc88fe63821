"""Background work: a job exists exactly if its data does, and none is lost."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from matinee.errors import Conflict, Invalid, NotFound
from matinee.foundation.database import Database
from matinee.foundation.jobs import JobFacts, Jobs, JobStatus, Payload, Retries, Rhythm

QUICK = Rhythm(heartbeat=0.2, stalled_after=1, grace=0.5, poll=0.1)
AT_ONCE = Retries(attempts=3, first_wait_seconds=0)


@pytest.fixture
def jobs(database: Database) -> Jobs:
    return Jobs(database, rhythm=QUICK)


@pytest.fixture
def seen(jobs: Jobs) -> list[Payload]:
    """What the task `test.remember` was given."""
    payloads: list[Payload] = []

    @jobs.task("test.remember")
    async def remember(payload: Payload) -> None:
        payloads.append(payload)

    return payloads


async def only(jobs: Jobs) -> JobFacts:
    (job,) = [job for job in await jobs.listing() if job.task.startswith("test.")]
    return job


@asynccontextmanager
async def working(jobs: Jobs, *, concurrency: int = 2) -> AsyncGenerator[asyncio.Task[None]]:
    """A worker in the background, asked to stop at the end."""
    worker = asyncio.create_task(jobs.work(concurrency=concurrency))
    yield worker
    worker.cancel()
    with suppress(asyncio.CancelledError):
        await worker


async def test_a_job_runs_with_its_payload_and_is_listed(
    jobs: Jobs, database: Database, seen: list[Payload]
) -> None:
    async with database.transaction() as connection:
        number = await jobs.enqueue(connection, "test.remember", {"film": "Playtime", "n": [1, 2]})
    waiting = await only(jobs)
    await jobs.work(until_idle=True)

    assert seen == [{"film": "Playtime", "n": [1, 2]}]
    done = await only(jobs)
    assert (waiting.id, waiting.status, waiting.started_at) == (number, JobStatus.WAITING, None)
    assert (done.status, done.attempts, done.failure) == (JobStatus.SUCCEEDED, 1, None)
    assert done.started_at is not None
    assert done.finished_at is not None
    assert done.queued_at <= done.started_at <= done.finished_at
    assert (await jobs.counts())[JobStatus.SUCCEEDED] >= 1


async def test_a_job_whose_transaction_is_rolled_back_never_existed(
    jobs: Jobs, database: Database, seen: list[Payload]
) -> None:
    with suppress(LookupError):
        async with database.transaction() as connection:
            await jobs.enqueue(connection, "test.remember")
            raise LookupError
    await jobs.work(until_idle=True)

    assert seen == []
    assert [job for job in await jobs.listing() if job.task == "test.remember"] == []


async def test_a_job_is_not_seen_before_its_transaction_ends(
    jobs: Jobs, database: Database, seen: list[Payload]
) -> None:
    async with database.transaction() as connection:
        await jobs.enqueue(connection, "test.remember")
        await jobs.work(until_idle=True)
        assert seen == []
    await jobs.work(until_idle=True)

    assert seen == [{}]


async def test_a_job_waits_for_its_time(
    jobs: Jobs, database: Database, seen: list[Payload]
) -> None:
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    async with database.transaction() as connection:
        await jobs.enqueue(connection, "test.remember", not_before=tomorrow)
    await jobs.work(until_idle=True)

    assert seen == []
    assert (await only(jobs)).not_before == tomorrow


async def test_a_job_that_waits_already_is_not_doubled(
    jobs: Jobs, database: Database, seen: list[Payload]
) -> None:
    async with database.transaction() as connection:
        first = await jobs.enqueue(connection, "test.remember", {"n": 1}, unless_waiting="train")
        second = await jobs.enqueue(connection, "test.remember", {"n": 2}, unless_waiting="train")
    await jobs.work(until_idle=True)

    assert first == second
    assert seen == [{"n": 1}]


async def test_a_task_that_nobody_registered_is_refused(jobs: Jobs, database: Database) -> None:
    async with database.transaction() as connection:
        with pytest.raises(NotFound, match=r"test\.forgotten"):
            await jobs.enqueue(connection, "test.forgotten")


def test_two_tasks_of_one_name_are_refused(jobs: Jobs, seen: list[Payload]) -> None:
    async def other(_: Payload) -> None: ...

    with pytest.raises(Conflict, match=r"test\.remember"):
        jobs.task("test.remember")(other)


async def test_a_job_that_fails_is_tried_again_until_it_succeeds(
    jobs: Jobs, database: Database
) -> None:
    attempts: list[int] = []

    @jobs.task("test.stubborn", retries=AT_ONCE)
    async def stubborn(_: Payload) -> None:
        attempts.append(len(attempts))
        if len(attempts) < 3:
            raise ConnectionError("the provider hung up")

    async with database.transaction() as connection:
        await jobs.enqueue(connection, "test.stubborn")
    await jobs.work(until_idle=True)

    job = await only(jobs)
    assert (job.status, job.attempts) == (JobStatus.SUCCEEDED, 3)


async def test_a_job_that_never_succeeds_ends_as_failed_with_its_reason(
    jobs: Jobs, database: Database
) -> None:
    @jobs.task("test.doomed", retries=AT_ONCE)
    async def doomed(_: Payload) -> None:
        raise ConnectionError("postgresql://ada:open-sesame@db/x hung up")

    async with database.transaction() as connection:
        await jobs.enqueue(connection, "test.doomed")
    await jobs.work(until_idle=True)

    job = await only(jobs)
    assert (job.status, job.attempts) == (JobStatus.FAILED, 3)
    assert job.failure is not None
    assert "hung up" in job.failure
    assert "open-sesame" not in job.failure


async def test_what_the_same_payload_would_meet_again_is_not_tried_again(
    jobs: Jobs, database: Database
) -> None:
    @jobs.task("test.wrong", retries=AT_ONCE)
    async def wrong(_: Payload) -> None:
        raise Invalid("There is no such territory.", remedy="Name a territory.")

    async with database.transaction() as connection:
        await jobs.enqueue(connection, "test.wrong")
    await jobs.work(until_idle=True)

    job = await only(jobs)
    assert (job.status, job.attempts) == (JobStatus.FAILED, 1)
    assert job.failure == "There is no such territory. Name a territory."


async def test_a_failed_job_can_be_tried_again_by_hand(jobs: Jobs, database: Database) -> None:
    broken = True

    @jobs.task("test.repaired", retries=Retries(attempts=1))
    async def repaired(_: Payload) -> None:
        if broken:
            raise ConnectionError("not yet")

    async with database.transaction() as connection:
        number = await jobs.enqueue(connection, "test.repaired")
    await jobs.work(until_idle=True)
    broken = False
    await jobs.retry(number)
    await jobs.work(until_idle=True)

    assert (await only(jobs)).status is JobStatus.SUCCEEDED
    with pytest.raises(Conflict):
        await jobs.retry(number)


async def test_a_cancelled_job_does_not_run(
    jobs: Jobs, database: Database, seen: list[Payload]
) -> None:
    async with database.transaction() as connection:
        number = await jobs.enqueue(connection, "test.remember")
    await jobs.cancel(number)
    await jobs.work(until_idle=True)

    assert seen == []
    assert (await only(jobs)).status is JobStatus.CANCELLED
    with pytest.raises(Conflict):
        await jobs.cancel(number)


async def test_jobs_that_must_not_meet_run_one_after_the_other(
    jobs: Jobs, database: Database
) -> None:
    running = most = ended = 0
    all_ended = asyncio.Event()

    @jobs.task("test.alone", one_at_a_time=True)
    async def alone(_: Payload) -> None:
        nonlocal running, most, ended
        running += 1
        most = max(most, running)
        await asyncio.sleep(0.05)
        running -= 1
        ended += 1
        if ended == 3:
            all_ended.set()

    async with database.transaction() as connection:
        for _ in range(3):
            await jobs.enqueue(connection, "test.alone")
    async with working(jobs, concurrency=3):
        await asyncio.wait_for(all_ended.wait(), 20)

    assert most == 1


async def test_the_list_can_be_narrowed(
    jobs: Jobs, database: Database, seen: list[Payload]
) -> None:
    async with database.transaction() as connection:
        for number in range(5):
            await jobs.enqueue(connection, "test.remember", {"n": number})
    await jobs.cancel((await jobs.listing())[0].id)

    assert len(await jobs.listing(statuses=[JobStatus.WAITING])) == 4
    assert len(await jobs.listing(statuses=[JobStatus.CANCELLED, JobStatus.FAILED])) == 1
    assert len(await jobs.listing(limit=2)) == 2


async def test_a_task_on_a_schedule_runs_by_itself(jobs: Jobs) -> None:
    ticked = asyncio.Event()

    @jobs.task("test.every_second", cron="* * * * * *")
    async def tick(_: Payload) -> None:
        ticked.set()

    async with working(jobs):
        await asyncio.wait_for(ticked.wait(), 20)


async def test_jobs_that_ended_long_ago_are_forgotten(
    jobs: Jobs, database: Database, owner_url: str
) -> None:
    @jobs.task("test.doomed", retries=Retries(attempts=1))
    async def doomed(_: Payload) -> None:
        raise ConnectionError("hung up")

    async with database.transaction() as connection:
        old = await jobs.enqueue(connection, "test.doomed")
    await jobs.work(until_idle=True)
    async with database.transaction() as connection:
        await connection.execute(
            text("UPDATE jobs.procrastinate_events SET at = at - interval '15 days'")
        )
        new = await jobs.enqueue(connection, "test.doomed")
        await jobs.enqueue(connection, "jobs.tidy")
    await jobs.work(until_idle=True)

    numbers = {job.id for job in await jobs.listing()}
    assert new in numbers
    assert old not in numbers
