from __future__ import annotations

from tests.home.scenery import NOW, Did, film, member, series, title_id

from matinee.audience.model import EventKind
from matinee.catalogue.model import Shelf
from matinee.home.layout.groundwork import Groundwork
from matinee.home.layout.planning import plan_page, situation_of
from matinee.home.model import HomeSettings, RowKind
from matinee.home.rendering import page_of
from matinee.home.words.reasons import explain
from matinee.vocabulary.ids import RecommendationId, uuid7

SETTINGS = HomeSettings()
SHELF = Shelf.build(
    [
        *(film(f"Film {number}", "Drama", minutes=100) for number in range(30)),
        film("Lengthless", "Drama", minutes=None),
        *series("Harbour", "Drama", seasons=(2, 2)),
    ]
)


def continuing(*events: Did) -> list[tuple[str, str, float | None, str]]:
    """What the row says: title, what plays, progress and reason."""
    situation = situation_of(Groundwork.of(SHELF, None), member(*events), NOW, SETTINGS)
    page = page_of(plan_page(situation, SETTINGS), RecommendationId(uuid7(NOW)))
    names = dict(zip(SHELF.ids, SHELF.names, strict=True))
    return [
        (names[item.title_id], names[item.resume], item.progress, item.reason.text())
        for row in page.rows
        if row.kind is RowKind.CONTINUE
        for item in row.items
    ]


def progressed(name: str, at: float, seconds: float) -> Did:
    return Did(EventKind.PROGRESS, title_id(name), at, seconds=seconds)


def finished(name: str, at: float) -> Did:
    return Did(EventKind.FINISH, title_id(name), at)


def test_a_film_that_was_left_goes_on_where_it_was_left() -> None:
    assert continuing(progressed("Film 1", 10, 1500.0)) == [
        ("Film 1", "Film 1", 0.25, "You have seen 25% of this.")
    ]


def test_the_newest_place_counts_and_not_the_furthest() -> None:
    events = (progressed("Film 1", 10, 3000.0), progressed("Film 1", 20, 1500.0))
    assert [share for _, _, share, _ in continuing(*events)] == [0.25]


def test_a_film_of_unknown_length_goes_on_without_a_share() -> None:
    assert continuing(progressed("Lengthless", 10, 1500.0)) == [
        ("Lengthless", "Lengthless", None, "You have begun this.")
    ]


def test_a_film_left_in_its_credits_is_over() -> None:
    assert continuing(progressed("Film 1", 10, 5900.0)) == []


def test_a_finished_film_does_not_go_on() -> None:
    assert continuing(progressed("Film 1", 10, 1500.0), finished("Film 1", 20)) == []


def test_a_film_that_was_refused_does_not_go_on() -> None:
    refused = Did(EventKind.THUMB, title_id("Film 1"), 20, value=-1)
    assert continuing(progressed("Film 1", 10, 1500.0), refused) == []


def test_what_was_touched_last_stands_first() -> None:
    events = (progressed("Film 1", 10, 600.0), progressed("Film 2", 30, 600.0))
    later = (*events, progressed("Film 3", 20, 600.0))
    assert [title for title, _, _, _ in continuing(*later)] == ["Film 2", "Film 3", "Film 1"]


def test_an_episode_that_was_left_goes_on_under_its_series() -> None:
    assert continuing(progressed("Harbour 1x2", 10, 1500.0)) == [
        ("Harbour", "Harbour 1x2", 0.5, "You have seen 50% of this.")
    ]


def test_after_an_episode_its_series_goes_on_with_the_next() -> None:
    assert continuing(finished("Harbour 1x1", 10)) == [
        ("Harbour", "Harbour 1x2", 0.0, "Next in Harbour: Harbour 1x2")
    ]


def test_after_a_season_the_next_one_begins() -> None:
    assert [plays for _, plays, _, _ in continuing(finished("Harbour 1x2", 10))] == ["Harbour 2x1"]


def test_an_episode_left_in_its_credits_leads_to_the_next() -> None:
    found = continuing(progressed("Harbour 2x1", 10, 2950.0))
    assert [plays for _, plays, _, _ in found] == ["Harbour 2x2"]


def test_a_series_whose_last_episode_is_finished_is_over() -> None:
    assert continuing(finished("Harbour 2x2", 10)) == []


def test_the_episode_watched_last_decides_and_not_the_furthest() -> None:
    events = (finished("Harbour 2x1", 10), finished("Harbour 1x1", 20))
    assert [plays for _, plays, _, _ in continuing(*events)] == ["Harbour 1x2"]


def test_a_series_that_was_begun_is_offered_nowhere_else() -> None:
    viewer = member(finished("Harbour 2x2", 10))
    plan = plan_page(situation_of(Groundwork.of(SHELF, None), viewer, NOW, SETTINGS), SETTINGS)
    harbour = SHELF.index[title_id("Harbour")]
    assert all(harbour not in row.titles for row in plan.rows)
    assert any("Harbour" in explain(plan, row).heading.text() for row in plan.rows)
