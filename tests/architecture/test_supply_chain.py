"""The bill of materials lists what is pinned, and no answer about advisories is no pass."""

import json
import runpy
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]


def test_the_bill_lists_every_pinned_package_once_with_its_hashes() -> None:
    bill: dict[str, Any] = runpy.run_path(str(ROOT / "tools" / "bill-of-materials"))["bill"]()
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    names = [one["bom-ref"] for one in bill["components"]]
    assert len(set(names)) == len(names)
    locked = (ROOT / "requirements" / "core.lock").read_text().count("==")
    assert sum(name.startswith("pkg:pypi/") for name in names) >= locked * 0.9
    assert any(name.startswith("pkg:npm/htmx.org@") for name in names)
    assert [one["bom-ref"] for one in bill["components"] if not one["properties"]] == []


_KNOWN = {"dependencies": [{"name": "a", "version": "1", "vulns": []}]}
_FOUND = {"dependencies": [{"name": "a", "version": "1", "vulns": [{"id": "PYSEC-1"}]}]}
_SKIPPED = {"dependencies": [{"name": "a", "skip_reason": "not found"}]}


@pytest.mark.parametrize(
    ("answer", "end"),
    [
        ("", 3),
        ("{}", 3),
        (json.dumps({"dependencies": []}), 3),
        (json.dumps(_SKIPPED), 3),
        (json.dumps(_FOUND), 1),
        (json.dumps(_KNOWN), 0),
    ],
)
def test_no_answer_about_advisories_is_no_pass(answer: str, end: int) -> None:
    audit = runpy.run_path(str(ROOT / "tools" / "audit"))
    assert audit["of_python"](answer)[0] == end
    assert audit["of_npm"]('{"error": {"code": "ENOAUDIT"}}')[0] == 3
