"""There is no way round the door: from no other part can an engine of generation be reached."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from tests.architecture.source_files import ROOT, SOURCE

ALLOWED = {"generation", "assembly"}
_REACHING = '"""Reaches round the door."""\n\nfrom matinee.generation.providers import {engine}\n'
_CONTRACT = "Nobody reaches a model but through the door"


def test_every_part_that_reaches_for_an_engine_is_caught(tmp_path: Path) -> None:
    """In a copy of the house, each part tries each engine, and the check names every one."""
    copy = tmp_path / "src" / "matinee"
    shutil.copytree(
        SOURCE, copy, ignore=shutil.ignore_patterns("node_modules", "static", "*.mo", "*.po")
    )
    shutil.copy(ROOT / ".importlinter", tmp_path)
    engines = sorted(file.stem for file in (copy / "generation" / "providers").glob("[a-z]*.py"))
    parts = sorted(path.name for path in copy.iterdir() if (path / "__init__.py").exists())
    others = [part for part in parts if part not in ALLOWED]
    for part in others:
        for engine in engines:
            (copy / part / f"reaching_{engine}.py").write_text(_REACHING.format(engine=engine))
    found = subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports")), "--no-logo", "--no-cache"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path / "src"), "COLUMNS": "300"},
        capture_output=True,
        text=True,
        check=False,
    )
    said = found.stdout[found.stdout.rindex(_CONTRACT) :]
    caught = set(
        re.findall(r"matinee\.(\w+)\.reaching_\w+ -> matinee\.generation\.providers\.(\w+)", said)
    )
    assert caught == {(part, engine) for part in others for engine in engines}
    assert len(others) >= 14
    assert found.returncode == 1


def test_no_text_of_another_part_names_an_engine_to_load_it_by_name() -> None:
    """What an import check cannot see: a module named in a string and loaded at run time."""
    naming = [
        str(file.relative_to(ROOT))
        for file in SOURCE.rglob("*.py")
        if file.relative_to(SOURCE).parts[0] not in ALLOWED
        and "node_modules" not in file.parts
        and "generation.providers" in file.read_text(encoding="utf-8")
    ]
    assert naming == []
