"""The search for secrets finds what is planted, and lets pass what was judged with a reason."""

import json
import runpy
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

TOOL = Path(__file__).parents[2] / "tools" / "secrets"
PLANTED = "ghp_" + "aB3dE6gH9jK2" * 3
"""Of the form of a GitHub token; put together here, so that this file holds none."""


@pytest.fixture(scope="module")
def secrets() -> dict[str, Any]:
    return runpy.run_path(str(TOOL))


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    _git(tmp_path, "init", "-q")
    _commit(tmp_path, "deploy/notes.md", "Nothing to see.\n")
    return tmp_path


def test_a_planted_secret_is_found_and_not_repeated(
    repository: Path,
    secrets: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    main = secrets["main"]
    judged = repository / "judged.json"
    judged.write_text("[]")
    for name, value in {"ROOT": repository, "JUDGED": judged}.items():
        monkeypatch.setitem(main.__globals__, name, value)
    monkeypatch.setattr(sys, "argv", ["secrets"])
    assert main() == 0
    _commit(repository, "deploy/run.sh", f"\nTOKEN={PLANTED}  # pragma: allowlist secret\n")
    assert main() == 1
    told = capsys.readouterr().out
    assert "FOUND: deploy/run.sh:2: GitHub Token" in told
    assert PLANTED not in told
    digest = told.partition("GitHub Token (digest ")[2].partition(")")[0]
    judgement = {"where": "deploy/*", "kind": "GitHub Token", "digest": digest}
    judged.write_text(json.dumps([judgement | {"reason": "made up by a test"}]))
    assert main() == 0


def test_a_secret_that_was_taken_out_again_is_found_in_the_history(
    repository: Path, secrets: dict[str, Any]
) -> None:
    _commit(repository, "deploy/run.sh", f"TOKEN={PLANTED}\n")
    _commit(repository, "deploy/run.sh", "TOKEN=$(cat token)\n")
    assert secrets["found_in"](repository, secrets["tracked"](repository)) == []
    (found,) = secrets["in_history"](repository)
    assert (found.where, found.kind, found.line) == ("deploy/run.sh", "GitHub Token", 0)


@pytest.mark.parametrize(
    ("where", "reason"), [("tests/*", " "), ("*", "all is well"), ("**", "all is well")]
)
def test_a_judgement_has_a_place_and_a_reason(
    secrets: dict[str, Any], where: str, reason: str
) -> None:
    told = json.dumps([{"where": where, "kind": "GitHub Token", "reason": reason}])
    with pytest.raises(ValueError, match="a place and a reason"):
        secrets["judged"](told)


def test_what_was_judged_says_what_it_covers(secrets: dict[str, Any]) -> None:
    judged = secrets["judged"](secrets["JUDGED"].read_text())
    hexes = next(one for one in judged if one.where == "benchmarks/results/*")
    finding = secrets["Finding"]
    assert hexes.covers(finding("benchmarks/results/x.json", hexes.kind, "d"))
    assert not hexes.covers(finding("benchmarks/results/x.json", "GitHub Token", "d"))
    assert not hexes.covers(finding("src/matinee/x.py", hexes.kind, "d"))


def test_a_search_that_did_not_end_is_no_pass() -> None:
    of_secrets = runpy.run_path(str(TOOL.with_name("audit")))["of_secrets"]
    ends = {(0, "ok"): 0, (1, "FOUND"): 1, (1, ""): 3, (2, ""): 3}
    assert {said: of_secrets(*said)[0] for said in ends} == ends


def _commit(folder: Path, name: str, text: str) -> None:
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_text(text)
    _git(folder, "add", name)
    _git(folder, "-c", "user.name=a", "-c", "user.email=a@b.example", "commit", "-q", "-m", "x")


def _git(folder: Path, *words: str) -> None:
    git = shutil.which("git") or "git"
    subprocess.run([git, *words], cwd=folder, check=True, capture_output=True)
