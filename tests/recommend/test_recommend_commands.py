"""``matinee train`` and ``matinee models``, as someone who types them meets them."""

import json
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import typer
from tests.recommend.audiences import WrittenLog, service, walked_log
from typer.testing import CliRunner, Result

from matinee.errors import Conflict, NotFound
from matinee.foundation.blobs import Blobs
from matinee.foundation.database import Database
from matinee.recommend.commands import commands
from matinee.recommend.service import RecommendService

Typed = Callable[..., Result]


@pytest.fixture
def log() -> WrittenLog:
    return walked_log()


@pytest.fixture
def typed(database_url: str, log: WrittenLog, tmp_path: Path) -> Typed:
    @asynccontextmanager
    async def open_service() -> AsyncGenerator[RecommendService]:
        database = Database(database_url, pool_size=2)
        try:
            yield service(database, Blobs(tmp_path / "blobs"), log, tmp_path / "copies")
        finally:
            await database.close()

    app: typer.Typer = commands(open_service)

    def run(*words: str) -> Result:
        return CliRunner().invoke(app, list(words))

    return run


def test_training_says_what_was_learned_and_how_well(typed: Typed) -> None:
    said = typed("train")
    assert said.exit_code == 0
    assert "40 titles from 1200 events of 150 members" in said.stdout
    assert "NDCG@10" in said.stdout
    assert "It serves now." in said.stdout


def test_training_as_json_is_one_object(typed: Typed) -> None:
    made = json.loads(typed("train", "--json").stdout)
    assert made["live"]
    assert made["figures"]["asked"] == 150


def test_models_are_listed_shown_and_rolled_back(typed: Typed) -> None:
    first = json.loads(typed("train", "--json").stdout)["version"]
    second = json.loads(typed("train", "--json").stdout)["version"]
    table = typed("models", "list").stdout.splitlines()
    assert [line.split()[0] for line in table[1:]] == [second, first]
    assert table[1].split()[1] == "live"
    assert f"version: {first}" in typed("models", "show", first).stdout
    assert typed("models", "rollback").stdout == f"{first} serves.\n"
    listed = json.loads(typed("models", "list", "--json").stdout)
    assert [model["live"] for model in listed] == [False, True]


def test_without_a_training_the_list_says_what_to_do(typed: Typed) -> None:
    assert typed("models", "list").stdout == "Nothing is trained yet. Run matinee train.\n"


def test_too_little_viewing_is_an_error_with_a_remedy(typed: Typed, log: WrittenLog) -> None:
    log.events = []
    failed = typed("train").exception
    assert isinstance(failed, Conflict)
    assert failed.remedy


def test_unknown_versions_are_errors(typed: Typed) -> None:
    assert isinstance(typed("models", "show", "nothing").exception, NotFound)
    assert isinstance(typed("models", "rollback", "nothing").exception, Conflict)
