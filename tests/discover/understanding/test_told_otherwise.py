"""What is told around a name or a mood, in other words than a plain cue."""

from __future__ import annotations

from typing import Any

import pytest

from matinee.discover.understanding.names import NameBook
from matinee.discover.understanding.reading import read
from matinee.discover.understanding.wishes import wish_json

NO_GRANT: dict[str, Any] = {"without": {"people": ["Cary Grant"]}}
TENTH: dict[str, Any] = {"age": 10, "company": ["kids"], "occasion": ["birthday"]}
NO_TATI: dict[str, Any] = {
    "like": ["Jacques Tati"],
    "without": {"directors": ["Jacques Tati"]},
}
NOT_THAT_PSYCHO: dict[str, Any] = {"titles": ["Psycho"], "without": {"years": [1998, 1998]}}


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("if Cary Grant is in it I'm leaving", NO_GRANT),
        ("I'm off if Cary Grant turns up", NO_GRANT),
        ("unless it stars Cary Grant", NO_GRANT),
        ("Cary Grant not among the cast", NO_GRANT),
        ("Cary Grant not involved, please", NO_GRANT),
        ("Uplifting please, no sport", {"moods": ["uplifting"], "without": {"genres": ["Sport"]}}),
        ("Musicals no, drama yes", {"genres": ["Drama"], "without": {"genres": ["Musical"]}}),
        ("a horror, but go easy on us", {"genres": ["Horror"]}),
        ("don't make it too tense", {"without": {"moods": ["tense"]}}),
        ("please not one that's too long", {"minutes": [None, 120]}),
        ("my daughter turns ten today", TENTH),
        ("she's ten on Sunday", TENTH),
        ("my daughter is ten", {"age": 10, "company": ["kids"]}),
        ("the kids are at their nan's, a comedy", {"genres": ["Comedy"]}),
        ("My wife's out tonight, a comedy", {"genres": ["Comedy"]}),
        ("my wife is here", {"company": ["partner"]}),
        ("I'm teaching myself Portuguese", {"languages": ["pt"]}),
        ("Portuguese subtitles", {"subtitles": ["pt"]}),
        ("a comedy that Hitchcock wrote", {"genres": ["Comedy"], "people": ["Alfred Hitchcock"]}),
        ("after the fashion of Charade", {"like": ["Charade"]}),
        ("Jacques Tati vibes, but not a film he directed himself", NO_TATI),
        ("like Jacques Tati but someone else directed it", NO_TATI),
        ("westurns, no horrer", {"genres": ["Western"], "without": {"genres": ["Horror"]}}),
        ("science ficton", {"genres": ["Science Fiction"]}),
        ("Psycho for a pajama party", {"titles": ["Psycho"], "occasion": ["sleepover"]}),
        ("Psycho but not the 1998 version", NOT_THAT_PSYCHO),
        ("psycho, not the 1998 one", NOT_THAT_PSYCHO),
        (
            "with mum, dad and gran",
            {"company": ["parents", "grandparents"]},
        ),
        ("my boyfriend and his parents", {"company": ["partner", "parents"]}),
        ("a slow do-nothing day", {"occasion": ["lazy day"]}),
        (
            "a drama about food for a do-nothing day",
            {"genres": ["Drama"], "occasion": ["lazy day"]},
        ),
        ("it needn't be funny, a drama", {"genres": ["Drama"]}),
        ("any decade but the eighties", {"without": {"years": [1980, 1989]}}),
        ("horror? no. romance? yes.", {"genres": ["Romance"], "without": {"genres": ["Horror"]}}),
        ("scratch the Fargo itch", {"like": ["Fargo"]}),
        ("nobody famous, a comedy", {"genres": ["Comedy"]}),
        ("my neice is 5", {"age": 5, "company": ["kids"]}),
        ("parents are out, a comedy", {"genres": ["Comedy"]}),
        ("my parents are at our house", {"company": ["parents"]}),
        ("if it's scary I won't mind", {"moods": ["scary"]}),
        ("the sort of thing Jacques Tati made", {"like": ["Jacques Tati"]}),
    ],
)
def test_what_is_told_otherwise_is_understood(
    book: NameBook, said: str, meant: dict[str, Any]
) -> None:
    assert wish_json(read(said, book)) | {"text": ""} == meant | {"text": ""}


def test_a_condition_that_pleases_refuses_nobody(book: NameBook) -> None:
    wish = wish_json(read("if Cary Grant is in it, all the better", book))
    assert "without" not in wish
