"""A training that is killed leaves what serves as it was."""

import asyncio
import os
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from tests.recommend.audiences import service, walked_log

from matinee.foundation.blobs import Blobs
from matinee.foundation.database import Database
from matinee.recommend.artefact_store import ArtefactStore

REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.mark.kills
@pytest.mark.parametrize("stage", ["examination", "learning: solving", "keeping the files"])
async def test_a_training_killed_in_the_middle_leaves_the_live_models(
    stage: str, database: Database, database_url: str, blobs: Blobs, tmp_path: Path
) -> None:
    recommend = service(database, blobs, walked_log(), tmp_path / "copies")
    first = await recommend.train()
    killed = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.recommend.slow_training",
        database_url,
        str(tmp_path / "blobs"),
        str(tmp_path / "copies"),
        stage,
        stdout=asyncio.subprocess.PIPE,
        cwd=REPOSITORY,
        env=os.environ | {"PYTHONPATH": f"{REPOSITORY / 'src'}{os.pathsep}{REPOSITORY}"},
    )
    assert killed.stdout is not None
    assert await killed.stdout.readline() == b"halted\n"
    killed.kill()
    await killed.wait()

    models = await service(database, blobs, walked_log(), tmp_path / "copies").current()
    assert models is not None
    assert models.version == first.version
    assert len(await recommend.models()) == 1
    assert (await recommend.train()).live


async def test_what_a_killed_training_had_stored_is_removed_after_a_day(
    blobs: Blobs, tmp_path: Path
) -> None:
    store = ArtefactStore(blobs, tmp_path / "copies")
    for version in ("20260101T000000-aaaaaa", "20260101T000000-bbbbbb"):
        await blobs.put(f"models/{version}/popular.npy", b"half")
        old = tmp_path / "blobs" / "models" / version / "popular.npy"
        long_ago = old.stat().st_mtime - timedelta(days=2).total_seconds()
        os.utime(old, (long_ago, long_ago))
    await blobs.put("models/20260102T000000-cccccc/popular.npy", b"being made")
    await store.remove_abandoned({"20260101T000000-bbbbbb"})
    kept = [blob.key.split("/")[1] for blob in await blobs.list("models")]
    assert kept == ["20260101T000000-bbbbbb", "20260102T000000-cccccc"]
