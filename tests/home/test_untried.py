"""New titles that no model knows: who sees them in ordinary rows, where, and for which reason."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import numpy as np
import pytest
from tests.home.scenery import NOW, Did, GivenModels, film, member, title_id

from matinee.audience.model import EventKind, Member
from matinee.catalogue.model import AvailabilityWindow, Shelf
from matinee.home.layout.content import Explaining, interspersed
from matinee.home.layout.groundwork import Groundwork
from matinee.home.layout.planning import Plan, plan_page, situation_of
from matinee.home.model import HomeSettings, RowKind
from matinee.home.rendering import page_of
from matinee.vocabulary.ids import RecommendationId, TitleId, uuid7
from matinee.vocabulary.places import EVERYWHERE
from matinee.vocabulary.window import Window

GENRES = ("Drama", "Comedy", "Western", "Horror")
KNOWN = [
    film(f"Film {number}", GENRES[number % 4], year=1960 + number % 60) for number in range(400)
]
OPENED = (AvailabilityWindow(EVERYWHERE, Window(NOW - timedelta(days=1))),)
NEW = [
    film("New western", "Western", year=2019, windows=OPENED),
    film("New horror", "Horror", year=2019, windows=OPENED),
    film("Western for adults", "Western", year=2019, age=18, windows=OPENED),
]
SHELF = Shelf.build([*KNOWN, *NEW])
SETTINGS = HomeSettings(explored_positions=())
WESTERNS = tuple(Did(EventKind.FINISH, title_id(f"Film {n}"), float(n)) for n in (50, 54, 58, 110))


def _models() -> GivenModels:
    """Whoever watched a genre or a decade watches more of it; chance decides within."""
    ids = [one.id for one in KNOWN]
    genre = np.arange(len(ids)) % 4
    chance = np.random.default_rng(4).random((len(ids), len(ids))).astype(np.float32)
    decade = np.arange(len(ids)) % 60 // 10
    alike = (genre[:, None] == genre[None]) + 0.6 * (decade[:, None] == decade[None])
    weights = (alike + 0.2 * chance).astype(np.float32)
    np.fill_diagonal(weights, 0)
    return GivenModels(tuple(ids), weights, np.ones(len(ids), np.float32))


def ground(looks: int = 10_000) -> Groundwork:
    made = Groundwork.of(SHELF, _models())
    new = made.new_titles((NOW - timedelta(days=28)).timestamp())
    return made.with_looks(dict.fromkeys(new, looks), new)


def plan(
    who: Member,
    settings: HomeSettings = SETTINGS,
    *,
    held_out: bool = False,
    page_id: RecommendationId | None = None,
) -> Plan:
    situation = situation_of(ground(), who, NOW, settings)
    return plan_page(situation, settings, page_id, held_out=held_out)


def ordinary(of: Plan) -> list[str]:
    names = of.situation.ground.shelf.names
    rows = (row for row in of.rows if row.kind in (RowKind.PICKS, RowKind.GENRE))
    return [names[title] for row in rows for title in row.titles.tolist()]


def test_a_new_title_enters_the_rows_of_who_it_fits_and_of_nobody_else() -> None:
    shown = ordinary(plan(member(*WESTERNS)))
    assert "New western" in shown
    assert "New horror" not in shown


def test_it_stands_behind_six_that_were_watched_and_says_what_it_is_like() -> None:
    made = plan(member(*WESTERNS))
    page = page_of(made, RecommendationId(uuid7(NOW)))
    picks = next(row for row in page.rows if row.kind is RowKind.PICKS)
    placed = picks.items[6]
    assert placed.title_id == title_id("New western")
    assert placed.probability == 1
    assert placed.reason.text() in {
        f"Close to Film {number} in genre and time." for number in (50, 54, 58, 110)
    }
    assert len({item.title_id for item in picks.items}) == len(picks.items) == 20


def test_it_is_not_called_close_to_what_it_shares_only_the_genre_with() -> None:
    old = tuple(Did(EventKind.FINISH, title_id(f"Film {n}"), float(n)) for n in (2, 6, 62, 66))
    old += (Did(EventKind.FINISH, title_id("Film 51"), 70.0),)
    page = page_of(plan(member(*old)), RecommendationId(uuid7(NOW)))
    new = [item for row in page.rows for item in row.items if item.title_id == NEW[0].id]
    assert [item.reason.text() for item in new] == ["Fits what you have been watching."]


@pytest.mark.parametrize("limit", [None, 12])
def test_a_limit_of_age_holds_for_new_titles_as_for_all(limit: int | None) -> None:
    settings = SETTINGS.model_copy(update={"untried_titles": 2})
    shown = ordinary(plan(member(*WESTERNS, maturity_limit=limit), settings))
    assert ("Western for adults" in shown) == (limit is None)
    assert "New western" in shown


def test_what_was_refused_does_not_come_back() -> None:
    refused = Did(EventKind.THUMB, title_id("New western"), 99.0, value=-1)
    shown = ordinary(plan(member(*WESTERNS, refused, maturity_limit=12)))
    assert "New western" not in shown


def test_who_is_held_out_and_a_house_that_wants_none_see_none() -> None:
    none = SETTINGS.model_copy(update={"untried_titles": 0})
    for made in (plan(member(*WESTERNS), none), plan(member(*WESTERNS), held_out=True)):
        picks = [row for row in made.rows if row.kind is RowKind.PICKS]
        assert all(made.situation.ground.items_of_rows[row.titles].min() >= 0 for row in picks)


def test_marked_places_stay_the_only_ones_left_to_chance() -> None:
    settings = SETTINGS.model_copy(update={"explored_positions": (4,)})
    page_id = RecommendationId(UUID(int=5 << 64 | 7 << 76 | 1 << 63))
    made = plan(member(*WESTERNS), settings, page_id=page_id)
    picks = next(row for row in made.rows if row.kind is RowKind.PICKS)
    assert set(picks.chances) == {4}
    new = SHELF.index[TitleId(title_id("New western"))]
    assert new in picks.titles[5:9]
    assert all(TitleId(SHELF.ids[new]) not in one.titles for one in made.draws)


def test_expected_worth_is_what_a_ridge_regression_says() -> None:
    random = np.random.default_rng(3)
    traits = random.random((60, 5)).astype(np.float32)
    wanted = np.array([2.0, -1.0, 0.5, 0.0, 1.0], np.float32)
    explaining = Explaining.of(np.repeat(traits, 400, axis=0))
    assert explaining is not None
    said = np.repeat(traits @ wanted + 7, 400).astype(np.float32)
    new = random.random((30, 5)).astype(np.float32) * 3
    found = explaining.fitting(said, np.arange(30, dtype=np.int32), new)
    worth = new @ wanted
    assert found.tolist() == np.argsort(-worth)[: found.size].tolist()
    assert 0 < found.size < 30
    assert worth[found].min() > np.quantile(traits @ wanted, 0.85)


def test_a_row_keeps_its_length_and_no_title_stands_twice() -> None:
    titles = np.arange(20, dtype=np.int32)
    free = np.ones(40, np.bool_)
    free[30] = False
    row = interspersed(titles, np.array([30, 31, 32, 33], np.int32), free, most=2)
    assert row.tolist() == [*range(6), 31, *range(6, 12), 32, *range(12, 18)]
    assert interspersed(titles[:5], np.array([31], np.int32), free, most=2).tolist() == [*range(5)]
