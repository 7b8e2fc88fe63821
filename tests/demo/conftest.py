from __future__ import annotations

from datetime import date

import pytest

from matinee.demo.film_facts import FilmFacts, read_film_facts
from matinee.demo.film_texts import FilmText, read_film_texts
from matinee.demo.simulator.parameters import Parameters
from matinee.demo.simulator.repertoire import Repertoire, build_repertoire
from matinee.demo.simulator.simulation import Audience, simulate
from matinee.demo.windows import licences

SEED = 1895
BASE_DAY = date(2026, 11, 22)


@pytest.fixture(scope="session")
def facts() -> tuple[FilmFacts, ...]:
    return read_film_facts()


@pytest.fixture(scope="session")
def texts() -> dict[str, FilmText]:
    return {text.imdb: text for text in read_film_texts()}


@pytest.fixture(scope="session")
def repertoire(facts: tuple[FilmFacts, ...], texts: dict[str, FilmText]) -> Repertoire:
    return build_repertoire(facts, texts, licences(list(texts), seed=SEED), Parameters())


@pytest.fixture(scope="session")
def audience(repertoire: Repertoire) -> Audience:
    return simulate(repertoire, Parameters(), seed=SEED, base_day=BASE_DAY)
