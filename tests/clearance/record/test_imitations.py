"""Whoever a prompt asks to be imitated is found, whether or not anybody listed the name."""

from __future__ import annotations

import pytest
from tests.clearance.record.conftest import BY, Desk, desk

from matinee.clearance.record import shapes
from matinee.clearance.record.imitations import imitated

__all__ = ["desk"]


@pytest.mark.parametrize(
    ("prompt", "names"),
    [
        ("A shore in the style of Mira Solveig Aas, at night", ["Mira Solveig Aas"]),
        ("a hall in the manner of J. van den Berg. Rain.", ["J. van den Berg"]),
        (
            "à la Brixenhall, painted by Ora Lind and Tove Falk",
            ["Brixenhall", "Ora Lind and Tove Falk"],
        ),
        ("inspired by The Lantern Keepers of Vell", ["The Lantern Keepers of Vell"]),
        ("A chair in the style of the seventies. Rain.", []),
        ("in the style of an old postcard, painted by hand", []),
        ("A dog sleeps by Mara. Lit by Candle Street lamps.", []),
    ],
)
def test_who_is_to_be_imitated_is_named(prompt: str, names: list[str]) -> None:
    found = list(imitated(prompt))
    assert [match.term for match in found] == names
    assert all(prompt[match.start : match.end] == match.term for match in found)


async def test_an_imitation_is_uncleared_until_a_permission_names_it(desk: Desk) -> None:
    prompt = "A shore in the style of Mira Aas, and one by Orson Welles, in the manner of Heat"
    await desk.record.names.refresh()
    found = desk.record.names.uncleared(prompt, desk.production)
    assert [match.term for match in found] == ["Mira Aas", "Orson Welles", "Heat"]
    permission = shapes.NameClearance(term="Mira Aas", basis="a licence")
    await desk.record.clear_name(desk.record_key, permission, by=BY)
    found = desk.record.names.uncleared(prompt, desk.production)
    assert [match.term for match in found] == ["Orson Welles", "Heat"]
