from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from tests.surfaces.cli.processes import environment, run, told

import matinee
from matinee.surfaces.cli.main import command_line, main
from matinee.surfaces.cli.reference import commands_page, every_command

REFERENCE = Path(__file__).parents[3] / "docs" / "reference" / "commands.md"


@pytest.fixture(autouse=True)
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = told(capsys, "version", "--json")
    assert (code, json.loads(out)["matinee"]) == (0, matinee.__version__)


def test_without_a_command_the_commands_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = told(capsys)
    assert code == 0
    assert "serve" in out


def test_settings_are_shown_with_their_source_and_without_secrets(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MATINEE_DATABASE_URL", "postgresql://ada:open-sesame@db.example/films")
    code, out, _ = told(capsys, "settings", "--json")
    shown = next(line for line in json.loads(out) if line["key"] == "database_url")
    assert (code, shown["source"]) == (0, "environment")
    assert shown["value"] == "postgresql://ada:********@db.example/films"
    _, table, _ = told(capsys, "settings")
    assert "open-sesame" not in table
    assert "db.example" in table


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["servve"], "servve"),
        (["db"], "matinee db --help"),
        (["serve", "--prot", "1"], "--prot"),
        (["serve", "--port", "many"], "--port"),
        (["serve", "--port", "70000"], "--port: "),
        (["jobs", "retry"], "matinee jobs retry --help"),
    ],
)
def test_a_mistake_is_one_line_that_says_what_to_do(
    capsys: pytest.CaptureFixture[str], arguments: list[str], says: str
) -> None:
    code, out, err = told(capsys, *arguments)
    assert (code, out) == (2, "")
    (line,) = err.splitlines()
    assert says in line


def test_a_mistake_is_told_as_json_where_json_is_asked_for(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MATINEE_PROT", "1")
    code, out, err = told(capsys, "settings", "--json")
    assert (code, out) == (2, "")
    assert json.loads(err)["error"]["field"] == "MATINEE_PROT"


def test_a_database_that_does_not_answer_is_one_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MATINEE_DATABASE_URL", "postgresql://ada:open-sesame@127.0.0.1:1/films")
    code, _, err = told(capsys, "jobs", "list")
    assert code == 2
    (line,) = err.splitlines()
    assert "MATINEE_DATABASE_URL" in line
    assert "open-sesame" not in line


def test_a_server_that_is_not_ours_is_not_started_or_stopped(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MATINEE_DATABASE_URL", "postgresql://db.example/films")
    for command in ("start", "stop", "status"):
        code, _, err = told(capsys, "db", command)
        assert (code, "does not run" in err) == (2, True)


def test_a_traceback_is_shown_to_whoever_asks_for_it(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "Traceback" not in told(capsys, "servve")[2]
    monkeypatch.setenv("MATINEE_DEBUG", "1")
    with pytest.raises(
        typer.TyperException
    ):  # Python writes the traceback of what a program lets through.
        main(["servve"])


def test_a_reader_that_goes_away_is_no_failure(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "matinee", "reference", "commands"]
    with subprocess.Popen(
        command,
        cwd=tmp_path,
        env=environment({}),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        process.stdout.close()
        assert process.stderr is not None
        assert process.stderr.read() == ""


@pytest.mark.kills
def test_the_embedded_database_is_started_described_and_stopped(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def state(command: str) -> str:
        return json.loads(told(capsys, "db", command, "--json")[1])["state"]

    # It outlives the command that started it, which is therefore a process of its own.
    states = [state("status"), json.loads(run(tmp_path, "db", "start", "--json").stdout)["state"]]
    states += [state(command) for command in ("status", "stop", "status")]
    assert states == ["absent", "running", "running", "stopped", "stopped"]


def test_every_command_speaks_json_and_says_what_it_does() -> None:
    silent = [
        path
        for path, command in every_command(command_line())
        if not command.help or "--json" not in {name for one in command.params for name in one.opts}
    ]
    assert silent == []


def test_the_reference_page_of_the_commands_is_true() -> None:
    assert REFERENCE.read_text(encoding="utf-8") == commands_page(command_line()), (
        "Write it anew: matinee reference commands > docs/reference/commands.md"
    )
