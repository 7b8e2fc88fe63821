"""The doctor says what is wrong and what mends it, and leaves nothing behind."""

import asyncio
from pathlib import Path

import pytest
from pydantic import SecretStr

from matinee.assembly.settings import Settings
from matinee.errors import Conflict
from matinee.foundation.database import Database
from matinee.foundation.jobs import Jobs, Payload, Retries
from matinee.generation.tools_file import GenerationSettings
from matinee.surfaces.cli import doctor
from matinee.surfaces.cli.doctor import Finding, examine


def absent(_name: str) -> None:
    """No library is here."""


def found(settings: Settings) -> dict[str, Finding]:
    return {finding.thing: finding for finding in examine(settings)}


def test_a_house_that_was_never_opened_is_well_and_stays_as_it_was(tmp_path: Path) -> None:
    findings = found(Settings(home=tmp_path / "home"))
    told = {thing for thing, finding in findings.items() if not finding.well}
    assert told <= {"pages"}  # They may not have been built here.
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_what_does_not_answer_is_told_with_a_remedy_and_the_rest_is_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor, "_ROOM_BYTES", 10**18)
    monkeypatch.setattr(doctor, "find_spec", absent)
    blocked = tmp_path / "file"
    blocked.write_text("no folder")
    findings = found(
        Settings(
            home=tmp_path / "home",
            database_url=SecretStr("postgresql+psycopg://nobody@127.0.0.1:9/none"),
            blob_url=str(blocked),
            compute="ray",
            replica_url=SecretStr("postgresql+psycopg://nobody@127.0.0.1:9/none"),
        )
    )
    for thing in ("room", "database", "replica", "clock", "jobs", "files", "compute"):
        assert not findings[thing].well, thing
        assert findings[thing].remedy
    assert findings["python"].well
    assert findings["training"].found.startswith("without PyTorch")


async def test_keys_that_others_reach_a_secret_that_others_read_and_failed_jobs_are_told(
    tmp_path: Path, database: Database, database_url: str
) -> None:
    (tmp_path / "keys").mkdir(mode=0o755)
    (tmp_path / "secret").write_text("open sesame")
    (tmp_path / "secret").chmod(0o644)
    (tmp_path / "tools.toml").write_text(
        '[scribe]\nprovider = "openai-text"\nmodel = "a"\nlicence = "b"\ntraining_basis = "c"\n'
        'retains = false\ntrains = false\nsecured = true\naddress = "http://127.0.0.1:9"\n'
        'secret_file = "secret"\n'
    )
    jobs = Jobs(database)

    @jobs.task("test.in_vain", retries=Retries(attempts=1))
    async def in_vain(_payload: Payload) -> None:
        raise Conflict("No.")

    async with database.transaction() as connection:
        await jobs.enqueue(connection, "test.in_vain")
    await jobs.work(until_idle=True)
    settings = Settings(
        home=tmp_path,
        database_url=SecretStr(database_url),
        generation=GenerationSettings(tools_file=tmp_path / "tools.toml"),
    )
    findings = await asyncio.to_thread(found, settings)
    assert findings["clock"].well
    assert findings["jobs"].found == "Failed jobs: 1."
    assert "chmod 700" in findings["keys"].remedy
    assert "chmod 600" in findings["models"].remedy
