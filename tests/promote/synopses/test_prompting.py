"""A language model is told no name that is not cleared, and may speak of no other."""

from __future__ import annotations

import pytest

from matinee.errors import Invalid
from matinee.generation.model import NameMatch
from matinee.promote.synopses.model import Purpose, TextKind
from matinee.promote.synopses.prompting import masked, request_for, unmasked

TOLD = "director: Ines Calder\nnotes: Ines Calder shot The Salt Road with Tom."


def _matches(*names: str) -> list[NameMatch]:
    starts = [(at, name) for name in names for at in range(len(TOLD)) if TOLD.startswith(name, at)]
    return [NameMatch(name, "person", at, at + len(name)) for at, name in starts]


def test_names_go_as_placeholders_and_come_back() -> None:
    bare, names = masked(TOLD, _matches("The Salt Road", "Ines Calder"))
    assert bare == "director: NAME1\nnotes: NAME1 shot NAME2 with Tom."
    assert unmasked(bare, names) == TOLD
    assert "Calder" not in request_for(Purpose(TextKind.LONG), bare).prompt


def test_an_answer_that_speaks_of_nobody_known_is_refused() -> None:
    with pytest.raises(Invalid, match="not in the sources"):
        unmasked("NAME3 escapes.", ("Ines Calder", "The Salt Road"))
