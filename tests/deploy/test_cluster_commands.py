"""``docs/how-to/cluster.md``: its commands on a Ray cluster of two nodes, as on one machine."""

from __future__ import annotations

import asyncio
import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np
import pytest
from benchmarks.audience.lake.bad_days import LOOPBACK
from benchmarks.media.hostile_films import small_film
from pyarrow import parquet
from pydantic import SecretStr

from matinee.assembly.house import House, open_house
from matinee.assembly.importing import import_movielens
from matinee.assembly.settings import Settings
from matinee.audience.lake.model import sequences_digest
from matinee.errors import Conflict, Invalid
from matinee.experiments.model import ExperimentsSettings
from matinee.home.model import Programme
from matinee.home.suggestions.service import Suggestions
from matinee.vocabulary.ids import ProfileId, TitleId

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "cluster.md"
END = "\x1e"
TYPING = f"""
import json, sys
from matinee.surfaces.cli.main import main
for line in sys.stdin:
    try:
        main([*json.loads(line), "--json"])
    except SystemExit as ended:
        if ended.code:
            raise
    print({END!r}, flush=True)
"""
"""Commands one after the other in one process, as `matinee` would answer each: to import the house
and to start Ray's workers takes longer than the commands."""


def suggestions(house: House, settings: Settings) -> Suggestions:
    return Suggestions(
        house.catalogue,
        house.audience,
        house.recommend,
        house.lake,
        house.programming,
        house.laboratory.experiments,
        address=settings.blob_address,
        folder=settings.home / "models",
    )


def commands_of_the_page() -> list[list[str]]:
    """What the page has a cluster do: the words of each command, by the cluster's address."""
    lines = re.findall(
        r"^MATINEE_COMPUTE=ray:HEAD:6379 matinee (.*?)(?: +#.*)?$", PAGE.read_text(), re.MULTILINE
    )
    return [shlex.split(line) for line in lines]


@pytest.fixture
def cluster() -> Iterator[str]:
    """The address of two nodes on 127.0.0.1 that end with this test."""
    pytest.importorskip("ray", reason="the extra cluster is not installed")
    nodes = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.audience.lake.nodes", "2"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert nodes.stdin is not None
    assert nodes.stdout is not None
    try:
        address = next((line for line in nodes.stdout if line.startswith("127.0.0.1:")), "")
        assert address
        yield address.strip()
    finally:
        nodes.stdin.close()
        nodes.wait(timeout=60)
        nodes.stdout.close()


@dataclass(frozen=True)
class Alone:
    """A house, and what one machine says of it: the digest of its sequences, and suggestions."""

    settings: Settings
    digest: str
    suggestions: Path


