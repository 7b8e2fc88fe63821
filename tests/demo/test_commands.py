from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, Collection
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import pytest
import typer
from tests.demo.conftest import BASE_DAY, SEED
from typer.testing import CliRunner

from matinee.audience.service import AudienceService
from matinee.audience.watching.service import WatchingService
from matinee.catalogue.service import CatalogueService
from matinee.demo import repository
from matinee.demo.commands import commands
from matinee.demo.model import DemoFigures
from matinee.demo.service import DemoService
from matinee.experiments.service import ExperimentsService
from matinee.foundation.database import Database
from matinee.vocabulary.ids import TitleId

_NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
_FIGURES = DemoFigures(
    films=17_472,
    titles=17_470,
    repeated=("Apocalypse Now Redux is Apocalypse Now, by imdb:tt0078788",),
    without_certificate=14_904,
    without_runtime=1_299,
    described=400,
    ages_set=152,
    households=600,
    profiles=1_303,
    events=163_927,
)


class _NoTitles:
    async def unknown(self, titles: Collection[TitleId]) -> Collection[TitleId]:
        return titles


@pytest.fixture
def app(database_url: str) -> typer.Typer:
    @asynccontextmanager
    async def open_demo() -> AsyncGenerator[DemoService]:
        database = Database(database_url, pool_size=2)
        audience = AudienceService(database, _NoTitles())
        experiments = ExperimentsService(database, WatchingService(database))
        yield DemoService(database, CatalogueService(database), audience, experiments)
        await database.close()

    return commands(open_demo)


@pytest.fixture
def a_loaded_demo(database_url: str) -> None:
    async def note() -> None:
        database = Database(database_url, pool_size=1)
        async with database.transaction() as connection:
            await repository.begin(
                connection, seed=SEED, households=600, base_day=BASE_DAY, at=_NOW
            )
            await repository.finish(connection, _FIGURES, at=_NOW)
        await database.close()

    asyncio.run(note())


def test_without_the_demo_the_next_step_is_named(app: typer.Typer) -> None:
    told = CliRunner().invoke(app, ["highlights"])
    assert told.exit_code == 0
    assert "matinee demo load" in told.stdout
    assert json.loads(CliRunner().invoke(app, ["highlights", "--json"]).stdout) == []


@pytest.mark.usefixtures("a_loaded_demo")
def test_a_loaded_demo_is_described_and_not_loaded_again(app: typer.Typer) -> None:
    told = CliRunner().invoke(app, ["load"])
    assert told.exit_code == 0
    assert "there already" in told.stdout
    assert "163927 events in the weeks before 2026-11-22" in told.stdout
    report = json.loads(CliRunner().invoke(app, ["load", "--json"]).stdout)
    assert report["loaded"] is False
    assert report["load"]["figures"]["described"] == 400


@pytest.mark.usefixtures("a_loaded_demo")
def test_the_highlights_name_a_family_a_horror_fan_a_child_and_a_newcomer(
    app: typer.Typer,
) -> None:
    listed = json.loads(CliRunner().invoke(app, ["highlights", "--json"]).stdout)
    assert len({one["profile_id"] for one in listed}) == len(listed)
    assert [one["name"] for one in listed if one["kids"]] == ["Poppy"]
    words = " ".join(one["who"] for one in listed)
    assert all(word in words for word in ("family", "horror", "child", "newcomer", "France"))
    people = CliRunner().invoke(app, ["highlights"]).stdout
    assert "Dana Mercer, a horror fan" in people
