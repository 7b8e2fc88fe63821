"""Names are found as whole words however they are written, and everyday words are left alone."""

from __future__ import annotations

import time

import pytest
from tests.clearance.record.conftest import BY, Desk

from matinee.clearance.record import shapes
from matinee.clearance.record.name_index import NameIndex

INDEX = NameIndex()
INDEX.add(["Zorro", "Wu"], "artist", listed=True)
INDEX.add(["Orson Welles", "Agnès Varda", "Tōru Takemitsu", "Cher"], "person")
INDEX.add(["The Lady from Shanghai", "Heat", "Amélie", "Up", "1917", "The One", "Heat"], "title")


@pytest.mark.parametrize(
    ("prompt", "found"),
    [
        ("a hall of mirrors as in The Lady from Shanghai", ["The Lady from Shanghai"]),
        ("THE  LADY FROM SHANGHAI, but at noon", ["The Lady from Shanghai"]),
        ("the lady, from Shanghai?", ["The Lady from Shanghai"]),
        ("by agnes varda and ORSON\nWELLES", ["Agnès Varda", "Orson Welles"]),
        ("Agne\u0300s Varda", ["Agnès Varda"]),
        ("Or\u200bson Wel\u00adles", ["Orson Welles"]),
        ("Ｏｒｓｏｎ Ｗｅｌｌｅｓ", ["Orson Welles"]),
        ("toru takemitsu's music", []),
        ("music of Toru Takemitsu", ["Tōru Takemitsu"]),
        ("orsonwelles and Orson, Wellesley", []),
        ("amelie in a cafe", ["Amélie"]),
        ("the heat of summer. Heat rises", []),
        ("a robbery like Heat", ["Heat"]),
        ("meet The One, or the one", ["The One"]),
        ("zoom up on 1917 bottles, the one there", []),
        ("a mask like zorro, by wu", ["Zorro", "Wu"]),
        ("", []),
    ],
)
def test_a_name_is_found_where_it_is_one(prompt: str, found: list[str]) -> None:
    assert [match.term for match in INDEX.found(prompt)] == found


def test_a_match_says_where_it_stands() -> None:
    prompt = "a face, Agne\u0300s Varda, at dawn"
    [match] = INDEX.found(prompt)
    assert prompt[match.start : match.end] == "Agne\u0300s Varda"


def test_a_long_prompt_is_read_in_milliseconds_among_many_names() -> None:
    index = NameIndex()
    index.add((f"Given{n % 977} Family{n}" for n in range(50_000)), "person")
    index.add((f"The tale of {n} winters" for n in range(20_000)), "title")
    prompt = ("Given5 Family5 walks with the tale of nothing " * 60)[:2000]
    best = min(_seconds(index, prompt) for _ in range(7))
    assert best < 0.02  # 5 ms where the machine is not shared; the benchmark says.


def _seconds(index: NameIndex, prompt: str) -> float:
    began = time.thread_time()  # What else the machine does meanwhile is not reading.
    assert sum(1 for _ in index.found(prompt)) > 10
    return time.thread_time() - began


async def test_a_production_may_name_what_was_cleared_for_it_alone(desk: Desk) -> None:
    names = desk.record.names
    await names.ready()
    prompt = "a mood like Orson Welles"
    assert [match.term for match in names.uncleared(prompt, desk.production)] == ["Orson Welles"]
    clearance = shapes.NameClearance(term="orson welles", basis="estate, letter of 2026-08-01")
    await desk.record.clear_name(desk.record_key, clearance, by="Marta Leal")
    assert names.uncleared(prompt, desk.production) == []
    assert len(names.uncleared(prompt, None)) == 1
    withdrawn = clearance.model_copy(update={"cleared": False})
    await desk.record.clear_name(desk.record_key, withdrawn, by="Marta Leal")
    assert len(names.uncleared(prompt, desk.production)) == 1


async def test_a_reference_to_a_name_waits_for_its_permission(desk: Desk) -> None:
    use = await desk.sketch(references=["light as in Agnès Varda"])
    [decided] = await desk.record.decisions.taken(use)
    assert (decided.decision.outcome, decided.decision.rules) == ("review", ("R7",))
    clearance = shapes.NameClearance(term="Agnès Varda", basis="estate")
    await desk.record.clear_name(desk.record_key, clearance, by="Marta Leal")
    assert (await desk.record.decide(use, by=BY)).decision.outcome == "go"


async def test_counsel_lists_a_name_and_takes_it_off(desk: Desk) -> None:
    names = desk.record.names
    await desk.record.list_name(shapes.ListedName(term="Studio Blue", kind="artist"), by=BY)
    assert [match.kind for match in names.uncleared("in studio blue style", None)] == ["artist"]
    off = shapes.ListedName(term="Studio Blue", listed=False)
    await desk.record.list_name(off, by=BY)
    assert names.uncleared("in studio blue style", None) == []


async def test_new_titles_of_the_catalogue_are_found_after_a_look(desk: Desk) -> None:
    await desk.record.names.ready()
    assert desk.record.names.uncleared("as in Vertigo Hill", None) == []
    desk.names.titles, desk.names.version = (*desk.names.titles, "Vertigo Hill"), 2
    await desk.record.watch.look(names=True)
    assert len(desk.record.names.uncleared("as in Vertigo Hill", None)) == 1
