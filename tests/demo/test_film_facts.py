from __future__ import annotations

import sqlite3
from collections import Counter
from contextlib import closing

from bokeh_sampledata import movies_data
from tests.demo.conftest import BASE_DAY, SEED

from matinee.demo.film_facts import FilmFacts
from matinee.demo.film_texts import FilmText
from matinee.demo.records import prominence, title_records
from matinee.demo.windows import licences
from matinee.vocabulary.places import Language, Territory


def _counted(condition: str) -> int:
    with closing(sqlite3.connect(f"file:{movies_data.movie_path}?mode=ro", uri=True)) as films:
        return int(films.execute(f"SELECT count(*) FROM omdb WHERE {condition}").fetchone()[0])


def test_every_record_of_the_database_is_read(facts: tuple[FilmFacts, ...]) -> None:
    assert len(facts) == _counted("1") == 17_472


def test_the_known_gaps_are_as_the_database_has_them(facts: tuple[FilmFacts, ...]) -> None:
    certificates = sum(film.certificate is None for film in facts)
    runtimes = sum(film.runtime_minutes is None for film in facts)
    assert certificates == _counted("Rating IS NULL") == 14_904
    assert runtimes == _counted("Runtime IS NULL") == 1_299


def test_two_imdb_ids_repeat(facts: tuple[FilmFacts, ...]) -> None:
    counts = Counter(film.imdb for film in facts)
    assert {imdb for imdb, count in counts.items() if count > 1} == {"tt0078788", "tt0850669"}


def test_languages_and_countries_are_codes_of_the_trade(facts: tuple[FilmFacts, ...]) -> None:
    assert all(tag == Language(tag) for film in facts for tag in film.languages)
    assert all(code == Territory(code) for film in facts for code in film.countries)


def test_a_name_keeps_what_follows_its_comma(facts: tuple[FilmFacts, ...]) -> None:
    names = {name for film in facts for name in film.cast}
    assert "Ed Begley, Jr." in names
    assert not names & {"Jr.", "Sr."}


def test_the_leads_of_a_cast_come_before_those_at_the_next_table(
    facts: tuple[FilmFacts, ...],
) -> None:
    known = prominence(facts)
    casablanca = next(film for film in facts if film.name == "Casablanca" and film.year == 1942)
    leads = sorted(casablanca.cast, key=lambda name: -known[name])[:4]
    assert {"Humphrey Bogart", "Ingrid Bergman", "Peter Lorre"} <= set(leads)


def test_an_age_set_by_this_project_is_marked_so(
    facts: tuple[FilmFacts, ...], texts: dict[str, FilmText]
) -> None:
    lots = licences(list(texts), seed=SEED)
    records = list(title_records(facts, texts, lots, base_day=BASE_DAY))
    boards = [record.maturity[0].board if record.maturity else "" for record in records]
    ours = boards.count("AGE")
    assert ours == sum(film.certificate is None and film.imdb in texts for film in facts)
    assert ["maturity" in record.marks for record in records] == [
        board == "AGE" for board in boards
    ]
