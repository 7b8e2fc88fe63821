"""A page that was begun before the database answered is the page that it would have been."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from uuid import UUID

import pytest
from tests.home.scenery import models_of
from tests.home.test_home_over_http import Kept, films, put

from matinee.assembly.house import House
from matinee.audience.model import EventKind, Member, ViewingEvent
from matinee.home.foresight import Foreseen, Foresight
from matinee.home.last_known import LastKnown
from matinee.home.model import HomePage, HomeSettings
from matinee.home.service import HomeService
from matinee.vocabulary.ids import EventId, ProfileId, TitleId, uuid7

RUNNING = 10
SETTINGS = HomeSettings(history=RUNNING)


@dataclass
class Evening:
    """A member, a service that may look ahead, and one that never does."""

    house: House
    ahead: HomeService
    profile: ProfileId
    titles: list[TitleId]
    kept: Kept
    told: list[int] = field(default_factory=list[int])

    async def did(self, kind: EventKind, title: int, value: float | None = None) -> None:
        now = datetime.now(UTC)
        event = ViewingEvent(
            id=EventId(uuid7(now)),
            profile_id=self.profile,
            kind=kind,
            at=now,
            title_id=self.titles[title],
            seconds=60.0,
            value=value,
        )
        assert (await self.house.audience.record([event])).accepted == 1

    async def pages(self) -> tuple[HomePage, HomePage]:
        at = datetime.now(UTC)
        cold = HomeService(self.house.catalogue, self.house.audience, self.kept, SETTINGS)
        pages = await self.ahead.page(self.profile, at), await cold.page(self.profile, at)
        await cold.close()
        return pages


def shown(page: HomePage) -> list[tuple[str, list[UUID]]]:
    return [(row.kind, [item.title_id for item in row.items]) for row in page.rows]


@pytest.fixture
async def evening(house: House) -> AsyncIterator[Evening]:
    await put(house, films(120))
    household = await house.audience.create_household("Ferreira")
    profile = await house.audience.create_profile(household.id, "Ana")
    shelf = await house.catalogue.shelf()
    kept = Kept(models_of(shelf.ids))
    service = HomeService(house.catalogue, house.audience, kept, SETTINGS)
    yield Evening(house, service, profile.id, [TitleId(each) for each in shelf.ids], kept)
    await service.close()


async def test_what_happened_since_is_foreseen_and_the_page_is_the_same(
    evening: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    right: list[bool] = []
    settled = Foresight.settled

    async def counted(self: Foresight, begun: Future[Foreseen], member: Member) -> Foreseen | None:
        found = await settled(self, begun, member)
        right.append(found is not None)
        return found

    monkeypatch.setattr(Foresight, "settled", counted)
    await evening.did(EventKind.FINISH, 3)
    await evening.ahead.page(evening.profile, datetime.now(UTC))
    deeds = [
        (EventKind.FINISH, 7, None),
        (EventKind.THUMB, 7, -1.0),
        (EventKind.LIST, 20, 1.0),
        *((EventKind.PROGRESS, title, None) for title in (30, 31, *range(30, 41))),
        (EventKind.THUMB, 12, 1.0),
    ]
    for kind, title, value in deeds:
        await evening.did(kind, title, value)
        ahead, cold = await evening.pages()
        assert shown(ahead) == shown(cold)
    assert right == [True] * len(deeds)


async def test_what_was_foreseen_wrongly_is_never_shown(evening: Evening) -> None:
    await evening.did(EventKind.FINISH, 3)
    await evening.ahead.page(evening.profile, datetime.now(UTC))
    # Another process writes: nobody here hears of it.
    evening.house.audience._listeners.clear()
    await evening.did(EventKind.THUMB, 40, -1.0)
    ahead, cold = await evening.pages()
    assert shown(ahead) == shown(cold)
    assert all(evening.titles[40] not in titles for _, titles in shown(ahead))


async def test_who_is_wrong_most_often_seldom_tries(evening: Evening) -> None:
    await evening.did(EventKind.FINISH, 3)
    foresight, at = Foresight(SETTINGS), datetime.now(UTC)
    ground = await evening.ahead._ground()
    member = await evening.house.audience.member(evening.profile)
    known = LastKnown(RUNNING)
    known.keep(member)
    other = Member(replace(member.profile, kids=True), member.history)
    tried = 0
    for _ in range(60):
        begun = foresight.begin(known.whole(evening.profile), ground, at, "")
        if begun is not None:
            tried += 1
            assert await foresight.settled(begun, other) is None
        await asyncio.sleep(0)
    foresight.close()
    assert 10 < tried < 25
