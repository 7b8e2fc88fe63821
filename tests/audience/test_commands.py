from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, Callable, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from tests.audience.reports import KnownBut, seen, stranger
from typer.testing import CliRunner

from matinee.audience.commands import commands
from matinee.audience.model import Profile
from matinee.audience.service import AudienceService
from matinee.errors import NotFound
from matinee.foundation.database import Database


class Household:
    """A profile with two events, and the commands on the same database."""

    def __init__(self, database_url: str) -> None:
        self._url = database_url
        self._app = commands(self._open)
        self.profile: Profile = self.do(self._settle)

    def do(self, work: Callable[[AudienceService], Coroutine[Any, Any, Any]]) -> Any:
        async def done() -> Any:
            async with self._open() as audience:
                return await work(audience)

        return asyncio.run(done())

    def run(self, *arguments: str, answer: str | None = None) -> str:
        result = CliRunner().invoke(self._app, arguments, input=answer)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result.stdout

    @asynccontextmanager
    async def _open(self) -> AsyncGenerator[AudienceService]:
        database = Database(self._url, pool_size=1)
        try:
            yield AudienceService(database, KnownBut())
        finally:
            await database.close()

    async def _settle(self, audience: AudienceService) -> Profile:
        house = await audience.create_household("Almeida")
        profile = await audience.create_profile(house.id, "Inês", maturity_limit=12)
        await audience.record([seen(profile), seen(profile)])
        return profile


@pytest.fixture
def household(database_url: str) -> Household:
    return Household(database_url)


def test_profiles_are_listed_for_people_and_for_programs(household: Household) -> None:
    shown = household.run("list")
    assert "Inês" in shown
    assert str(household.profile.id) in shown
    (told,) = json.loads(household.run("list", "--json"))
    assert (told["name"], told["maturity_limit"]) == ("Inês", 12)


def test_where_nobody_is_the_list_says_so(household: Household) -> None:
    assert household.run("list", "--after", str(household.profile.id)) == "There are no profiles.\n"


def test_an_export_goes_to_standard_output_or_a_file(household: Household, tmp_path: Path) -> None:
    document = json.loads(household.run("export", str(household.profile.id)))
    assert len(document["events"]) == 2
    file = tmp_path / "export.json"
    told = household.run("export", str(household.profile.id), "--to", str(file))
    assert "2 events" in told
    assert len(json.loads(file.read_text(encoding="utf-8"))["events"]) == 2


def test_erasing_asks_first(household: Household) -> None:
    household.run("erase", str(household.profile.id), answer="n\n")
    assert household.do(lambda audience: audience.profile(household.profile.id))
    household.run("erase", str(household.profile.id), answer="y\n")
    with pytest.raises(NotFound):
        household.do(lambda audience: audience.profile(household.profile.id))


def test_a_program_erases_without_being_asked(household: Household) -> None:
    told = household.run("erase", str(household.profile.id), "--yes", "--json")
    assert json.loads(told) == {"erased": str(household.profile.id)}


def test_erasing_nobody_is_an_error(household: Household) -> None:
    with pytest.raises(NotFound):
        household.run("erase", str(stranger()), "--yes")
