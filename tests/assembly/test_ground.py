from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text

from matinee.assembly.ground import owner_url, prepare_database
from matinee.assembly.house import open_house
from matinee.assembly.migrations import migrate
from matinee.assembly.readiness import readiness
from matinee.assembly.settings import Settings
from matinee.errors import Conflict
from matinee.foundation.database import Database
from matinee.foundation.postgres import EmbeddedPostgres


@pytest.fixture
async def of_tomorrow(owner_url: str) -> str:
    """A database that a newer Matinee has been at."""
    owner = Database(owner_url, pool_size=1)
    async with owner.transaction() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999_tomorrow'"))
    await owner.close()
    return owner_url


async def test_a_database_elsewhere_with_another_schema_is_not_touched(
    settings: Settings, of_tomorrow: str
) -> None:
    with pytest.raises(Conflict, match="9999_tomorrow") as refusal:
        prepare_database(settings)
    assert "matinee db upgrade" in refusal.value.remedy


async def test_a_schema_of_a_newer_matinee_is_refused_in_words(of_tomorrow: str) -> None:
    with pytest.raises(Conflict, match="does not know") as refusal:
        migrate(of_tomorrow)
    assert refusal.value.code == "newer_schema"


@pytest.mark.kills
async def test_from_an_empty_folder_the_house_opens_by_itself_and_a_second_one_beside_it(
    tmp_path: Path,
) -> None:
    settings = Settings(home=tmp_path / "home", database_pool_size=2)
    try:
        async with open_house(settings) as first, open_house(settings) as second:
            for house in (first, second):
                assert all(check.ready for check in await readiness(house) if check.needed)
            assert owner_url(settings) != first.database.url.render_as_string()
    finally:
        EmbeddedPostgres(settings.home / "postgres").stop()
