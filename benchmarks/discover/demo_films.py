"""The demo's catalogue as holdings, without a database: the same records as the demo loads.

What critics wrote stands for how often a film is watched, so that namesakes are told apart.
"""

from dataclasses import dataclass
from datetime import date
from uuid import NAMESPACE_URL, uuid5

import numpy as np
from numpy.typing import NDArray

from matinee.catalogue.importing.genre_words import genre_words
from matinee.catalogue.model import (
    AvailabilityWindow,
    NamedPerson,
    Shelf,
    ShelvedTitle,
    TitleRecord,
    TitleWords,
)
from matinee.demo.film_facts import FilmFacts, read_film_facts
from matinee.demo.film_texts import read_film_texts
from matinee.demo.records import title_records
from matinee.discover.indexing.directory import Directory
from matinee.discover.indexing.holdings import Holdings
from matinee.discover.priors import crowd_prior
from matinee.discover.understanding.names import NameBook
from matinee.vocabulary.ids import PersonId, TitleId
from matinee.vocabulary.places import EVERYWHERE, Language
from matinee.vocabulary.window import Window

_ALWAYS = AvailabilityWindow(EVERYWHERE, Window())
_AGES = {"G": 0, "PG": 8, "PG-13": 13, "R": 17, "NC-17": 18}


@dataclass(frozen=True)
class DemoFilms:
    """The holdings, the book of names, and the facts of each title by its id."""

    holdings: Holdings
    book: NameBook
    facts: dict[TitleId, FilmFacts]
    ages: dict[TitleId, int]


def demo_films() -> DemoFilms:
    """All films of the demo."""
    facts = read_film_facts()
    texts = {text.imdb: text for text in read_film_texts()}
    records = list(title_records(facts, texts, {}, base_day=date(2026, 1, 1)))
    known = [
        (TitleId(uuid5(NAMESPACE_URL, fact.wikidata)), fact, record)
        for fact, record in zip(facts, records, strict=True)
    ]
    known.sort(key=lambda one: one[0])
    ages = {title: age for title, _, record in known if (age := _age(record)) is not None}
    shelf = Shelf.build([_shelved(title, record, ages.get(title)) for title, _, record in known])
    words = [_words(title, record) for title, _, record in known]
    holdings = Holdings.of(shelf, Directory.of(words, shelf))
    watched: NDArray[np.float32] = np.zeros(len(shelf), np.float32)
    for title, fact, _ in known:
        watched[shelf.index[title]] = fact.reviews
    book = NameBook(holdings, crowd_prior(holdings, watched)).prepared()
    return DemoFilms(holdings, book, {title: fact for title, fact, _ in known}, ages)


def _age(record: TitleRecord) -> int | None:
    for rating in record.maturity:
        return int(rating.label) if rating.board == "AGE" else _AGES.get(rating.label)
    return None


def _shelved(title: TitleId, record: TitleRecord, age: int | None) -> ShelvedTitle:
    return ShelvedTitle(
        id=title,
        name=record.name,
        year=record.year,
        runtime_minutes=record.runtime_minutes,
        genres=genre_words(record.genres),
        ages={} if age is None else {EVERYWHERE: age},
        windows=(_ALWAYS,),
        audio=tuple(Language(language) for language in record.audio),
    )


def _words(title: TitleId, record: TitleRecord) -> TitleWords:
    return TitleWords(
        id=title,
        names=(record.name,),
        synopses=tuple(text.synopsis_short for text in record.texts),
        keywords=tuple(record.keywords),
        people=tuple(
            NamedPerson(PersonId(uuid5(NAMESPACE_URL, credit.name)), credit.name, credit.role)
            for credit in record.credits
        ),
        countries=tuple(record.countries),
    )
