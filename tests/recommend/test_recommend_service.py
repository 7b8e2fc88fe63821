"""Versions: trained, judged, served, rolled back, and never broken."""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import text
from tests.recommend.audiences import (
    SETTINGS,
    Did,
    WrittenLog,
    finishing,
    service,
    title_id,
    walked_log,
)
from tests.recommend.worlds import histories_of

from matinee.audience.model import TrainingEvents
from matinee.errors import Conflict, NotFound
from matinee.foundation.blobs import Blobs
from matinee.foundation.database import Database
from matinee.foundation.jobs import Jobs, JobStatus
from matinee.recommend.jobs import TRAIN, register
from matinee.recommend.service import RecommendService


@pytest.fixture
def log() -> WrittenLog:
    return walked_log()


@pytest.fixture
def recommend(
    database: Database, blobs: Blobs, log: WrittenLog, tmp_path: Path
) -> RecommendService:
    return service(database, blobs, log, tmp_path / "copies")


@dataclass
class WaitingLog(WrittenLog):
    """A log that is being read until it is told to go on."""

    begun: asyncio.Event
    resume: asyncio.Event

    async def training_events(self, *, after: datetime | None = None) -> TrainingEvents:
        self.begun.set()
        await self.resume.wait()
        return await super().training_events(after=after)


def without_order(log: WrittenLog) -> None:
    """Let everyone watch at random from now on, so that nothing can be foreseen."""
    generator = np.random.default_rng(5)
    noise = histories_of(*(generator.permutation(40)[:8].tolist() for _ in range(150)))
    log.events = finishing(noise)


async def test_before_the_first_training_nothing_serves(recommend: RecommendService) -> None:
    assert recommend.live() is None
    assert await recommend.current() is None
    assert await recommend.models() == ()


async def test_what_is_trained_serves_at_once(recommend: RecommendService) -> None:
    made = await recommend.train()
    models = await recommend.current()
    assert models is not None
    assert models is recommend.live()
    assert (made.live, made.version, made.titles) == (True, models.version, 40)
    assert made.figures.ndcg10 > made.figures.popularity_ndcg10
    assert made.size_bytes > 40 * 40 * 4
    assert (await recommend.models()) == (await recommend.model(made.version),)


async def test_another_process_serves_new_models_too(
    recommend: RecommendService,
    database: Database,
    blobs: Blobs,
    log: WrittenLog,
    tmp_path: Path,
) -> None:
    other = service(database, blobs, log, tmp_path / "elsewhere")
    first = await recommend.train()
    served = await other.current()
    second = await recommend.train()
    followed = await other.current()
    assert served is not None
    assert followed is not None
    assert [served.version, followed.version] == [first.version, second.version]
    assert served.scores(np.array([0], np.int32), np.ones(1, np.float32)).shape == (40,)


async def test_the_pointer_is_not_looked_at_more_often_than_told(
    database: Database, blobs: Blobs, log: WrittenLog, tmp_path: Path
) -> None:
    patient = service(
        database, blobs, log, tmp_path / "a", SETTINGS.model_copy(update={"check_seconds": 3600})
    )
    assert await patient.current() is None
    await service(database, blobs, log, tmp_path / "b").train()
    assert await patient.current() is None


async def test_worse_models_never_go_live(recommend: RecommendService, log: WrittenLog) -> None:
    first = await recommend.train()
    without_order(log)
    second = await recommend.train()
    models = await recommend.current()
    assert models is not None
    assert models.version == first.version
    assert not second.verdict.accepted
    assert not second.live
    assert not second.files


async def test_a_broken_artefact_is_refused_and_the_former_stays(
    recommend: RecommendService,
    database: Database,
    blobs: Blobs,
    log: WrittenLog,
    tmp_path: Path,
) -> None:
    server = service(database, blobs, log, tmp_path / "elsewhere")
    first = await recommend.train()
    await server.current()
    second = await recommend.train()
    key = f"models/{second.version}/ease_weights.npy"
    content = bytearray(await blobs.get(key))
    content[-3] ^= 0xFF
    await blobs.put(key, bytes(content))
    models = await server.current()
    assert models is not None
    assert models.version == first.version


async def test_a_process_that_starts_on_a_broken_artefact_serves_the_one_before(
    recommend: RecommendService,
    database: Database,
    blobs: Blobs,
    log: WrittenLog,
    tmp_path: Path,
) -> None:
    first = await recommend.train()
    second = await recommend.train()
    await blobs.delete(f"models/{second.version}/manifest.json")
    models = await service(database, blobs, log, tmp_path / "elsewhere").current()
    assert models is not None
    assert models.version == first.version


async def test_a_harmed_copy_is_fetched_again(
    recommend: RecommendService,
    database: Database,
    blobs: Blobs,
    log: WrittenLog,
    tmp_path: Path,
) -> None:
    made = await recommend.train()
    copy = tmp_path / "copies" / made.version / "popular.npy"
    copy.unlink()
    models = await service(database, blobs, log, tmp_path / "copies").current()
    assert models is not None
    assert copy.is_file()


