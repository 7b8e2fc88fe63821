"""The page of threats names tests that there are."""

import re
from pathlib import Path

TESTS = Path(__file__).parents[1]
PAGE = TESTS.parent / "docs" / "explanation" / "security.md"
_DEFINED = re.compile(r"^(?:async )?def (test_\w+)", re.MULTILINE)


def test_every_threat_names_tests_and_every_test_that_is_named_exists() -> None:
    page = PAGE.read_text(encoding="utf-8")
    there = {
        name for path in TESTS.rglob("test_*.py") for name in _DEFINED.findall(path.read_text())
    }
    named = set(re.findall(r"`(test_\w+)`", page))
    assert named - there == set()
    threats = [line for line in page.splitlines() if line.startswith("| ")][1:]
    assert len(threats) > 20
    assert [line for line in threats if "`test_" not in line] == []
