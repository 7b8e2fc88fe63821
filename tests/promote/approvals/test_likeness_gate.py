"""Nobody is shown a candidate before the performers who approve have said so, by any way out."""

from __future__ import annotations

from uuid import UUID

import httpx
import pytest
from tests.promote.pictures import proposed

from matinee.assembly.house import House
from matinee.catalogue.model import TextRecord, TitleRecord
from matinee.clearance.artwork.model import Billing, LikenessTerms
from matinee.clearance.record.shapes import NewPerformer
from matinee.errors import Denied, Invalid
from matinee.promote.delivery.model import Reason
from matinee.promote.editing.model import Grade
from matinee.promote.gallery.model import Picture, PictureState
from matinee.vocabulary.ids import TitleId

PERFORMER = {"name": "Ada Example", "date_of_birth": "1980-01-01"}


@pytest.fixture
async def title(house: House) -> TitleId:
    record = TitleRecord(
        name="The Big Rabbit",
        original_language="en",
        year=2008,
        runtime_minutes=10,
        texts=(TextRecord(language="en", name="The Big Rabbit"),),
        external_ids={"own": "1"},
    )
    await house.catalogue.put_titles([record], source="test")
    return TitleId((await house.catalogue.shelf()).ids[0])


@pytest.fixture
async def ada(house: House) -> UUID:
    who = NewPerformer.model_validate(PERFORMER)
    return UUID((await house.record.add_performer(who, by="Counsel")).key)


async def _ways_out(house: House, client: httpx.AsyncClient, picture: Picture) -> dict[str, int]:
    """Every address under which a picture's bytes, or what is made of them, can be asked for."""
    desk = f"/desk/artwork/{picture.title_id}/{picture.id}"
    members = f"/v1/titles/{picture.title_id}/pictures/{picture.id}"
    addresses = (
        f"{members}/wide.jpg",
        f"{members}/titled/en/poster.jpg",
        f"{desk}/wide.jpg",
        f"{desk}/titled/en/wide.jpg",
        f"{desk}/titled/en/wide.svg",
        f"{desk}/titled/en/tall.zip",
        f"{desk}/titled/en/tall/set",
        f"{desk}/titled/en/tall/setting.jpg?size=0.1",
    )
    return {address: (await client.get(address)).status_code for address in addresses}


async def test_a_picture_of_somebody_who_approves_is_seen_by_nobody_before_the_word(
    house: House, title: TitleId, ada: UUID, client: httpx.AsyncClient
) -> None:
    picture = await proposed(house, title)
    gallery, terms = house.gallery, f"/v1/clearance/titles/{title}/likeness-terms"
    await gallery.decide(picture.id, PictureState.APPROVED, title=title, by="Ben")
    assert await house.titling.treat_all() == 1
    assert set((await _ways_out(house, client, picture)).values()) == {200}

    assert (await client.put(terms, json={"approvers": [str(ada)]})).status_code == 200
    assert set((await _ways_out(house, client, picture)).values()) <= {403, 404}
    with pytest.raises(Denied):
        await house.promotion.edits.graded(picture.id, Grade.WARM, title=title)
    with pytest.raises(Denied):
        await house.promotion.edits.edit(picture.id, title=title, named=Grade.WARM)
    with pytest.raises(Denied):
        await gallery.decide(picture.id, PictureState.APPROVED, title=title, by="Ben")
    ordered = await house.promotion.deliveries.order(
        title, "example-guide", territory=None, by="Ben", by_job=False
    )
    made = await house.promotion.deliveries.make(ordered.id)
    assert made.renditions == ()
    assert {each.reason for each in made.entries[0].shortfalls} == {Reason.LIKENESS}
    page = (await client.get(f"/desk/artwork/{title}?picture={picture.id}")).text
    assert "waits for a performer" in page
    assert ".jpg" not in page

    theirs = f"/v1/artwork/performers/{ada}"
    [asked] = (await client.get(f"{theirs}/candidates")).json()["asked"]
    assert (asked["id"], asked["word"]) == (str(picture.id), None)
    seen = await client.get(f"{theirs}/pictures/{picture.id}/wide.jpg")
    assert seen.headers["content-type"] == "image/jpeg"
    at_the_desk = await client.get(f"/desk/clearance/performers/{ada}/pictures")
    assert "Waits for a word" in at_the_desk.text
    for word, answers in (("approved", {200}), ("refused", {403, 404}), ("not-shown", {200})):
        said = await client.put(f"{theirs}/candidates/{picture.id}", json={"word": word})
        assert said.status_code == 204
        assert set((await _ways_out(house, client, picture)).values()) <= answers
    kinds = [fact.kind for fact in await house.record.about(f"{picture.id} {ada}")]
    assert kinds == ["picture-word"] * 3
    other = await proposed(house, title, place=1)
    with pytest.raises(Denied):
        await gallery.desk_file(other.id, "wide", title=title)


