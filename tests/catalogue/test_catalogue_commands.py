"""``matinee import titles`` and ``matinee import wikipedia``."""

import json
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import pytest
from tests.catalogue.conftest import WriteLines
from typer.testing import CliRunner, Result

from matinee.catalogue.commands import commands
from matinee.catalogue.service import CatalogueService
from matinee.foundation.database import Database


@pytest.fixture
def run(database_url: str) -> "Run":
    return Run(database_url)


class Run:
    """Runs a command on this test's database."""

    def __init__(self, url: str) -> None:
        self._url = url

    def __call__(self, *arguments: str) -> Result:
        @asynccontextmanager
        async def open_catalogue() -> AsyncGenerator[CatalogueService]:
            database = Database(self._url, pool_size=2)
            yield CatalogueService(database)
            await database.close()

        result = CliRunner().invoke(commands(open_catalogue), arguments, catch_exceptions=False)
        assert result.exit_code == 0
        return result


def test_people_read_what_became_of_every_record(run: Run, write_lines: WriteLines) -> None:
    path = write_lines({"name": "Emma"}, {"name": "EMMA"}, {"name": ""}, {"name": "Up\x1b[2J"})
    said = run("titles", str(path)).stdout
    assert "4 records" in said
    assert "2 titles made, 0 known already, 1 joined to another record's title, 1 rejected." in said
    assert "line 2: EMMA is Emma, by film:emma:" in said
    assert "line 3 rejected: name: A title needs a name." in said
    assert "2 titles without a window, available nowhere." in said
    assert str(path.with_name("titles.jsonl.rejects.jsonl")) in said
    assert "\x1b" not in said


def test_programs_read_json(run: Run, write_lines: WriteLines) -> None:
    path = write_lines({"name": "Emma"}, {"name": 1})
    report = json.loads(run("titles", str(path), "--open-window", "--json").stdout)
    assert (report["records"], report["made"], report["rejected"]) == (2, 1, 1)
    assert report["rejects"][0]["field"] == "name"
    assert report["notes"] == {}


def test_rejects_go_where_they_are_sent(run: Run, write_lines: WriteLines) -> None:
    path = write_lines("{", {"name": "Emma"})
    elsewhere = path.with_name("elsewhere.jsonl")
    run("titles", str(path), "--rejects", str(elsewhere))
    assert json.loads(elsewhere.read_text())["line"] == 1


def test_lists_of_wikipedia_are_taken_in(
    run: Run, write_lines: WriteLines, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_lines('[{"title": "Carmen", "year": 1915}]', name="movies-1910s.json")
    monkeypatch.chdir(path.parent)
    assert "1 titles made" in run("wikipedia", str(path.parent)).stdout
