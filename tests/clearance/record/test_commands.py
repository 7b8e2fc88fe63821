"""The record from the command line: from a production to a decision, and what does not fit."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.clearance.record.conftest import PAPER, YES
from typer.testing import CliRunner

from matinee.errors import Invalid
from matinee.surfaces.cli.main import command_line


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, database_url: str) -> Path:
    monkeypatch.setenv("MATINEE_DATABASE_URL", database_url)
    monkeypatch.setenv("MATINEE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("MATINEE_LOG_LEVEL", "error")
    return tmp_path


def _run(folder: Path, *words: str, body: dict[str, Any] | None = None) -> Any:
    arguments = ["clearance", *words]
    if body is not None:
        (folder / "body.json").write_text(json.dumps(body))
        arguments.append(str(folder / "body.json"))
    done = CliRunner().invoke(command_line(), [*arguments, "--json"], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def test_a_use_is_declared_and_decided_from_the_command_line(folder: Path) -> None:
    production = _run(folder, "add-production", body={"title": "Night train"})["key"]
    tool = {
        "version": "3.1",
        "licence_tier": "enterprise",
        "terms_hash": PAPER,
        "reviewed_at": "2026-08-01T00:00:00Z",
        "trains": False,
        "retains": False,
        "secured": True,
        "environment": "ours",
    }
    _run(folder, "put-tool", "sketcher", body=tool)
    use = {
        "tool": "sketcher",
        "purpose": "mood board",
        "kind": "ideation",
        "final": False,
        "likeness": False,
        "personal_data": False,
        "third_party_ip": False,
        "unreleased_input": False,
        "principles": YES,
    }
    decision = _run(folder, "declare", production, body=use)
    assert decision["outcome"] == "go"
    wish = {"lasts_seconds": 60, "input_class": "search query"}
    assert _run(folder, "permit", decision["use"], body=wish)["kind"] == "standing"
    assert [fact["says"]["title"] for fact in _run(folder, "list", "production")["facts"]] == [
        "Night train"
    ]


def test_a_file_that_does_not_fit_is_refused_by_field(folder: Path) -> None:
    with pytest.raises(Invalid) as refused:
        _run(folder, "add-performer", body={"name": "Clara", "date_of_birth": "soon"})
    assert refused.value.field == "date_of_birth"
