"""What a process leaves behind that is killed while it makes vectors."""

import asyncio
import os
import sys
from pathlib import Path

import pytest
from tests.discover.indexing.halted_encoding import CountedEncoder

from matinee.catalogue.model import TextRecord, TitleRecord
from matinee.catalogue.service import CatalogueService
from matinee.discover.indexing.encoding import VectorKeeper
from matinee.discover.indexing.keeping import HoldingsKeeper
from matinee.foundation.database import Database

REPOSITORY = Path(__file__).resolve().parents[3]
TITLES, BATCH = 70, 32


@pytest.mark.kills
@pytest.mark.parametrize("stage", ["encoding", "keeping"])
async def test_a_kill_costs_the_batch_that_was_being_made_and_no_more(
    stage: str, database: Database, database_url: str
) -> None:
    catalogue = CatalogueService(database)
    records = [
        TitleRecord(
            name=f"The {number}th Lamp",
            texts=(
                TextRecord("en", synopsis_long=f"Lamp {number} goes out, and a keeper leaves."),
            ),
        )
        for number in range(TITLES)
    ]
    await catalogue.put_titles(records, source="test", open_window=True)
    killed = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.discover.indexing.halted_encoding",
        database_url,
        stage,
        stdout=asyncio.subprocess.PIPE,
        cwd=REPOSITORY,
        env=os.environ | {"PYTHONPATH": f"{REPOSITORY / 'src'}{os.pathsep}{REPOSITORY}"},
    )
    assert killed.stdout is not None
    assert await killed.stdout.readline() == b"halted\n"
    killed.kill()
    await killed.wait()

    holdings = await HoldingsKeeper(catalogue).current()
    encoder = CountedEncoder()
    keeper = VectorKeeper(database, encoder)
    keeper.follow(holdings.directory)
    vectors = await keeper.made()
    assert (len(vectors), vectors.complete) == (TITLES, True)
    assert encoder.texts == TITLES - BATCH
