"""What is found for letters, among a few names and their popularity."""

from __future__ import annotations

import numpy as np
import pytest

from matinee.discover.spelling.lexicon import Lexicon
from matinee.discover.spelling.matching import Channel, find

NAMES = (
    "The Godfather",
    "The Godfather Part II",
    "Gone Girl",
    "Spider-Man: Homecoming",
    "Amélie",
    "Сталкер",
    "The Empire Strikes Back",
    "Alien",
    "Aliens",
    "God of Gamblers",
    "Alice",
)


def names(query: str, *, watched: dict[str, int] | None = None, hidden: str = "") -> list[str]:
    lexicon = Lexicon.of([(entry, (name,)) for entry, name in enumerate(NAMES)])
    prior = np.log1p(np.array([(watched or {}).get(name, 0) for name in NAMES], np.float32))
    visible = np.array([name != hidden for name in NAMES])
    found = find(lexicon, query, prior=prior, visible=visible, channel=Channel())
    return [NAMES[entry] for entry in found.entries.tolist()]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("gon", "Gone Girl"),
        ("godfther", "The Godfather"),
        ("gdofather part 2", "The Godfather Part II"),
        ("godfather part two", "The Godfather Part II"),
        ("spiderman", "Spider-Man: Homecoming"),
        ("spider man", "Spider-Man: Homecoming"),
        ("home coming", "Spider-Man: Homecoming"),
        ("amelie", "Amélie"),
        ("stalker", "Сталкер"),
        ("empire str", "The Empire Strikes Back"),
        ("back empire", "The Empire Strikes Back"),
        ("strkes empire", "The Empire Strikes Back"),
        ("alixn", "Alien"),
        ("xlien", "Alien"),
    ],
)
def test_a_name_is_found_in_spite_of_how_it_is_typed(query: str, first: str) -> None:
    assert names(query)[0] == first


def test_of_two_names_that_begin_alike_the_one_more_watched_comes_first() -> None:
    assert names("go", watched={"Gone Girl": 50})[0] == "Gone Girl"
    assert names("go", watched={"God of Gamblers": 50})[0] == "God of Gamblers"


def test_a_name_typed_whole_comes_before_one_that_goes_on() -> None:
    assert names("alien")[:2] == ["Alien", "Aliens"]


def test_what_may_not_be_seen_is_not_found() -> None:
    assert "Alien" not in names("alien", hidden="Alien")


@pytest.mark.parametrize("query", ["", "  ", "!?", "\x00", "😶‍🌫️" * 40, "zzzzzzzzzzzz", "ا" * 500])
def test_what_names_nothing_finds_nothing(query: str) -> None:
    assert names(query) == []


def test_a_lexicon_that_was_changed_finds_as_one_that_was_made_so() -> None:
    before = Lexicon.of([(0, ("Alien",)), (1, ("Heat",)), (2, ("Alice",))])
    changed = before.without(np.array([1], np.int32)).joined(Lexicon.of([(1, ("Ali",))]))
    made = Lexicon.of([(0, ("Alien",)), (1, ("Ali",)), (2, ("Alice",))])
    assert changed.forms.tolist() == made.forms.tolist()
    assert changed.entries.tolist() == made.entries.tolist()
    assert changed.signatures.tolist() == made.signatures.tolist()
