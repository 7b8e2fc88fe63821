"""Whoever a prompt asks to be imitated is found, whether or not anybody listed the name."""

from __future__ import annotations

import time

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
        ('in the style of "Greg Rutkowski"', ["Greg Rutkowski"]),
        ("in the style of the painter Greg Rutkowski", ["Greg Rutkowski"]),
        ("in the style of artist Greg Rutkowski", ["Greg Rutkowski"]),
        ("painted by the late Greg Rutkowski", ["Greg Rutkowski"]),
        ("painted by Dr. Greg Rutkowski", ["Dr. Greg Rutkowski"]),
        ("a castle, by Greg Rutkowski", ["Greg Rutkowski"]),
        ("a castle, Greg Rutkowski style", ["Greg Rutkowski"]),
        ("in Greg Rutkowski's style", ["Greg Rutkowski"]),
        ("in Greg Rutkowski\u2019s style", ["Greg Rutkowski"]),
        ("styled after Greg Rutkowski", ["Greg Rutkowski"]),
        ("in the style of 宫崎骏", ["宫崎骏"]),
        ("An Art Deco style hall with a Gothic style door. In Gothic style", []),
        ("A house, by the sea, a lamp, by Night", []),
    ],
)
def test_who_is_to_be_imitated_is_named(prompt: str, names: list[str]) -> None:
    found = list(imitated(prompt))
    assert [match.term for match in found] == names
    assert all(prompt[match.start : match.end] == match.term for match in found)


@pytest.mark.parametrize(
    "piece", ["A ", " ", "Aa style ", "painted by the late ", "by the ", ", by A.", "宫", "'"]
)
def test_a_long_prompt_is_looked_through_at_once(piece: str) -> None:
    began = time.process_time()
    list(imitated(piece * (10_000 // len(piece))))
    assert time.process_time() - began < 1


async def test_an_imitation_is_uncleared_until_a_permission_names_it(desk: Desk) -> None:
    prompt = "A shore in the style of Mira Aas, and one by Orson Welles, in the manner of Heat"
    await desk.record.names.refresh()
    found = desk.record.names.uncleared(prompt, desk.production)
    assert [match.term for match in found] == ["Mira Aas", "Orson Welles", "Heat"]
    permission = shapes.NameClearance(term="Mira Aas", basis="a licence")
    await desk.record.clear_name(desk.record_key, permission, by=BY)
    found = desk.record.names.uncleared(prompt, desk.production)
    assert [match.term for match in found] == ["Orson Welles", "Heat"]
