from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

from tests.demo.conftest import BASE_DAY, SEED

from matinee.catalogue.model import TitleRecord
from matinee.demo.film_facts import FilmFacts
from matinee.demo.film_texts import FilmText
from matinee.demo.records import title_records
from matinee.demo.windows import HELD_BACK, LEAVING, NEW, licences

_BASE = datetime(BASE_DAY.year, BASE_DAY.month, BASE_DAY.day, tzinfo=UTC)


def _records(
    facts: tuple[FilmFacts, ...], texts: dict[str, FilmText]
) -> tuple[list[TitleRecord], list[TitleRecord]]:
    lots = licences(list(texts), seed=SEED)
    described: list[TitleRecord] = []
    others: list[TitleRecord] = []
    for record in title_records(facts, texts, lots, base_day=BASE_DAY):
        (described if record.texts else others).append(record)
    return described, others


def _start(record: TitleRecord) -> datetime:
    assert record.windows[0].start is not None
    return datetime.fromisoformat(record.windows[0].start)


def test_films_that_are_not_described_are_open_everywhere_and_always(
    facts: tuple[FilmFacts, ...], texts: dict[str, FilmText]
) -> None:
    _, others = _records(facts, texts)
    assert len(others) == 17_072
    assert {(w.territory, w.start, w.end) for r in others for w in r.windows} == {("*", None, None)}


def test_every_described_film_has_opened_by_the_base_day(
    facts: tuple[FilmFacts, ...], texts: dict[str, FilmText]
) -> None:
    described, _ = _records(facts, texts)
    assert all(_start(record) < _BASE for record in described)


def test_some_films_are_new_some_leave_and_some_are_held_back(
    facts: tuple[FilmFacts, ...], texts: dict[str, FilmText]
) -> None:
    described, _ = _records(facts, texts)
    new = [r for r in described if _start(r) >= _BASE - timedelta(days=28)]
    leaving = [r for r in described if r.windows[0].end is not None]
    held_back = [r.windows[1].territory for r in described if len(r.windows) > 1]
    assert (len(new), len(leaving), len(held_back)) == (NEW, LEAVING, HELD_BACK)
    assert set(Counter(held_back).values()) == {2}


def test_the_same_seed_draws_the_same_lots(texts: dict[str, FilmText]) -> None:
    ids = list(texts)
    assert licences(ids, seed=1) == licences(ids[::-1], seed=1)
    assert licences(ids, seed=1) != licences(ids, seed=2)
