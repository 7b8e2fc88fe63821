from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.home.scenery import NOW, Did, GivenModels, film, member, models_of, title_id

from matinee.audience.model import EventKind, Member
from matinee.catalogue.model import AvailabilityWindow, Shelf
from matinee.home.layout.groundwork import Groundwork
from matinee.home.layout.planning import plan_page, situation_of
from matinee.home.model import HomePage, HomeSettings, Row, RowKind
from matinee.home.rendering import page_of
from matinee.vocabulary.ids import RecommendationId, uuid7
from matinee.vocabulary.places import EVERYWHERE
from matinee.vocabulary.window import Window

GENRES = ("Drama", "Comedy", "Western", "Horror", "Romance", "Crime", "War", "Musical")
FILMS = [
    film(f"Film {number}", GENRES[number % 8], GENRES[(number // 8) % 8], year=1950 + number % 70)
    for number in range(640)
]
SHELF = Shelf.build(FILMS)
MODELS = models_of(SHELF.ids)
GROUND = Groundwork.of(SHELF, MODELS)
SETTINGS = HomeSettings()


def page_for(
    viewer: Member, ground: Groundwork = GROUND, settings: HomeSettings = SETTINGS
) -> HomePage:
    plan = plan_page(situation_of(ground, viewer, NOW, settings), settings)
    return page_of(plan, RecommendationId(uuid7(NOW)))


def row_for(viewer: Member, kind: RowKind, ground: Groundwork = GROUND) -> Row:
    return next(row for row in page_for(viewer, ground).rows if row.kind is kind)


def finished(*numbers: int) -> list[Did]:
    return [
        Did(EventKind.FINISH, title_id(f"Film {number}"), float(place))
        for place, number in enumerate(numbers, start=1)
    ]


def test_a_page_has_at_least_eight_rows_of_twenty() -> None:
    page = page_for(member(*finished(1, 2, 3)))
    assert sum(len(row.items) == 20 for row in page.rows) >= 8


def test_what_was_begun_the_picks_and_the_answer_to_the_last_film_lead_the_page() -> None:
    begun = Did(EventKind.PROGRESS, title_id("Film 9"), 9, seconds=600)
    kinds = [row.kind for row in page_for(member(*finished(1, 2, 3), begun)).rows]
    assert kinds[:3] == [RowKind.CONTINUE, RowKind.PICKS, RowKind.BECAUSE]
    assert {RowKind.TRENDING, RowKind.NEW, RowKind.GENRE} <= set(kinds[3:])
    assert kinds.count(RowKind.BECAUSE) == 2


def test_the_most_watched_of_a_territory_are_named_by_their_place() -> None:
    row = row_for(member(), RowKind.TOP)
    best = np.argsort(-MODELS.watched, kind="stable")[:10]
    assert [item.title_id for item in row.items] == [SHELF.ids[place] for place in best]
    assert row.items[0].reason.text() == "Number 1 with members lately."
    assert row.items[9].reason.text() == "Number 10 with members lately."


def test_top_picks_are_the_titles_that_the_history_speaks_most_for() -> None:
    uncalibrated = SETTINGS.model_copy(update={"calibration": 0.0})
    page = page_for(member(*finished(1)), settings=uncalibrated)
    picks = next(row for row in page.rows if row.kind is RowKind.PICKS)
    watched = SHELF.index[title_id("Film 1")]
    best = np.argsort(-MODELS.ease_weights[watched])
    expected = [SHELF.ids[row] for row in best if row != watched][:20]
    assert [item.title_id for item in picks.items] == expected


def test_a_pick_names_the_title_that_speaks_most_for_it() -> None:
    weights = np.zeros((640, 640), np.float32)
    pick, loud, quiet = (SHELF.index[title_id(f"Film {number}")] for number in (5, 6, 7))
    weights[loud, pick], weights[quiet, pick] = 2.0, 0.5
    ground = Groundwork.of(SHELF, GivenModels(SHELF.ids, weights, MODELS.watched))
    first = row_for(member(*finished(6, 7)), RowKind.PICKS, ground).items[0]
    assert first.title_id == title_id("Film 5")
    assert first.reason.text() == "Suggested by Film 6, which you watched."


def test_because_rows_name_the_two_titles_finished_last() -> None:
    rows = [row for row in page_for(member(*finished(1, 2, 3))).rows if row.kind is RowKind.BECAUSE]
    assert [row.heading.text() for row in rows] == [
        "Because you watched Film 3",
        "Because you watched Film 2",
    ]


def test_a_title_with_a_thumb_up_is_said_to_be_liked() -> None:
    thumb = Did(EventKind.THUMB, title_id("Film 4"), 50, value=1)
    row = row_for(member(*finished(1, 4), thumb), RowKind.BECAUSE)
    assert row.heading.text() == "Because you liked Film 4"


def test_a_thumb_down_takes_a_title_off_the_page_and_out_of_its_reasons() -> None:
    first = row_for(member(*finished(1)), RowKind.PICKS).items[0].title_id
    refused = Did(EventKind.THUMB, first, 50, value=-1)
    page = page_for(member(*finished(1), refused))
    assert first not in {item.title_id for row in page.rows for item in row.items}
    assert not any(str(first) in row.key for row in page.rows)


def test_trending_says_which_place_a_title_has() -> None:
    row = row_for(member(), RowKind.TRENDING)
    eleventh = SHELF.ids[int(np.argsort(-MODELS.watched, kind="stable")[10])]
    assert row.items[0].title_id == eleventh, "the first ten stand in the row above"
    assert row.items[0].reason.text() == "Number 11 with members lately."


def test_what_is_watched_more_and_more_leads_what_is_trending() -> None:
    models = replace(MODELS, growth=5.0)
    first = row_for(member(), RowKind.TRENDING, Groundwork.of(SHELF, models)).items[0]
    assert first.title_id == SHELF.ids[-1]
    assert first.reason.text() == "More and more members watch this."


def test_new_titles_are_those_whose_window_opened_last() -> None:
    opened = (AvailabilityWindow(EVERYWHERE, Window(NOW.replace(day=1, hour=0), None)),)
    shelf = Shelf.build(
        [*FILMS[:40], *(film(f"Late {number}", windows=opened, year=1950) for number in range(4))]
    )
    row = row_for(member(), RowKind.NEW, Groundwork.of(shelf, None))
    assert {item.title_id for item in row.items[:4]} == {title_id(f"Late {n}") for n in range(4)}
    assert row.items[0].reason.text() == "Here since 2026-03-01."
    assert row.items[4].reason.text().startswith("Made in 19")


def test_of_titles_that_are_equally_new_those_that_suit_the_member_come_first() -> None:
    shelf = Shelf.build([film(f"Film {number}", year=2000) for number in range(200)])
    ground = Groundwork.of(shelf, models_of(shelf.ids))
    row = row_for(member(*finished(1)), RowKind.NEW, ground)
    speaks = ground.models.ease_weights[shelf.index[title_id("Film 1")]] if ground.models else []
    values = [speaks[shelf.index[item.title_id]] for item in row.items]
    assert values == sorted(values, reverse=True)


def test_genre_rows_follow_what_the_member_watches_more_than_others() -> None:
    westerns = [number for number in range(640) if number % 8 == 2][:12]
    page = page_for(member(*finished(*westerns)))
    genres = [row for row in page.rows if row.kind is RowKind.GENRE]
    assert genres[0].heading.text() == "Western for you"
    assert genres[0].items[0].reason.text() == "Because you watch Western."
    assert genres[0].key == "genre:Western"


def test_two_members_with_different_tastes_see_different_genres() -> None:
    def genres_of(remainder: int) -> list[str]:
        taste = [number for number in range(640) if number % 8 == remainder][:12]
        return [
            row.key for row in page_for(member(*finished(*taste))).rows if row.kind is RowKind.GENRE
        ]

    assert genres_of(2)[0] != genres_of(5)[0]


def test_a_new_member_is_welcomed_with_what_many_watch() -> None:
    page = page_for(member())
    assert page.welcome is not None
    assert page.welcome.text().startswith("Welcome, Ana.")
    assert [row.kind for row in page.rows[:3]] == [RowKind.TOP, RowKind.TRENDING, RowKind.NEW]
    assert {row.kind for row in page.rows[3:]} == {RowKind.GENRE}
    assert sum(len(row.items) == 20 for row in page.rows) >= 8
    assert page.rows[3].items[0].reason.text().startswith("Among the best known of ")


def test_a_member_with_a_history_is_not_welcomed_as_new() -> None:
    assert page_for(member(*finished(1))).welcome is None


def test_without_models_the_page_says_so_and_still_suits_the_member() -> None:
    westerns = [number for number in range(640) if number % 8 == 2][:12]
    page = page_for(member(*finished(*westerns)), Groundwork.of(SHELF, None))
    assert page.model is None
    picks = next(row for row in page.rows if row.kind is RowKind.PICKS)
    western = SHELF.genres.index("Western")
    assert all(SHELF.genre_of[SHELF.index[item.title_id], western] for item in picks.items)
    assert not any(row.kind is RowKind.TRENDING for row in page.rows)


def test_without_models_what_many_have_watched_is_well_known() -> None:
    counts = {title_id(f"Film {number}"): number + 1 for number in range(30)}
    row = row_for(member(), RowKind.TRENDING, Groundwork.of(SHELF, None, counts))
    assert row.heading.text() == "Known to many members"
    assert row.items[0].title_id == title_id("Film 29")


def test_a_title_that_the_models_do_not_know_is_explained_by_its_facts() -> None:
    ground = Groundwork.of(SHELF, models_of(SHELF.ids[:300]))
    unknown = int(SHELF.names[400].split()[1])
    row = row_for(member(*finished(unknown)), RowKind.BECAUSE, ground)
    assert row.items[0].reason.text() == f"Close to Film {unknown} in genre and time."
    genres = set(FILMS[unknown].genres)
    for item in row.items:
        number = int(SHELF.names[SHELF.index[item.title_id]].split()[1])
        assert genres & set(FILMS[number].genres)


def test_an_empty_catalogue_makes_an_empty_page() -> None:
    page = page_for(member(*finished(1)), Groundwork.of(Shelf.build([]), None))
    assert page.rows == ()


@pytest.mark.parametrize("size", [1, 3])
def test_a_catalogue_too_small_for_a_row_makes_none(size: int) -> None:
    assert page_for(member(), Groundwork.of(Shelf.build(FILMS[:size]), None)).rows == ()
