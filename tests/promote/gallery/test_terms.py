"""A picture is shown until its terms end, where they allow it, and nowhere else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import httpx
import pytest
from tests.promote.pictures import proposed

from matinee.assembly.house import House
from matinee.audience.model import Profile
from matinee.catalogue.model import TitleRecord, WindowRecord
from matinee.errors import Invalid, NotFound
from matinee.operation.audit.model import Query
from matinee.promote.gallery import repository as gallery
from matinee.promote.gallery.model import Picture, PictureState, Terms
from matinee.promote.titling import repository as titling
from matinee.promote.titling.model import Treated
from matinee.vocabulary.ids import TitleId, uuid7
from matinee.vocabulary.places import Language, Territory

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
PORTUGAL = Territory("PT")
IN_PORTUGAL = Terms(None, frozenset({PORTUGAL}))


def test_terms_are_read_as_a_desk_writes_them() -> None:
    assert Terms.read("", "") == Terms()
    read = Terms.read("2026-05-01T18:00", "pt, es")
    assert (read.ends, read.codes) == (NOW.replace(hour=18), ("ES", "PT"))
    assert Terms.read("2026-05-01T18:00+02:00", "").ends == NOW.replace(hour=16)
    for ends, territories, field in (
        ("soon", "", "ends"),
        ("", "UK", "territories"),
        ("", "*", "territories"),
        ("", "Portugal", "territories"),
    ):
        with pytest.raises(Invalid) as refused:
            Terms.read(ends, territories)
        assert refused.value.field == field


def test_a_picture_is_kept_no_longer_than_its_terms_allow() -> None:
    assert [Terms(NOW + timedelta(seconds=left)).fresh_seconds(NOW) for left in (-5, 90, 9000)] == [
        0,
        90,
        3600,
    ]
    ends = Terms(NOW)
    assert not ends.allow(NOW, PORTUGAL)
    assert ends.allow(NOW - timedelta(microseconds=1), None)
    assert [IN_PORTUGAL.allow(NOW, each) for each in (PORTUGAL, Territory("*"), None)] == [
        True,
        False,
        False,
    ]


@pytest.fixture
async def title(house: House) -> TitleId:
    record = TitleRecord(
        name="A Film",
        year=2008,
        runtime_minutes=10,
        windows=(WindowRecord(),),
        external_ids={"own": "1"},
    )
    await house.catalogue.put_titles([record], source="test")
    return TitleId((await house.catalogue.shelf()).ids[0])


async def _approved(house: House, title: TitleId, place: int = 0) -> Picture:
    picture = await proposed(house, title, place=place)
    await house.gallery.decide(picture.id, PictureState.APPROVED, title=title, by="Ada")
    return picture


async def _titled(house: House, picture: Picture) -> None:
    """Set its title, as the job does, without the work of it."""
    facts = Treated(
        picture.id, Language("en"), "wide", "A Film", ("A Film",), "low", "#ffffff", 20.0, 0.1, 5.0,
        0.0, "titling 1", "0" * 64, picture.proposed_at,
    )  # fmt: skip
    async with house.database.transaction() as connection:
        await titling.keep(connection, [facts])
    await house.blobs.put(f"pictures/{picture.id}/titled/en/wide.jpg", b"with its title")


async def _end(house: House, picture: Picture) -> None:
    """Let its terms have ended, as time does."""
    async with house.database.transaction() as connection:
        await gallery.limit(connection, picture.id, Terms(datetime.now(UTC) - timedelta(hours=1)))


async def _profile(house: House, territory: str) -> Profile:
    home = await house.audience.create_household()
    return await house.audience.create_profile(home.id, "Ada", territory=Territory(territory))


async def test_a_limited_picture_leaves_by_no_door_but_its_own_territories(
    house: House, client: httpx.AsyncClient, title: TitleId
) -> None:
    picture = await _approved(house, title)
    await _titled(house, picture)
    terms = Terms(datetime.now(UTC) + timedelta(seconds=90), frozenset({PORTUGAL}))
    await house.gallery.limit(picture.id, terms, title=title, by="Ada")
    there, elsewhere = await _profile(house, "PT"), await _profile(house, "ES")
    nobody = uuid7(datetime.now(UTC))
    at = f"/v1/titles/{title}/pictures/{picture.id}"
    for door in (f"{at}/wide.jpg", f"{at}/titled/en/wide.jpg"):
        for query in ("", f"?profile={elsewhere.id}", f"?profile={nobody}"):
            assert (await client.get(door + query)).status_code == 404
        given = await client.get(f"{door}?profile={there.id}")
        assert given.status_code == 200
        kept = given.headers["cache-control"].removeprefix("private, max-age=")
        assert 0 < int(kept) <= 90
    history = (await house.audience.member(there.id)).history
    choice = house.gallery.choice
    assert await choice.picture_for(title, there, history, row="title") == picture.id
    assert await choice.picture_for(title, elsewhere, history, row="title") is None
    client.cookies.set("matinee_profile", str(there.id))
    assert f"{at}/wide.jpg?profile={there.id}" in (await client.get(f"/title/{title}")).text
    client.cookies.set("matinee_profile", str(elsewhere.id))
    page = await client.get(f"/title/{title}")
    assert page.status_code == 200
    assert str(picture.id) not in page.text


async def test_a_picture_that_ends_gives_way_on_the_same_day(
    house: House, client: httpx.AsyncClient, title: TitleId
) -> None:
    first = await _approved(house, title)
    second = await _approved(house, title, place=1)
    await _titled(house, first)
    member = await _profile(house, "*")
    history = (await house.audience.member(member.id)).history
    choice = house.gallery.choice
    seen = await choice.picture_for(title, member, history, row="title")
    shown, other = (first, second) if seen == first.id else (second, first)
    await _end(house, shown)
    assert await choice.picture_for(title, member, history, row="title") == other.id
    report = await choice.report(title)
    assert (report[shown.id].shown, report[other.id].shown) == (0, 1)

    await _end(house, other)
    assert await choice.picture_for(title, member, history, row="title") is None
    at = f"/v1/titles/{title}/pictures/{first.id}"
    for door in (f"{at}/wide.jpg", f"{at}/titled/en/wide.jpg"):
        assert (await client.get(f"{door}?profile={member.id}")).status_code == 404
    assert await house.titling.treat_all() == 0
    desk = await client.get(f"/desk/artwork/{title}")
    assert desk.text.count("Ended") == 2
    assert (await client.get(f"/desk/artwork/{title}/{first.id}/wide.jpg")).status_code == 200


async def test_terms_are_kept_in_the_audit_and_taken_back(house: House, title: TitleId) -> None:
    first = await _approved(house, title)
    second = await _approved(house, title, place=1)
    ends = Terms(datetime.now(UTC) + timedelta(days=1))
    await house.gallery.limit(first.id, IN_PORTUGAL, title=title, by="Ada")
    await house.gallery.limit(first.id, ends, title=title, by="Ada")
    async with house.database.reading() as connection:
        listed = (await gallery.approved(connection, at=datetime.now(UTC)))[title]
    assert [each.id for each in listed] == [first.id, second.id]
    assert await house.gallery.undo(title) == first.id
    assert (await house.gallery.pictures(title))[-1].terms == IN_PORTUGAL
    assert await house.gallery.undo(title) == first.id
    assert (await house.gallery.pictures(title))[-1].terms == Terms()
    assert await house.gallery.undo(title) == second.id
    states = {each.id: each.state for each in await house.gallery.pictures(title)}
    assert states == {first.id: PictureState.APPROVED, second.id: PictureState.PROPOSED}
    entries = (await house.operation.audit.search(Query(about=f"picture {first.id}"))).entries
    assert [each.detail["after"] for each in entries] == [
        Terms().written,
        IN_PORTUGAL.written,
        ends.written,
        IN_PORTUGAL.written,
    ]
    with pytest.raises(Invalid, match="over already"):
        await house.gallery.limit(first.id, Terms(NOW), title=title, by="Ada")


async def test_the_desk_sets_terms_and_touches_no_picture_of_another_title(
    house: House, client: httpx.AsyncClient, title: TitleId
) -> None:
    picture = await proposed(house, title)
    other = TitleId(uuid7(datetime.now(UTC)))
    for path, form in (("", {"state": "approved"}), ("/terms", {"territories": "PT"})):
        wrong = await client.post(f"/desk/artwork/{other}/{picture.id}{path}", data=form)
        assert wrong.status_code == 404
    with pytest.raises(NotFound):
        await house.gallery.desk_file(picture.id, "wide", title=other)
    (untouched,) = await house.gallery.pictures(title)
    assert (untouched.state, untouched.terms) == (PictureState.PROPOSED, Terms())
    at = f"/desk/artwork/{title}/{picture.id}/terms"
    refused = await client.post(at, data={"ends": "2031-01-01T00:00", "territories": "UK"})
    assert refused.status_code == 422
    assert "UK is no territory" in refused.text
    assert 'value="2031-01-01T00:00"' in refused.text
    given = await client.post(at, data={"ends": "2031-01-01T00:00", "territories": "pt es"})
    assert given.status_code == 303
    (limited,) = await house.gallery.pictures(title)
    assert limited.terms == Terms.read("2031-01-01T00:00", "ES PT")
    page = (await client.get(given.headers["location"])).text
    assert "ES, PT" in page
    assert 'value="2031-01-01T00:00"' in page


async def test_a_locked_picture_is_the_only_one_where_it_may_be_shown(
    house: House, client: httpx.AsyncClient, title: TitleId
) -> None:
    first = await _approved(house, title)
    second = await _approved(house, title, place=1)
    members = [await _profile(house, "PT") for _ in range(4)]
    elsewhere = await _profile(house, "ES")
    at = f"/desk/artwork/{title}/{second.id}/terms"
    choice = house.gallery.choice

    async def shown(member: Profile) -> object:
        history = (await house.audience.member(member.id)).history
        return await choice.picture_for(title, member, history, row="title")

    await shown(members[0])
    form = {"territories": "PT", "locked": "true"}
    assert (await client.post(at, data=form)).status_code == 303
    assert {await shown(each) for each in members} == {second.id}
    assert await shown(elsewhere) == first.id
    page = (await client.get(f"/desk/artwork/{title}?picture={second.id}")).text
    assert "Approved and locked" in page
    assert "checked" in page
    assert await house.gallery.undo(title) == second.id
    assert not any(each.terms.locked for each in await house.gallery.pictures(title))
    await _end(house, second)
    assert await shown(members[0]) == first.id
