"""The doctor says what is wrong and what mends it, and leaves nothing behind."""

from pathlib import Path

import pytest
from pydantic import SecretStr

from matinee.assembly.settings import Settings
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
        )
    )
    for thing in ("room", "database", "files", "compute"):
        assert not findings[thing].well, thing
        assert findings[thing].remedy
    assert findings["python"].well
    assert findings["training"].found.startswith("without PyTorch")