@pytest.fixture(scope="module")
def alone(module_database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Alone:
    """A house in which sixty members watch one half of the films or the other, models trained."""
    folder = tmp_path_factory.mktemp("alone")
    settings = Settings(
        home=folder / "home",
        database_url=SecretStr(module_database_url),
        database_pool_size=3,
        experiments=ExperimentsSettings(holdout_share=0),
    )
    return asyncio.run(_watched(settings, folder))


async def _watched(settings: Settings, place: Path) -> Alone:
    random, folder = np.random.default_rng(5), place / "ml-test"
    folder.mkdir()
    kinds = ("Western", "Romance")
    films = (f"{film}::Film {film} (1950)::{kinds[film > 60]}" for film in range(1, 121))
    (folder / "movies.dat").write_text("\n".join(films) + "\n", encoding="latin-1")
    ratings = (
        f"{user}::{film + 60 * (user % 2)}::4::{946_684_800 + user * 1000 + at}"
        for user in range(1, 61)
        for at, film in enumerate(random.permutation(60)[:25] + 1)
    )
    (folder / "ratings.dat").write_text("\n".join(ratings) + "\n", encoding="latin-1")
    async with open_house(settings) as house:
        await import_movielens(
            house.catalogue, house.audience, folder, rejects=folder / "rejects.jsonl"
        )
        await house.recommend.train(sequence=False)
        # What other tests of this server have under way holds back what may be read (by a moment).
        for _ in range(300):
            if (await house.lake.fill()).events:
                break
            await asyncio.sleep(0.2)
        digest = sequences_digest(await house.lake.training_events())
        service = suggestions(house, settings)
        made = await service.write(place / "here.parquet", count=20)
        assert (made.members, made.engine) == (60, "native")
    return Alone(settings, digest, place / "here.parquet")


def typed(settings: Settings, compute: str, *commands: Sequence[str]) -> list[dict[str, Any]]:
    """What commands say as JSON."""
    assert settings.database_url is not None
    environment = {
        "MATINEE_HOME": str(settings.home),
        "MATINEE_DATABASE_URL": settings.database_url.get_secret_value(),
        "MATINEE_COMPUTE": compute,
        "MATINEE_LOG_LEVEL": "error",
    }
    done = subprocess.run(
        [sys.executable, "-c", TYPING],
        input="".join(f"{json.dumps(words)}\n" for words in commands),
        env=os.environ | LOOPBACK | environment,
        capture_output=True,
        text=True,
        timeout=400,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return [json.loads(one[one.index("{") :]) for one in done.stdout.split(END)[:-1]]


def test_the_page_names_the_commands_that_are_tried_here() -> None:
    assert [words[:1] for words in commands_of_the_page()] == [["lake"], ["suggest"], ["ingest"]]


def test_a_cluster_answers_what_one_machine_does(
    alone: Alone, cluster: str, tmp_path: Path
) -> None:
    here, there = parquet.read_table(alone.suggestions), tmp_path / "there.parquet"
    film, title = tmp_path / "film.mp4", here["titles"][0][0].as_py()
    small_film(film)
    read, made, taken = typed(
        alone.settings,
        f"ray:{cluster}",
        ("lake", "sequences"),
        ("suggest", str(there)),
        ("ingest", str(film), "--title", title, "--here"),
    )
    assert (read["engine"], read["sha256"]) == ("ray", alone.digest)
    assert (made["engine"], made["members"]) == ("ray", 60)
    assert parquet.read_table(there).equals(here)
    assert taken["state"] == "ready"


async def test_suggestions_are_new_to_their_member_and_of_their_kind(alone: Alone) -> None:
    found = parquet.read_table(alone.suggestions).to_pylist()
    async with open_house(alone.settings) as house:
        shelf = await house.catalogue.shelf()
        for one in found[:10]:
            history = (await house.audience.member(ProfileId(UUID(one["profile_id"])))).history
            seen = {str(title) for title in history.title_ids}
            assert len(one["titles"]) == 20
            assert not seen.intersection(one["titles"])
            kinds = [
                {shelf.genres[code] for code in shelf.genre_of[shelf.index[UUID(title)]].indices}
                for title in (*one["titles"], *seen)
            ]
            assert all(kind == kinds[0] for kind in kinds)
            assert one["scores"] == sorted(one["scores"], reverse=True)


async def test_without_models_or_a_folder_it_is_said_what_to_do(
    house: House, tmp_path: Path
) -> None:
    service = Suggestions(
        house.catalogue,
        house.audience,
        house.recommend,
        house.lake,
        house.programming,
        house.laboratory.experiments,
        address=house.settings.blob_address,
        folder=tmp_path,
    )
    with pytest.raises(Conflict, match="Nothing is trained yet"):
        await service.write(tmp_path / "picks.parquet", count=5)
    with pytest.raises(Invalid, match="There is no folder"):
        await service.write(tmp_path / "nowhere" / "picks.parquet", count=5)
    assert not list(tmp_path.glob("picks*"))


async def test_what_is_kept_back_and_who_is_held_out_are_left_out(
    alone: Alone, tmp_path: Path
) -> None:
    before = parquet.read_table(alone.suggestions).to_pylist()
    title = TitleId(UUID(before[0]["titles"][0]))
    shares = alone.settings.experiments.model_copy(update={"holdout_share": 0.5})
    settings = alone.settings.model_copy(update={"experiments": shares})
    async with open_house(settings) as house:
        await house.programming.put(Programme(kept_back=(title,)), by="Ada")
        service = suggestions(house, settings)
        made = await service.write(tmp_path / "less.parquet", count=20)
        assert 10 < made.members < 50
        for one in parquet.read_table(tmp_path / "less.parquet").to_pylist():
            profile = await house.audience.profile(ProfileId(UUID(one["profile_id"])))
            assert not (
                await house.laboratory.experiments.assignments(profile.id, profile.household_id)
            ).held_out
            assert str(title) not in one["titles"]
