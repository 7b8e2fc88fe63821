"""The database's history: whole, reversible, and in step with what the code says."""

import importlib
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from procrastinate.schema import SchemaManager
from sqlalchemy import URL, create_engine, text

from matinee.assembly.migrations import current, is_current, migrate, newest, revert
from matinee.assembly.migrations.metadata import differences, house_metadata
from matinee.errors import Unavailable
from matinee.foundation.database import driver_url


def schemas(url: str) -> set[str]:
    engine = create_engine(driver_url(url))
    try:
        with engine.connect() as connection:
            return set(
                connection.scalars(
                    text(
                        "SELECT nspname FROM pg_namespace "
                        "WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'"
                    )
                )
            )
    finally:
        engine.dispose()


def disagreements(url: str) -> list[object]:
    engine = create_engine(driver_url(url))
    try:
        with engine.connect() as connection:
            return differences(connection)
    finally:
        engine.dispose()


def test_the_tables_of_every_part_agree_with_the_migrated_database(owner_url: str) -> None:
    assert disagreements(owner_url) == []


def test_a_column_that_no_migration_made_is_noticed(owner_url: str) -> None:
    with psycopg.connect(owner_url, autocommit=True) as connection:
        connection.execute("ALTER TABLE jobs.failures ADD COLUMN forgotten int")

    (found,) = disagreements(owner_url)

    assert "forgotten" in str(found)


def test_every_part_keeps_to_a_schema_of_its_own(database_url: str) -> None:
    named = [metadata.schema for metadata in house_metadata()]

    assert len(named) == len(set(named))
    assert schemas(database_url) == {*named, "public"}


def test_going_back_to_nothing_and_forward_again_leaves_the_same_database(owner_url: str) -> None:
    revert(owner_url)
    assert schemas(owner_url) == {"public"}
    assert current(owner_url) is None

    migrate(owner_url)
    assert is_current(owner_url)
    assert disagreements(owner_url) == []


def test_the_ordinary_role_sees_the_revision_and_cannot_change_a_table(database_url: str) -> None:
    assert current(database_url) == newest()

    with psycopg.connect(database_url) as connection:
        for forbidden in ("CREATE TABLE jobs.mine (n int)", "DROP TABLE jobs.failures"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege), connection.transaction():
                connection.execute(forbidden.encode())


def test_two_processes_may_migrate_at_once(owner_url: str) -> None:
    revert(owner_url)
    script = "import sys; from matinee.assembly.migrations import migrate; migrate(sys.argv[1])"
    both = [
        subprocess.Popen([sys.executable, "-c", script, owner_url], stderr=subprocess.PIPE)
        for _ in range(2)
    ]
    said = [process.communicate()[1].decode() for process in both]

    assert [process.returncode for process in both] == [0, 0], said
    assert is_current(owner_url)


def test_a_database_that_is_not_there_is_named_with_a_remedy(tmp_path: Path) -> None:
    url = URL.create("postgresql", database="matinee", query={"host": str(tmp_path)})

    with pytest.raises(Unavailable, match="cannot be migrated") as refused:
        migrate(url.render_as_string())
    assert "MATINEE_DATABASE_URL" in refused.value.remedy


def test_the_installed_procrastinate_needs_no_step_that_ours_do_not_take() -> None:
    steps = sorted(path.stem for path in Path(SchemaManager.get_migrations_path()).glob("*.sql"))
    ours = importlib.import_module("matinee.assembly.migrations.versions.0001_foundation")

    assert steps[-1] == ours.PROCRASTINATE
