"""Titles from the catalogue's names to members: set once, made anew when a name changes."""

from __future__ import annotations

import hashlib
import io
from datetime import UTC, datetime

import httpx
import numpy as np
import pytest
from PIL import Image
from tests.promote.pictures import SIZES, proposed
from tests.promote.titling.conftest import TITLES

from matinee.assembly.house import House
from matinee.catalogue.model import TextRecord, TitleRecord
from matinee.clearance.artwork.model import Billed, Billing
from matinee.clearance.provenance.model import SourceType, Standing
from matinee.errors import NotFound
from matinee.promote.gallery.model import Picture, PictureState
from matinee.promote.gallery.prints import key_of
from matinee.promote.titling.service import RECIPE
from matinee.vocabulary.ids import TitleId, uuid7
from matinee.vocabulary.places import Language

ARABIC, HEBREW, ENGLISH = Language("ar"), Language("he"), Language("en")


def _record(own: str = "", **names: str) -> TitleRecord:
    texts = tuple(TextRecord(language=tag, name=name) for tag, name in names.items())
    return TitleRecord(
        name=TITLES["en"],
        original_language=own or None,
        year=2008,
        runtime_minutes=10,
        texts=texts,
        external_ids={"own": "1"},
    )


@pytest.fixture
async def picture(house: House) -> Picture:
    """A picture that nobody has decided on, of a title with an Arabic and an unsettable name."""
    record = _record(ar=TITLES["ar"], egy="\U00013000\U00013001")
    await house.catalogue.put_titles([record], source="test")
    return await proposed(house, TitleId((await house.catalogue.shelf()).ids[0]))


async def test_titles_are_set_on_what_is_approved_and_follow_the_catalogue(
    house: House, picture: Picture, client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    titling = house.titling
    assert await titling.treat_all() == 0
    await house.gallery.decide(picture.id, PictureState.APPROVED, title=picture.title_id, by="Ada")
    assert await titling.treat_all() == 2
    assert await titling.treat_all() == 0

    found = await titling.of_picture(picture.id)
    assert {tag: set(shapes) for tag, shapes in found.items()} == {
        ARABIC: set(SIZES),
        ENGLISH: set(SIZES),
    }
    wide = found[ARABIC]["wide"]
    master = await house.blobs.get(key_of(picture.id, "wide"))
    assert (wide.text, wide.recipe) == (TITLES["ar"], RECIPE)
    assert wide.source_sha256 == hashlib.sha256(master).hexdigest()
    assert all(each.contrast >= 4.5 for shapes in found.values() for each in shapes.values())
    refused = await titling.refused(picture.title_id)
    assert {str(tag) for tag in refused} == {"egy"}
    assert "U+13000" in refused[Language("egy")]

    address = f"/v1/titles/{picture.title_id}/pictures/{picture.id}"
    answer = await client.get(f"{address}/titled/ar/wide.jpg")
    assert answer.status_code == 200
    with Image.open(io.BytesIO(answer.content)) as seen, Image.open(io.BytesIO(master)) as bare:
        assert seen.size == SIZES["wide"]
        assert np.abs(np.asarray(seen, np.int16) - np.asarray(bare, np.int16)).max() > 100
    told = house.provenance.read(answer.content, "image/jpeg")
    assert (told.standing, told.source_type) == (Standing.VALID, SourceType.ENHANCED)
    assert [(each.title, each.relationship) for each in told.ingredients] == [
        ("wide without a title", "parentOf")
    ]
    for wrong in ("titled/he/wide.jpg", "titled/ar/round.jpg", "titled/egy/wide.jpg"):
        assert (await client.get(f"{address}/{wrong}")).status_code == 404
    assert await titling.language_for(picture.id, [HEBREW, Language("ar-EG")]) == ARABIC
    assert await titling.language_for(picture.id, [HEBREW]) is None

    await house.catalogue.put_titles([_record("tr", he=TITLES["he"])], source="test")
    assert await titling.treat_all() == 2
    found = await titling.of_picture(picture.id)
    assert {tag: shapes["tall"].text for tag, shapes in found.items()} == {
        ARABIC: TITLES["ar"],
        HEBREW: TITLES["he"],
        Language("tr"): TITLES["en"],
    }
    monkeypatch.setattr("matinee.promote.titling.service.RECIPE", "titling of another day")
    assert await titling.treat_all() == 3
    await house.gallery.decide(picture.id, PictureState.REJECTED, title=picture.title_id, by="Ada")
    assert (await client.get(f"{address}/titled/he/wide.jpg")).status_code == 404
    with pytest.raises(NotFound):
        await titling.desk_file(picture.id, HEBREW, "wide", title=TitleId(uuid7(datetime.now(UTC))))


async def test_members_are_shown_the_names_that_are_owed_or_no_title_at_all(
    house: House, client: httpx.AsyncClient
) -> None:
    await house.catalogue.put_titles([_record()], source="test")
    picture = await proposed(house, TitleId((await house.catalogue.shelf()).ids[0]))
    title, titling = picture.title_id, house.titling
    await house.gallery.decide(picture.id, PictureState.APPROVED, title=title, by="Ada")
    assert await titling.treat_all() == 1
    bare = (await titling.of_picture(picture.id))[ENGLISH]["wide"]
    address = f"/v1/titles/{title}/pictures/{picture.id}/titled/en/wide.jpg"
    before = (await client.get(address)).content

    clearance = house.promotion.clearance
    owed = Billing(billed=(Billed(name="Ada Lo", size=1),))
    await clearance.put_billing(title, owed, by="Bea")
    assert await titling.treat_all() == 1
    assert await titling.treat_all() == 0
    shapes = (await titling.of_picture(picture.id))[ENGLISH]
    assert {each.lacks for each in shapes.values()} == {""}
    named = shapes["wide"]
    assert (named.billed, named.lacks) == ("Ada Lo 100%", "")
    assert named.em <= bare.em
    assert named.contrast >= 4.5
    after = await client.get(address)
    assert after.status_code == 200
    with Image.open(io.BytesIO(before)) as old, Image.open(io.BytesIO(after.content)) as new:
        foot = np.abs(np.asarray(new, np.int16) - np.asarray(old, np.int16))[-30:]
    assert foot.max() > 100

    unshown = Billing(billed=(Billed(name="Ada Lo", size=1, likeness=True),))
    await clearance.put_billing(title, unshown, by="Bea")
    assert await titling.treat_all() == 1
    assert "Ada Lo" in (await titling.of_picture(picture.id))[ENGLISH]["wide"].lacks
    assert (await client.get(address)).status_code == 404
    assert await titling.language_for(picture.id, [ENGLISH]) is None
    assert await titling.desk_file(picture.id, ENGLISH, "wide", title=title)
    page = (await client.get(f"/desk/artwork/{title}?picture={picture.id}&language=en")).text
    assert "Missing billing" in page
