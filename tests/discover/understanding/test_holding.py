from __future__ import annotations

import numpy as np
import pytest

from matinee.discover.understanding.holding import meeting_wish, ordered
from matinee.discover.understanding.mood_evidence import MoodEvidence
from matinee.discover.understanding.names import NameBook
from matinee.discover.understanding.reading import read
from matinee.vocabulary.places import EVERYWHERE


def names(book: NameBook, said: str) -> set[str]:
    rows = np.flatnonzero(meeting_wish(book, read(said, book), EVERYWHERE))
    return {book.holdings.shelf.names[row] for row in rows}


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("a French comedy", {"Playtime", "Mon Oncle", "Traffic"}),
        ("French comedy under 100 minutes", {"Traffic"}),
        ("by Hitchcock, not from the fifties", {"Psycho", "The Birds"}),
        ("fantasy, but no Harry Potter", {"The Lord of the Rings: The Two Towers"}),
        ("Tati without Playtime", {"Mon Oncle", "Traffic"}),
        ("for a seven-year-old, in English", {"Charade", "Harry Potter and the Stone"}),
        ("films from New Zealand", {"The Lord of the Rings: The Two Towers"}),
        ("a Coen brothers film since 1990", {"Fargo"}),
        ("a western", set()),
    ],
)
def test_what_is_left_meets_every_hard_part(book: NameBook, said: str, left: set[str]) -> None:
    assert names(book, said) == left


def test_a_title_without_the_fact_meets_nothing_that_is_asked_of_it(book: NameBook) -> None:
    assert "No Facts" in names(book, "a comedy")
    for said in ("a comedy before 1990", "a comedy under 3 hours", "a comedy in English"):
        assert "No Facts" not in names(book, said)


def test_an_order_is_kept_and_titles_without_the_fact_come_last(book: NameBook) -> None:
    rows = np.flatnonzero(meeting_wish(book, read("a comedy", book), EVERYWHERE)).astype(np.int32)
    sorted_rows = ordered(book, read("the oldest comedy", book), rows)
    assert sorted_rows is not None
    found = [book.holdings.shelf.names[row] for row in sorted_rows]
    assert (found[0], found[-1]) == ("Mon Oncle", "No Facts")


def test_a_mood_tells_its_evidence(book: NameBook) -> None:
    evidence = MoodEvidence.of(book.holdings)
    scary = next(one for one in evidence.shown if one.mood == "scary")
    assert scary.keywords == (("fear", 1),)
    assert scary.genres == ("Horror",)
    row = book.holdings.shelf.names.index("Psycho")
    leaning = evidence.leaning(("scary",), ("funny",), len(book.holdings.shelf))
    assert leaning[row] == leaning.max() == 1.0
    assert leaning[book.holdings.shelf.names.index("Traffic")] < 0
