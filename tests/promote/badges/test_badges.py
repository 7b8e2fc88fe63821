"""A badge says what is true where the member is, and nothing where it is no news."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx

from matinee.assembly.house import House
from matinee.catalogue.facts import AvailabilityWindow, ShelvedTitle, TitleKind
from matinee.catalogue.model import Shelf, TitleRecord, WindowRecord
from matinee.promote.badges.model import Badge
from matinee.promote.badges.service import Badges
from matinee.vocabulary.ids import TitleId
from matinee.vocabulary.places import EVERYWHERE, Territory
from matinee.vocabulary.window import Window

NOW = datetime(2026, 5, 1, tzinfo=UTC)
PORTUGAL = Territory("PT")


def _window(
    since: float | None, until: float | None, territory: Territory = EVERYWHERE
) -> AvailabilityWindow:
    """From and until so many days from now."""
    at = [None if days is None else NOW + timedelta(days=days) for days in (since, until)]
    return AvailabilityWindow(territory, Window(*at))


def _title(number: int, *windows: AvailabilityWindow, **facts: Any) -> ShelvedTitle:
    return ShelvedTitle(UUID(int=number), f"Title {number}", windows=windows, **facts)


def _said(shelf: Shelf, territory: Territory = EVERYWHERE) -> dict[int, Badge]:
    badges = Badges(shelf, territory, NOW, [TitleId(UUID(int=1)), TitleId(UUID(int=6))])
    found = {each.int: badges.of(TitleId(each)) for each in shelf.ids}
    return {number: badge for number, badge in found.items() if badge}


def test_each_badge_is_for_what_is_so_in_the_territory() -> None:
    old = [_title(number, _window(-900, None)) for number in range(20, 40)]
    shelf = Shelf.build(
        [
            _title(1, _window(-900, 5)),
            _title(2, _window(-900, 5), _window(5, 400)),
            _title(3, _window(-3, 400)),
            _title(4, _window(-900, 400), _window(-900, 2, PORTUGAL)),
            _title(5, _window(-900, 400), kind=TitleKind.SERIES),
            _title(6, _window(None, None)),
            _title(7, _window(3, 400)),
            _title(8, _window(-900, -1)),
            _title(51, _window(-2, 400), kind=TitleKind.EPISODE, parent=UUID(int=5)),
            *old,
        ]
    )
    everywhere = {1: Badge.LEAVING, 3: Badge.NEW, 5: Badge.NEW_EPISODE, 6: Badge.TOP, 51: Badge.NEW}
    assert _said(shelf) == everywhere
    assert _said(shelf, PORTUGAL) == everywhere | {4: Badge.LEAVING}
    badges = Badges(shelf, EVERYWHERE, NOW)
    assert badges.until(TitleId(UUID(int=1))) == NOW + timedelta(days=5)
    assert badges.until(TitleId(UUID(int=2))) is None
    assert badges.of(TitleId(UUID(int=999))) is None


def test_where_almost_all_is_new_nothing_says_so() -> None:
    shelf = Shelf.build([_title(number, _window(-3, 400)) for number in range(10, 30)])
    assert _said(shelf) == {}


async def test_a_member_reads_when_a_title_leaves(house: House, client: httpx.AsyncClient) -> None:
    ends = datetime.now(UTC) + timedelta(days=4)
    record = TitleRecord(
        name="A Film",
        year=2008,
        windows=(WindowRecord(end=ends.isoformat()),),
        external_ids={"own": "1"},
    )
    await house.catalogue.put_titles([record], source="test")
    title = (await house.catalogue.shelf()).ids[0]
    home = await house.audience.create_household()
    member = await house.audience.create_profile(home.id, "Ada")
    client.cookies.set("matinee_profile", str(member.id))
    page = await client.get(f"/title/{title}")
    assert f"Leaving on {ends:%b} {ends.day}, {ends.year}" in page.text
    assert (await client.post(f"/title/{title}/list", data={"value": "1"})).status_code == 303
    assert "Leaving soon" in (await client.get("/list")).text
