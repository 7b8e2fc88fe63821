from __future__ import annotations

import pytest

from matinee.vocabulary.spreadsheet import harmless


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_a_formula_becomes_text(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "Soup", "a=b", -1, 2.5, None])
def test_all_else_stays(cell: object) -> None:
    assert harmless(cell) == cell