async def test_a_rollback_lets_the_version_before_serve(recommend: RecommendService) -> None:
    first = await recommend.train()
    second = await recommend.train()
    assert (await recommend.rollback()).version == first.version
    models = await recommend.current()
    assert models is not None
    assert models.version == first.version
    assert (await recommend.rollback(second.version)).live


async def test_a_rollback_to_nowhere_is_refused(recommend: RecommendService) -> None:
    await recommend.train()
    with pytest.raises(Conflict):
        await recommend.rollback()
    with pytest.raises(Conflict):
        await recommend.rollback("20000101T000000-aaaaaa")


async def test_a_refused_version_cannot_be_rolled_back_to(
    recommend: RecommendService, log: WrittenLog
) -> None:
    await recommend.train()
    without_order(log)
    refused = await recommend.train()
    with pytest.raises(Conflict):
        await recommend.rollback(refused.version)


async def test_a_version_that_nobody_made_is_not_found(recommend: RecommendService) -> None:
    with pytest.raises(NotFound):
        await recommend.model("20000101T000000-aaaaaa")


async def test_only_the_last_versions_keep_their_files(
    database: Database, blobs: Blobs, log: WrittenLog, tmp_path: Path
) -> None:
    recommend = service(
        database, blobs, log, tmp_path / "a", SETTINGS.model_copy(update={"keep_versions": 2})
    )
    made = [await recommend.train() for _ in range(3)]
    kept = [version.files for version in reversed(await recommend.models())]
    assert kept == [False, True, True]
    keys = {blob.key.split("/")[1] for blob in await blobs.list("models")}
    assert keys == {made[1].version, made[2].version}


async def test_what_was_learned_from_an_erased_profile_is_gone_after_the_next_training(
    recommend: RecommendService, log: WrittenLog, blobs: Blobs
) -> None:
    secret = title_id(3)
    log.events = [did for did in log.events if did.title != 3]
    log.events += [Did(member, 3, hours=20) for member in ("m0000", "m0001", "m0002")]
    first = await recommend.train()
    before = await recommend.current()
    assert before is not None
    assert secret in before.index

    log.erase("m0000")
    await recommend.train()

    after = await recommend.current()
    assert after is not None
    assert secret not in after.index
    assert await blobs.list(f"models/{first.version}") == []
    with pytest.raises(Conflict):
        await recommend.rollback(first.version)


async def test_after_an_erasure_worse_models_serve_rather_than_the_old_ones(
    recommend: RecommendService, log: WrittenLog
) -> None:
    first = await recommend.train()
    without_order(log)
    log.erase("m0000")
    second = await recommend.train()
    assert second.live
    assert not (await recommend.model(first.version)).files


async def test_where_too_little_is_left_after_an_erasure_nothing_serves(
    recommend: RecommendService, log: WrittenLog, blobs: Blobs
) -> None:
    await recommend.train()
    log.events = []
    log.erase("m0000")
    with pytest.raises(Conflict):
        await recommend.train()
    assert await recommend.current() is None
    assert await blobs.list("models") == []


async def test_an_older_training_that_ends_later_does_not_replace_a_newer_one(
    recommend: RecommendService, database: Database, blobs: Blobs, log: WrittenLog, tmp_path: Path
) -> None:
    begun, resume = asyncio.Event(), asyncio.Event()
    slow = service(database, blobs, WaitingLog(log.events, begun, resume), tmp_path / "slow")
    training = asyncio.create_task(slow.train())
    await begun.wait()
    newer = await recommend.train()
    resume.set()
    older = await training
    assert not older.verdict.accepted
    assert await recommend.live_version() == newer.version


async def test_a_cancelled_training_leaves_nothing_behind(
    recommend: RecommendService, blobs: Blobs
) -> None:
    first = await recommend.train()
    reached = asyncio.Event()
    loop = asyncio.get_running_loop()

    def stop_at(what: str, _done: float) -> None:
        if what.startswith("learning"):
            loop.call_soon_threadsafe(reached.set)

    training = asyncio.create_task(recommend.train(progress=stop_at))
    await reached.wait()
    training.cancel()
    with pytest.raises(asyncio.CancelledError):
        await training
    assert await recommend.live_version() == first.version
    assert len(await recommend.models()) == 1


async def test_the_job_trains(recommend: RecommendService, database: Database) -> None:
    jobs = Jobs(database)
    register(jobs, recommend)
    async with database.transaction() as connection:
        await jobs.enqueue(connection, TRAIN)
    await jobs.work(until_idle=True)
    assert (await jobs.counts())[JobStatus.SUCCEEDED] >= 1
    assert await recommend.live_version() is not None


async def test_the_job_is_content_where_there_is_nothing_to_learn_from(
    recommend: RecommendService, database: Database, log: WrittenLog
) -> None:
    log.events = []
    jobs = Jobs(database)
    register(jobs, recommend)
    async with database.transaction() as connection:
        await jobs.enqueue(connection, TRAIN)
    await jobs.work(until_idle=True)
    assert (await jobs.counts())[JobStatus.FAILED] == 0


async def test_at_most_one_version_can_serve(
    recommend: RecommendService, database: Database
) -> None:
    await recommend.train()
    await recommend.train()
    async with database.reading() as connection:
        rows = await connection.execute(text("SELECT count(*) FROM recommend.live"))
        assert rows.scalar_one() == 1
