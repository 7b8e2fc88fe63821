"""Workers that are stopped, killed, or lose their database: no job is lost."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import URL

from matinee.assembly.migrations import migrate
from matinee.foundation.database import Database
from matinee.foundation.jobs import Jobs, JobStatus, Payload, Retries, Rhythm
from matinee.foundation.postgres import EmbeddedPostgres

QUICK = Rhythm(heartbeat=0.2, stalled_after=1, grace=0.5, poll=0.1)

WORKER = """
import asyncio, sys, time
from matinee.foundation.database import Database
from matinee.foundation.jobs import Jobs, Rhythm

async def main(url):
    jobs = Jobs(Database(url), rhythm=Rhythm(heartbeat=0.2, stalled_after=1, poll=0.1))

    @jobs.task("test.long")
    async def long(payload):
        print("begun", flush=True)
        await asyncio.sleep(60)

    await jobs.work()

asyncio.run(main(sys.argv[1]))
"""


@pytest.fixture
def jobs(database: Database) -> Jobs:
    return Jobs(database, rhythm=QUICK)


@asynccontextmanager
async def working(jobs: Jobs) -> AsyncGenerator[asyncio.Task[None]]:
    worker = asyncio.create_task(jobs.work())
    yield worker
    worker.cancel()
    with suppress(asyncio.CancelledError):
        await worker


async def enqueue(jobs: Jobs, database: Database, name: str) -> int:
    async with database.transaction() as connection:
        return await jobs.enqueue(connection, name)


async def job_status(jobs: Jobs, number: int) -> tuple[JobStatus, int]:
    (job,) = [job for job in await jobs.listing() if job.id == number]
    return job.status, job.attempts


def kill_a_worker_in_its_work(database_url: str) -> None:
    worker = subprocess.Popen(
        [sys.executable, "-c", WORKER, database_url], stdout=subprocess.PIPE, text=True
    )
    assert worker.stdout is not None
    assert worker.stdout.readline() == "begun\n"
    worker.send_signal(signal.SIGKILL)
    worker.communicate()


async def test_a_worker_asked_to_stop_finishes_the_job_at_hand(database: Database) -> None:
    # With a grace that no busy machine uses up.
    jobs = Jobs(database, rhythm=replace(QUICK, grace=30))
    begun = asyncio.Event()

    @jobs.task("test.brief")
    async def brief(_: Payload) -> None:
        begun.set()
        await asyncio.sleep(0.2)

    number = await enqueue(jobs, database, "test.brief")
    async with working(jobs):
        await asyncio.wait_for(begun.wait(), 20)

    assert await job_status(jobs, number) == (JobStatus.SUCCEEDED, 1)


async def test_a_job_longer_than_the_grace_is_handed_back(jobs: Jobs, database: Database) -> None:
    begun = asyncio.Event()

    @jobs.task("test.long")
    async def long(_: Payload) -> None:
        begun.set()
        await asyncio.sleep(60)

    number = await enqueue(jobs, database, "test.long")
    async with working(jobs):
        await asyncio.wait_for(begun.wait(), 20)

    assert (await job_status(jobs, number))[0] is JobStatus.WAITING


async def test_a_running_job_that_is_cancelled_stops(jobs: Jobs, database: Database) -> None:
    begun, stopped = asyncio.Event(), asyncio.Event()

    @jobs.task("test.long")
    async def long(_: Payload) -> None:
        begun.set()
        try:
            await asyncio.sleep(60)
        finally:
            stopped.set()

    number = await enqueue(jobs, database, "test.long")
    async with working(jobs):
        await asyncio.wait_for(begun.wait(), 20)
        await jobs.cancel(number)
        await asyncio.wait_for(stopped.wait(), 20)

    assert (await job_status(jobs, number))[0] is JobStatus.CANCELLED


@pytest.mark.kills
async def test_the_job_of_a_killed_worker_is_done_by_another(
    jobs: Jobs, database: Database, database_url: str
) -> None:
    done = asyncio.Event()

    @jobs.task("test.long")
    async def long(_: Payload) -> None:
        done.set()

    number = await enqueue(jobs, database, "test.long")
    await asyncio.to_thread(kill_a_worker_in_its_work, database_url)
    assert await job_status(jobs, number) == (JobStatus.RUNNING, 0)

    async with working(jobs):
        await asyncio.wait_for(done.wait(), 20)

    assert await job_status(jobs, number) == (JobStatus.SUCCEEDED, 2)


@pytest.mark.kills
async def test_a_job_that_kills_every_worker_ends_as_failed(
    jobs: Jobs, database: Database, database_url: str
) -> None:
    @jobs.task("test.long", retries=Retries(attempts=1))
    async def long(_: Payload) -> None:
        raise AssertionError("it must not run a second time")

    number = await enqueue(jobs, database, "test.long")
    await asyncio.to_thread(kill_a_worker_in_its_work, database_url)
    await asyncio.sleep(QUICK.stalled_after)
    await jobs.work(until_idle=True)

    assert await job_status(jobs, number) == (JobStatus.FAILED, 1)
    failed = await jobs.listing(statuses=[JobStatus.FAILED])
    (job,) = [one for one in failed if one.task == "test.long"]
    assert job.failure == "The worker that ran it died."


async def test_a_worker_whose_connections_are_closed_goes_on(
    jobs: Jobs, database: Database, admin_url: URL
) -> None:
    done = asyncio.Event()

    @jobs.task("test.brief")
    async def brief(_: Payload) -> None:
        done.set()

    async with working(jobs):
        await asyncio.sleep(0.3)
        with psycopg.connect(admin_url.render_as_string(hide_password=False)) as admin:
            admin.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        await asyncio.sleep(0.3)
        await enqueue(jobs, database, "test.brief")
        await asyncio.wait_for(done.wait(), 20)


async def test_what_became_of_a_job_is_recorded_once_the_database_takes_writes_again(
    jobs: Jobs, database: Database, admin_url: URL
) -> None:
    """Before, it stood as running until its worker ended, and kept those waiting behind it."""
    begun, over = asyncio.Event(), asyncio.Event()

    @jobs.task("test.brief", one_at_a_time=True)
    async def brief(_: Payload) -> None:
        begun.set()
        await over.wait()

    url = admin_url.set(drivername="postgresql").render_as_string(hide_password=False)
    async with working(jobs):
        numbers = [await enqueue(jobs, database, "test.brief") for _ in range(2)]
        await asyncio.wait_for(begun.wait(), 20)
        with psycopg.connect(url, autocommit=True) as admin:
            # In a thread: the trigger waits for who holds the table, and that may be the worker.
            await asyncio.to_thread(
                admin.execute,
                "CREATE FUNCTION public.refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                "RAISE EXCEPTION 'read-only' USING ERRCODE = '25006'; END $$",
            )
            await asyncio.to_thread(
                admin.execute,
                "CREATE TRIGGER refuse BEFORE UPDATE ON jobs.procrastinate_jobs "
                "FOR EACH ROW EXECUTE FUNCTION public.refuse()",
            )
            over.set()
            await asyncio.sleep(0.4)
            assert await job_status(jobs, numbers[0]) == (JobStatus.RUNNING, 0)
            await asyncio.to_thread(admin.execute, "DROP TRIGGER refuse ON jobs.procrastinate_jobs")
        for _ in range(300):
            if (await job_status(jobs, numbers[1]))[0] is JobStatus.SUCCEEDED:
                break
            await asyncio.sleep(0.1)
    assert [await job_status(jobs, number) for number in numbers] == [
        (JobStatus.SUCCEEDED, 1),
        (JobStatus.SUCCEEDED, 1),
    ]


@pytest.mark.kills
async def test_a_worker_outlives_the_death_of_its_database(tmp_path: Path) -> None:
    server = EmbeddedPostgres(tmp_path / "postgres")
    urls = server.start()
    await asyncio.to_thread(migrate, urls.owner)
    database = Database(urls.app)
    jobs = Jobs(database, rhythm=QUICK)
    done = asyncio.Event()

    @jobs.task("test.brief")
    async def brief(_: Payload) -> None:
        done.set()

    try:
        async with working(jobs):
            await asyncio.sleep(0.3)
            os.kill(int((server.data / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
            await asyncio.sleep(1)
            await asyncio.to_thread(server.start)
            await enqueue(jobs, database, "test.brief")
            await asyncio.wait_for(done.wait(), 30)
    finally:
        await database.close()
        server.stop()
