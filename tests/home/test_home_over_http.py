"""The page as a client meets it: a whole house behind everything that stands around a request."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import httpx
import pytest
from tests.home.scenery import models_of

from matinee.assembly.house import House
from matinee.audience import routes as audience
from matinee.audience.model import Profile
from matinee.catalogue.model import MaturityRecord, TitleKind, TitleRecord, WindowRecord
from matinee.errors import Unavailable
from matinee.experiments.model import Assignments, Draw
from matinee.home import routes as home
from matinee.home.model import Models
from matinee.home.routes import MemberPage, TitleRow
from matinee.home.service import HomeService
from matinee.surfaces.api.app import build_app
from matinee.vocabulary.ids import HouseholdId, ProfileId, uuid7

GENRES = ("Drama", "Comedy", "Western", "Horror", "Romance")


@dataclass
class Kept:
    """Where models are put for the page to find; None before the first training."""

    models: Models | None = None

    async def current(self) -> Models | None:
        return self.models


@dataclass(frozen=True)
class Lounge:
    """A member before the service."""

    house: House
    client: httpx.AsyncClient
    kept: Kept
    profile: Profile

    async def page(self) -> MemberPage:
        answer = await self.client.get(f"/v1/profiles/{self.profile.id}/home")
        assert answer.status_code == 200
        return MemberPage.model_validate_json(answer.content)

    async def similar(self, title: UUID) -> httpx.Response:
        return await self.client.get(f"/v1/profiles/{self.profile.id}/titles/{title}/similar")

    async def did(self, kind: str, title: UUID, **facts: float) -> None:
        now = datetime.now(UTC)
        event = {
            "id": str(uuid7(now)),
            "profile_id": str(self.profile.id),
            "kind": kind,
            "at": now.isoformat(),
            "title_id": str(title),
            **facts,
        }
        answer = await self.client.post("/v1/events", json={"events": [event]})
        assert answer.json()["accepted"] == 1

    async def title(self, name: str) -> UUID:
        shelf = await self.house.catalogue.shelf()
        return shelf.ids[shelf.names.index(name)]

    async def train(self) -> None:
        self.kept.models = models_of((await self.house.catalogue.shelf()).ids)


def offered(page: MemberPage) -> list[UUID]:
    return [item.title.id for row in page.rows for item in row.items]


def picks(page: MemberPage) -> TitleRow:
    return next(row for row in page.rows if row.row == "picks")


def films(number: int) -> list[TitleRecord]:
    return [
        TitleRecord(
            name=f"Film {place}",
            year=1960 + place % 60,
            runtime_minutes=100,
            genres=(GENRES[place % 5], GENRES[place // 5 % 5]),
            maturity=(MaturityRecord(board="AGE", label="6"),),
        )
        for place in range(number)
    ]


async def put(house: House, records: Sequence[TitleRecord]) -> None:
    report = await house.catalogue.put_titles(records, source="test", open_window=True)
    assert not report.rejects


@pytest.fixture
async def lounge(house: House) -> AsyncIterator[Lounge]:
    await put(house, films(260))
    household = await house.audience.create_household("Ferreira")
    profile = await house.audience.create_profile(household.id, "Ana")
    kept = Kept()
    service = HomeService(house.catalogue, house.audience, kept)
    app = build_app(house.settings, [audience.routes(house.audience), home.routes(service)])
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
        yield Lounge(house, client, kept, profile)


async def test_what_was_finished_a_second_ago_changes_the_page_now(lounge: Lounge) -> None:
    await lounge.train()
    await lounge.did("finish", await lounge.title("Film 1"))
    before = await lounge.page()
    chosen = picks(before).items[0].title
    assert f"because:{chosen.id}" not in {row.row for row in before.rows}
    await lounge.did("finish", chosen.id)
    after = await lounge.page()
    assert chosen.id not in offered(after)
    because = next(row for row in after.rows if row.row == f"because:{chosen.id}")
    assert because.heading == f"Because you watched {chosen.name}"
    assert [item.title.id for item in picks(before).items] != [
        item.title.id for item in picks(after).items
    ]


async def test_a_title_that_was_begun_stands_first_and_a_thumb_down_ends_it(
    lounge: Lounge,
) -> None:
    begun = await lounge.title("Film 7")
    await lounge.did("progress", begun, seconds=1500)
    going_on = (await lounge.page()).rows[0]
    assert going_on.row == "continue"
    assert [(item.title.id, item.resume, item.progress) for item in going_on.items] == [
        (begun, begun, 0.25)
    ]
    await lounge.did("thumb", begun, value=-1)
    assert begun not in offered(await lounge.page())


async def test_a_series_goes_on_with_its_next_episode(lounge: Lounge) -> None:
    show = TitleRecord(name="Harbour", kind=TitleKind.SERIES, year=2010)
    parts = [
        TitleRecord(
            name=f"Part {number}",
            kind=TitleKind.EPISODE,
            parent="name:Harbour (2010)",
            season=1,
            number=number,
            runtime_minutes=50,
        )
        for number in (2, 1, 3)
    ]
    await put(lounge.house, [show, *parts])
    await lounge.did("finish", await lounge.title("Part 1"))
    [item] = (await lounge.page()).rows[0].items
    assert (item.title.name, item.resume) == ("Harbour", await lounge.title("Part 2"))
    assert item.reason == "Next in Harbour: Part 2"


async def test_a_new_profile_is_welcomed_before_anything_is_trained(lounge: Lounge) -> None:
    page = await lounge.page()
    assert page.model is None
    assert page.welcome is not None
    assert "Ana" in page.welcome
    assert sum(len(row.items) == 20 for row in page.rows) >= 5
    assert {row.kind for row in page.rows} == {"new", "genre"}


async def test_before_any_training_the_page_shows_what_many_have_watched(lounge: Lounge) -> None:
    for place in range(6):
        for _ in range(6 - place):
            await lounge.did("play", await lounge.title(f"Film {place}"))
    other = await lounge.house.audience.create_profile(lounge.profile.household_id, "Rui")
    known = (await replace(lounge, profile=other).page()).rows[0]
    assert known.heading == "Known to many members"
    assert [item.title.name for item in known.items] == [f"Film {place}" for place in range(6)]


async def test_trained_models_serve_from_the_next_request_on(lounge: Lounge) -> None:
    await lounge.page()
    await lounge.train()
    page = await lounge.page()
    assert page.model == "given"
    assert page.rows[0].row == "top"


async def test_a_title_imported_now_is_on_the_page_now(lounge: Lounge) -> None:
    await lounge.page()
    premiere = TitleRecord(
        name="Premiere",
        year=2026,
        windows=(WindowRecord(start=(datetime.now(UTC) - timedelta(minutes=1)).isoformat()),),
    )
    await put(lounge.house, [premiere])
    newest = next(row for row in (await lounge.page()).rows if row.row == "new")
    assert newest.items[0].title.name == "Premiere"
    assert newest.items[0].reason.startswith("Here since 20")


async def test_a_child_sees_nothing_above_its_age(lounge: Lounge) -> None:
    rated = TitleRecord(
        name="Grown up", year=2026, maturity=(MaturityRecord(board="AGE", label="12"),)
    )
    unrated = TitleRecord(name="Nobody knows", year=2026)
    await put(lounge.house, [rated, unrated])
    seen = {item.title.name for row in (await lounge.page()).rows for item in row.items}
    assert {"Grown up", "Nobody knows"} <= seen
    child = await lounge.house.audience.create_profile(
        lounge.profile.household_id, "Rui", kids=True
    )
    for_child = await replace(lounge, profile=child).page()
    assert for_child.rows
    assert not {"Grown up", "Nobody knows"} & {
        item.title.name for row in for_child.rows for item in row.items
    }


async def test_every_visit_has_a_recommendation_id_of_its_own(lounge: Lounge) -> None:
    first, second = await lounge.page(), await lounge.page()
    assert first.recommendation_id != second.recommendation_id
    assert {row.recommendation_id for row in first.rows} == {first.recommendation_id}
    assert [row.row for row in first.rows] == [row.row for row in second.rows]
    assert offered(first) == offered(second)


async def test_beside_a_title_stand_titles_like_it(lounge: Lounge) -> None:
    title = await lounge.title("Film 3")
    seen = await lounge.title("Film 28")
    await lounge.did("finish", seen)
    answer = await lounge.similar(title)
    row = TitleRow.model_validate_json(answer.content)
    assert (row.row, row.heading) == (f"similar:{title}", "More like Film 3")
    assert row.items[0].reason == "Close to Film 3 in genre and time."
    assert len(row.items) == 20
    assert not {title, seen} & {item.title.id for item in row.items}
    await lounge.train()
    trained = TitleRow.model_validate_json((await lounge.similar(title)).content)
    assert trained.items[0].reason == "Members who watched Film 3 also watch this."


async def test_a_title_that_is_not_for_the_member_has_nothing_beside_it(lounge: Lounge) -> None:
    assert (await lounge.similar(uuid4())).status_code == 404
    rated = TitleRecord(name="Grown up", maturity=(MaturityRecord(board="AGE", label="18"),))
    await put(lounge.house, [rated])
    child = await lounge.house.audience.create_profile(
        lounge.profile.household_id, "Rui", kids=True
    )
    answer = await replace(lounge, profile=child).similar(await lounge.title("Grown up"))
    assert answer.status_code == 404
    assert "Grown up" not in answer.text


async def test_a_profile_that_does_not_exist_has_no_page(lounge: Lounge) -> None:
    assert (await lounge.client.get(f"/v1/profiles/{uuid4()}/home")).status_code == 404
    assert (await lounge.client.get("/v1/profiles/nobody/home")).status_code == 422


@dataclass
class KeptDraws:
    """Where draws are kept; may be told to fail."""

    draws: list[Draw] = field(default_factory=list[Draw])
    broken: bool = False

    async def log(self, draws: Sequence[Draw]) -> None:
        if self.broken:
            raise Unavailable("The database is gone.", remedy="Wait.")
        self.draws.extend(draws)


async def test_what_chance_put_on_a_page_is_logged_with_its_candidates(lounge: Lounge) -> None:
    await lounge.train()
    await lounge.did("finish", await lounge.title("Film 1"))
    kept = KeptDraws()
    service = HomeService(lounge.house.catalogue, lounge.house.audience, lounge.kept, draws=kept)
    page = await service.page(lounge.profile.id, datetime.now(UTC))
    await service.close()
    row = next(row for row in page.rows if row.kind == "picks")
    chance = {item.position: item for item in row.items if item.probability < 1}
    assert {draw.slot.position for draw in kept.draws} == set(chance) != set()
    for draw in kept.draws:
        assert draw.slot.recommendation_id == page.recommendation_id
        assert draw.title_id == chance[draw.slot.position].title_id
        assert draw.probability == chance[draw.slot.position].probability
        assert len(draw.titles) >= 30


async def test_draws_that_cannot_be_logged_wait_for_the_database(lounge: Lounge) -> None:
    await lounge.train()
    await lounge.did("finish", await lounge.title("Film 1"))
    kept = KeptDraws(broken=True)
    service = HomeService(lounge.house.catalogue, lounge.house.audience, lounge.kept, draws=kept)
    await service.page(lounge.profile.id, datetime.now(UTC))
    await service.close()
    assert kept.draws == []
    kept.broken = False
    await service.close()
    assert len(kept.draws) == 2


@dataclass(frozen=True)
class Sorted:
    """Puts everyone where the test says."""

    held_out: bool

    async def assignments(self, profile: ProfileId, household: HouseholdId) -> Assignments:
        return Assignments({"holdout": "held_out"}, held_out=self.held_out)


async def test_who_is_held_out_sees_what_everyone_would_and_goes_on_with_what_was_begun(
    lounge: Lounge,
) -> None:
    await lounge.train()
    for number in (1, 2, 3):
        await lounge.did("finish", await lounge.title(f"Film {number}"))
    await lounge.did("progress", await lounge.title("Film 9"), seconds=600)
    house = lounge.house
    service = HomeService(house.catalogue, house.audience, lounge.kept, trials=Sorted(True))
    page = await service.page(lounge.profile.id, datetime.now(UTC))
    kinds = [row.kind for row in page.rows]
    assert kinds[0] == "continue"
    assert not {"picks", "because"} & set(kinds)
    assert page.arms == {"holdout": "held_out"}
    other = await house.audience.create_profile(lounge.profile.household_id, "Rui")
    plain = await service.page(other.id, datetime.now(UTC))
    seen = {title for row in page.rows[:1] for item in row.items for title in [item.title_id]}
    seen |= {await lounge.title(f"Film {number}") for number in (1, 2, 3)}
    usual = [item.title_id for row in plain.rows[:2] for item in row.items]
    mine = [item.title_id for row in page.rows[1:3] for item in row.items]
    assert mine[:10] == [title for title in usual if title not in seen][:10]
