"""What a programmer decides, on the page and over time."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pytest
from tests.home.scenery import NOW, Did, film, member, models_of, title_id
from tests.home.test_home_over_http import Kept, films, put

from matinee.assembly.house import House
from matinee.audience.model import EventKind
from matinee.catalogue.model import Shelf
from matinee.errors import Invalid, NotFound
from matinee.home.layout.composition import titles_of
from matinee.home.layout.groundwork import Groundwork
from matinee.home.layout.planning import plan_page, situation_of
from matinee.home.model import HomeSettings, Programme, RowKind
from matinee.home.service import HomeService
from matinee.vocabulary.ids import TitleId

SETTINGS = HomeSettings()
SEEN = Did(EventKind.FINISH, title_id("Film 0"), 0.0, seconds=6000)


def ground(count: int = 120) -> Groundwork:
    shelf = Shelf.build([film(f"Film {n}", ("Drama", "Comedy")[n % 2]) for n in range(count)])
    return Groundwork.of(shelf, models_of(shelf.ids))


def shown(on: Groundwork) -> set[TitleId]:
    plan = plan_page(situation_of(on, member(SEEN), NOW, SETTINGS), SETTINGS)
    return {TitleId(on.shelf.ids[row]) for row in titles_of(plan.rows).tolist()}


def first_picks(on: Groundwork) -> list[int]:
    plan = plan_page(situation_of(on, member(SEEN), NOW, SETTINGS), SETTINGS)
    return next(row.titles for row in plan.rows if row.kind is RowKind.PICKS)[:10].tolist()


def test_a_title_that_is_kept_back_stands_in_no_row() -> None:
    plain = ground()
    kept_back = tuple(sorted(shown(plain))[:30])
    assert not shown(plain.under(Programme(kept_back=kept_back))) & set(kept_back)


def test_novelty_brings_titles_that_fewer_members_watch() -> None:
    plain = ground()
    novel = plain.under(Programme({"novelty": 2.0}))
    watched = models_of(plain.shelf.ids).watched
    assert watched[first_picks(novel)].mean() < watched[first_picks(plain)].mean() - 0.1


def test_a_decision_that_is_taken_back_leaves_nothing_behind() -> None:
    plain = ground()
    changed = plain.under(Programme({"novelty": 2.0}, kept_back=tuple(shown(plain))))
    back = changed.under(Programme())
    assert first_picks(back) == first_picks(plain)
    assert not back.kept_back.any()


def test_a_title_that_is_gone_from_the_shelf_keeps_nothing_back() -> None:
    assert not ground().under(Programme(kept_back=(title_id("Gone"),))).kept_back.any()
    empty = Groundwork.of(Shelf.build([]), None).under(Programme(kept_back=(title_id("Gone"),)))
    assert empty.kept_back.size == 0


@pytest.mark.parametrize("weights", [{"profit": 1.0}, {"novelty": 2.5}, {"novelty": np.nan}])
def test_what_is_no_objective_or_weighs_too_much_is_refused(weights: dict[str, float]) -> None:
    with pytest.raises(Invalid):
        Programme(weights)


async def test_a_decision_holds_from_the_next_page_and_is_taken_back(house: House) -> None:
    await put(house, films(120))
    household = await house.audience.create_household("Ferreira")
    ana = await house.audience.create_profile(household.id, "Ana")
    service = HomeService(house.catalogue, house.audience, Kept(), programmes=house.programming)

    async def page() -> set[TitleId]:
        rows = (await service.page(ana.id, datetime.now(UTC))).rows
        return {item.title_id for row in rows for item in row.items}

    before = await page()
    unwanted = sorted(before)[:5]
    first = await house.programming.put(Programme(kept_back=tuple(unwanted)), by="Rui")
    assert not await page() & set(unwanted)
    await house.programming.put_back(0, by="Rui")
    assert await page() == before
    again = await house.programming.put_back(first.number, by="Eva")
    assert (again.kept_back, again.by) == (tuple(unwanted), "Eva")
    assert not await page() & set(unwanted)
    assert [one.number for one in await house.programming.past()] == [3, 2, 1]
    with pytest.raises(NotFound, match="no programme 99"):
        await house.programming.put_back(99, by="Rui")


async def test_a_preview_shows_what_would_hold_and_changes_nothing(house: House) -> None:
    await put(house, films(120))
    household = await house.audience.create_household("Ferreira")
    ana = await house.audience.create_profile(household.id, "Ana")
    now = datetime.now(UTC)
    before = await house.home.page(ana.id, now)
    unwanted = before.rows[0].items[0].title_id
    asked = Programme(kept_back=(unwanted,))
    today, then = await house.home.preview(ana.id, now, asked)
    assert today.rows[0].items[0].title_id == unwanted
    assert unwanted not in {item.title_id for row in then.rows for item in row.items}
    after = await house.home.page(ana.id, now)
    assert after.rows[0].items[0].title_id == unwanted
