from __future__ import annotations

import ast
import re
from collections import Counter
from pathlib import Path

from tests.architecture.source_files import ROOT, SOURCE, SourceFile

EMPTY_NAMES = re.compile(r"(^|_)(utils?|helpers?|common|misc|managers?)$")
LONGEST = 400


def test_no_file_outgrows_400_lines(all_python: list[SourceFile]) -> None:
    assert [(file.name, file.lines) for file in all_python if file.lines > LONGEST] == []


def test_every_name_says_something(all_python: list[SourceFile]) -> None:
    assert [file.name for file in all_python if EMPTY_NAMES.search(file.path.stem)] == []


def test_every_part_explains_itself() -> None:
    parts = [path for path in SOURCE.iterdir() if path.is_dir() and path.name != "__pycache__"]
    words = {path for path in parts if path.name in {"vocabulary", "access", "surfaces"}}
    assert [path.name for path in parts if path not in words and not _readme(path)] == []


def _readme(folder: Path) -> bool:
    readme = folder / "README.md"
    return readme.exists() and readme.read_text(encoding="utf-8").startswith("# ")


def test_no_import_hides_inside_a_function(sources: list[SourceFile]) -> None:
    hidden = [
        f"{file.name}:{node.lineno}"
        for file in sources
        for function in ast.walk(file.tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert hidden == []


def test_nothing_is_left_for_later(all_python: list[SourceFile]) -> None:
    marks = re.compile(r"\b(TODO|FIXME|NotImplementedError)\b|type: ignore|# noqa|no cover")
    here = Path(__file__)
    left = [
        file.name
        for file in all_python
        if file.path != here and marks.search(file.path.read_text(encoding="utf-8"))
    ]
    assert left == []


def test_every_module_says_why_it_exists(sources: list[SourceFile]) -> None:
    assert [file.name for file in sources if ast.get_docstring(file.tree) is None] == []


def test_migrations_stand_in_one_line(sources: list[SourceFile]) -> None:
    steps = [file for file in sources if file.path.parent.name == "versions"]
    before = Counter(
        ast.literal_eval(node.value)
        for file in steps
        for node in file.tree.body
        if isinstance(node, ast.Assign)
        and isinstance(name := node.targets[0], ast.Name)
        and name.id == "down_revision"
    )
    assert len(steps) > 30
    assert [step for step, times in before.items() if times > 1] == []


def test_no_lock_file_carries_an_address() -> None:
    locks = [*ROOT.glob("requirements/*.lock"), *SOURCE.rglob("package-lock.json")]
    address = re.compile(r"https?://")
    carrying = [
        f"{lock.relative_to(ROOT)}: {line.strip()}"
        for lock in locks
        if "node_modules" not in lock.parts
        for line in lock.read_text(encoding="utf-8").splitlines()
        if address.search(line) and '"url"' not in line
    ]
    assert carrying == []
