"""A small catalogue in memory, as the grammar sees it."""

from __future__ import annotations

from uuid import NAMESPACE_URL, uuid5

import numpy as np
import pytest

from matinee.catalogue.model import (
    AvailabilityWindow,
    NamedPerson,
    Shelf,
    ShelvedTitle,
    TitleWords,
)
from matinee.discover.indexing.directory import Directory
from matinee.discover.indexing.holdings import Holdings
from matinee.discover.understanding.names import NameBook
from matinee.vocabulary.ids import PersonId, TitleId
from matinee.vocabulary.places import EVERYWHERE, Language
from matinee.vocabulary.window import Window

ROWS = (
    # name, year, minutes, genres, language, country, directors, cast, keywords, age
    ("Charade", 1963, 113, "Comedy Romance", "en", "US", "Stanley Donen", "Cary Grant", "paris", 6),
    ("Vertigo", 1958, 128, "Thriller", "en", "US", "Alfred Hitchcock", "James Stewart", "", 12),
    ("Psycho", 1960, 109, "Horror", "en", "US", "Alfred Hitchcock", "Janet Leigh", "fear", 16),
    ("The Birds", 1963, 119, "Horror", "en", "US", "Alfred Hitchcock", "Tippi Hedren", "", 12),
    ("Harry Potter and the Stone", 2001, 152, "Fantasy", "en", "GB", "Columbus", "", "", 6),
    ("Harry Potter and the Goblet", 2005, 157, "Fantasy", "en", "GB", "Newell", "", "", 12),
    ("Playtime", 1967, 115, "Comedy", "fr", "FR", "Jacques Tati", "Jacques Tati", "paris", 0),
    ("Mon Oncle", 1958, 117, "Comedy", "fr", "FR", "Jacques Tati", "Jacques Tati", "", 0),
    ("Traffic", 1971, 96, "Comedy", "fr", "FR", "Jacques Tati", "Jacques Tati", "", 0),
    ("Blood Simple", 1984, 99, "Crime", "en", "US", "Joel Coen,Ethan Coen", "", "", 16),
    ("Fargo", 1996, 98, "Crime", "en", "US", "Joel Coen,Ethan Coen", "F McDormand", "snow", 16),
    ("The Lord of the Rings: The Two Towers", 2002, 179, "Fantasy", "en", "NZ", "Jackson",
     "Wood", "quest", 12),
    ("No Facts", 0, 0, "Comedy", "", "", "", "", "", -1),
)  # fmt: skip


def title_of(name: str) -> TitleId:
    return TitleId(uuid5(NAMESPACE_URL, name))


@pytest.fixture(scope="session")
def book() -> NameBook:
    shelved, words = [], []
    for name, year, minutes, genres, language, country, directors, cast, keywords, age in ROWS:
        shelved.append(
            ShelvedTitle(
                id=title_of(name),
                name=name,
                year=year or None,
                runtime_minutes=minutes or None,
                genres=tuple(genres.split()),
                ages={} if age < 0 else {EVERYWHERE: age},
                windows=(AvailabilityWindow(EVERYWHERE, Window()),),
                audio=(Language(language),) if language else (),
            )
        )
        named = [(person, "director") for person in directors.split(",") if person]
        named += [(person, "cast") for person in cast.split(",") if person]
        words.append(
            TitleWords(
                id=title_of(name),
                names=(name,),
                keywords=tuple(keywords.split()),
                people=tuple(
                    NamedPerson(PersonId(uuid5(NAMESPACE_URL, person)), person, role)
                    for person, role in named
                ),
                countries=(country,) if country else (),
            )
        )
    shelf = Shelf.build(shelved)
    holdings = Holdings.of(shelf, Directory.of(words, shelf))
    prior = np.zeros(len(holdings.directory), np.float32)
    return NameBook(holdings, prior).prepared()
