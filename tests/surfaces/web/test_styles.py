"""All sheets of a page are one: what a name looks like is said in one of them."""

from __future__ import annotations

import re

import pytest

from matinee.surfaces.web.build import BROWSER

_STYLES = BROWSER / "styles"
_SHARED = {".desk"}
"""The page itself, to which a part may add."""


@pytest.mark.parametrize("sheet", ["member.css", "desk.css"])
def test_a_name_is_styled_in_one_sheet_only(sheet: str) -> None:
    parts = re.findall(r'@import "\./(.*?)";', (_STYLES / sheet).read_text())
    said: dict[str, set[str]] = {}
    for part in [*parts, sheet]:
        text = (_STYLES / part).read_text()
        for name in re.findall(r"^(\.[a-z][a-z0-9-]*)\s*\{", text, re.MULTILINE):
            said.setdefault(name, set()).add(part)
    twice = {name: parts for name, parts in said.items() if len(parts) > 1}
    assert {name: parts for name, parts in twice.items() if name not in _SHARED} == {}
    assert len(said) > 50
