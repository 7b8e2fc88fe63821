"""Marked places of the page that are left to chance: what may stand there, and how likely."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from uuid import UUID

import numpy as np
from tests.home.scenery import NOW, Did, film, member, models_of, title_id

from matinee.audience.model import EventKind, Member
from matinee.catalogue.model import AvailabilityWindow, Shelf
from matinee.home.layout.groundwork import Groundwork
from matinee.home.layout.planning import Plan, plan_page, situation_of
from matinee.home.model import HomeSettings, RowKind
from matinee.home.rendering import page_of
from matinee.vocabulary.ids import RecommendationId, TitleId, uuid7
from matinee.vocabulary.places import EVERYWHERE
from matinee.vocabulary.window import Window

GENRES = ("Drama", "Comedy", "Western", "Horror")
SHELF = Shelf.build(
    [film(f"Film {number}", GENRES[number % 4], year=1950 + number % 70) for number in range(640)]
)
MODELS = models_of(SHELF.ids)
GROUND = Groundwork.of(SHELF, MODELS)
SETTINGS = HomeSettings(explored_positions=(2,))
VIEWER = member(*(Did(EventKind.FINISH, title_id(f"Film {n}"), float(n)) for n in range(1, 6)))


def plan(
    number: int,
    *,
    ground: Groundwork = GROUND,
    settings: HomeSettings = SETTINGS,
    who: Member = VIEWER,
) -> Plan:
    page_id = RecommendationId(UUID(int=number << 64 | 7 << 76 | 1 << 63))
    return plan_page(situation_of(ground, who, NOW, settings), settings, page_id)


def picks(of: Plan) -> list[int]:
    return next(row for row in of.rows if row.kind is RowKind.PICKS).titles.tolist()


def test_only_the_marked_place_differs_from_the_page_without_chance() -> None:
    fixed = picks(plan(1, settings=HomeSettings(explored_positions=())))
    drawn = picks(plan(1))
    assert drawn[:2] == fixed[:2]
    assert drawn[3:] == fixed[2:-1]
    assert drawn[2] not in fixed


def test_no_title_stands_twice_on_a_page_with_chance() -> None:
    for number in range(20):
        titles = np.concatenate([row.titles for row in plan(number).rows])
        assert len(set(titles.tolist())) == titles.size


def test_the_logged_probability_is_the_frequency_of_what_stands_there() -> None:
    trials = 3_000
    seen: Counter[int] = Counter()
    chances: dict[int, float] = {}
    for number in range(trials):
        laid = plan(number)
        (drawn,) = laid.draws
        row = picks(laid)[2]
        seen[row] += 1
        chances[row] = drawn.probability
        assert SHELF.ids[row] == drawn.title_id
    for row, probability in chances.items():
        spread = np.sqrt(probability * (1 - probability) / trials)
        assert abs(seen[row] / trials - probability) < 5 * spread + 1e-3


def test_the_page_tells_the_probability_and_that_chance_chose() -> None:
    laid = plan(3)
    page = page_of(laid, RecommendationId(uuid7(NOW)))
    row = next(row for row in page.rows if row.kind is RowKind.PICKS)
    assert row.items[2].probability == laid.draws[0].probability < 1
    assert row.items[2].reason.text() == "Here by chance, to learn whether it suits you."
    assert all(item.probability == 1 for item in row.items if item.position != 2)


def with_premieres(looks: int) -> tuple[Groundwork, set[UUID]]:
    new = [TitleId(SHELF.ids[row]) for row in (600, 601)]
    return GROUND.with_looks(dict.fromkeys(new, looks), new), set(new)


def share_of_premieres(looks: int) -> float:
    ground, new = with_premieres(looks)
    drawn = [plan(number, ground=ground).draws[0].title_id in new for number in range(300)]
    return sum(drawn) / len(drawn)


def test_new_titles_get_their_share_of_the_explored_places_until_they_had_their_looks() -> None:
    assert 0.35 < share_of_premieres(0) < 0.7
    assert share_of_premieres(SETTINGS.guaranteed_looks) < 0.1


def test_the_same_page_is_drawn_the_same_twice() -> None:
    assert picks(plan(5)) == picks(plan(5))


def test_what_was_refused_is_never_drawn() -> None:
    ground, new = with_premieres(0)
    watched = next(title for title in SHELF.ids if title not in new)
    refused = member(
        Did(EventKind.FINISH, TitleId(watched), 1.0),
        *(Did(EventKind.THUMB, TitleId(title), 2.0, value=-1) for title in new),
    )
    for number in range(100):
        assert not new & set(plan(number, ground=ground, who=refused).draws[0].titles)


def test_a_member_about_whom_nothing_is_known_sees_no_explored_place() -> None:
    assert plan(1, who=member()).draws == ()


def _late_house() -> Groundwork:
    """Films that opened yesterday, on a shelf of which the models know all others."""
    opened = (AvailabilityWindow(EVERYWHERE, Window(NOW - timedelta(days=1), None)),)
    known = [film(f"Film {number}", GENRES[number % 4]) for number in range(640)]
    late = [film(f"Late {number}", GENRES[number % 4], windows=opened) for number in range(30)]
    shelf = Shelf.build([*known, *late])
    return Groundwork.of(shelf, models_of([one.id for one in known]))


def _place_of_new(ground: Groundwork, looks: int) -> int:
    """Where the row of new titles stands, once each of them has been seen so often."""
    late = [title_id(f"Late {number}") for number in range(30)]
    laid = plan(1, ground=ground.with_looks(dict.fromkeys(late, looks), late))
    return [row.kind for row in laid.rows].index(RowKind.NEW)


def test_titles_that_are_owed_looks_stand_high_until_they_had_them() -> None:
    ground = _late_house()
    owed = _place_of_new(ground, SETTINGS.guaranteed_looks - 1)
    assert owed == 2  # Below the picks and the answer to what was watched last.
    assert _place_of_new(ground, SETTINGS.guaranteed_looks) > owed


def test_one_title_that_is_owed_looks_is_enough() -> None:
    ground = _late_house()
    late = [title_id(f"Late {number}") for number in range(30)]
    had = dict.fromkeys(late, SETTINGS.guaranteed_looks)
    situation = situation_of(ground.with_looks(had, late), VIEWER, NOW, SETTINGS)
    row = next(row for row in plan_page(situation, SETTINGS).rows if row.kind is RowKind.NEW)
    had[TitleId(ground.shelf.ids[row.titles[0]])] = 0
    laid = plan(1, ground=ground.with_looks(had, late))
    assert laid.rows[2].kind is RowKind.NEW