async def test_a_face_is_shown_to_nobody_before_counsel_has_entered_terms(
    house: House, title: TitleId, ada: UUID, client: httpx.AsyncClient
) -> None:
    nobody, somebody = await proposed(house, title), await proposed(house, title, faces=1)
    gallery = house.gallery
    assert await gallery.desk_file(nobody.id, "wide", title=title)
    with pytest.raises(Denied, match="no likeness terms"):
        await gallery.desk_file(somebody.id, "wide", title=title)
    await house.promotion.clearance.put_terms(title, LikenessTerms(), by="Counsel")
    assert await gallery.desk_file(somebody.id, "wide", title=title)
    with pytest.raises(Invalid):
        unknown = LikenessTerms(approvers=(title,))
        await house.promotion.clearance.put_terms(title, unknown, by="Counsel")
    nobodys = await client.put(
        f"/v1/artwork/performers/{ada}/candidates/{somebody.id}", json={"word": "approved"}
    )
    assert nobodys.status_code == 404


async def test_pictures_from_before_faces_were_counted_are_looked_at(
    house: House, title: TitleId
) -> None:
    picture = await proposed(house, title, faces=None)
    with pytest.raises(Denied):
        await house.gallery.desk_file(picture.id, "wide", title=title)
    assert await house.gallery.count_faces() == 1
    assert await house.gallery.count_faces() == 0
    assert await house.gallery.desk_file(picture.id, "wide", title=title)


async def test_billing_is_entered_read_and_refused_like_any_fact(
    house: House, title: TitleId, ada: UUID, client: httpx.AsyncClient
) -> None:
    address = f"/v1/clearance/titles/{title}/billing"
    assert (await client.get(address)).json() == {"billing": None}
    owed = [
        {"name": "Zoe Last", "size": 0.3},
        {"name": "Ada Example", "order": 1, "likeness": True, "performer": str(ada)},
    ]
    entered = await client.put(address, json={"billed": owed})
    assert (entered.status_code, entered.json()["kind"]) == (200, "billing")
    kept = Billing.model_validate((await client.get(address)).json()["billing"])
    assert [each.name for each in kept.in_order] == ["Ada Example", "Zoe Last"]
    for wrong in ({"size": 2}, {"order": 0}, {"name": ""}):
        answer = await client.put(address, json={"billed": [owed[0] | wrong]})
        assert answer.status_code == 422


async def test_counsel_enters_terms_and_billing_at_the_desk(
    house: House, title: TitleId, ada: UUID, client: httpx.AsyncClient
) -> None:
    page = f"/desk/clearance/titles/{title}"
    assert "shown to nobody until counsel" in (await client.get(page)).text
    said = {"approver": str(ada), "note": "Clause 12"}
    assert (await client.post(f"{page}/likeness-terms", data=said)).status_code == 303
    kept = (await house.promotion.clearance.terms([title]))[title]
    assert kept == LikenessTerms(approvers=(ada,), note="Clause 12")
    row = {"name-1": "Ada Example", "order-1": "1", "size-1": "350", "likeness-1": "yes"}
    refused = await client.post(f"{page}/billing", data=row)
    assert refused.status_code == 422
    assert "Ada Example" in refused.text
    right = row | {"size-1": "35", "performer-1": str(ada), "name-7": "Zoe Last"}
    assert (await client.post(f"{page}/billing", data=right)).status_code == 303
    billing = await house.promotion.clearance.billing(title)
    assert billing is not None
    assert [(each.name, each.size) for each in billing.in_order] == [
        ("Ada Example", 0.35),
        ("Zoe Last", 0.25),
    ]
    assert billing.in_order[0].performer == ada
    assert "Zoe Last" in (await client.get(page)).text
