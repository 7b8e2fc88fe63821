"""From approved pictures to a partner's archive: what is in it, and what is missing or refused."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from PIL import Image
from tests.promote.pictures import proposed

from matinee.assembly.house import House
from matinee.catalogue.model import TextRecord, TitleRecord
from matinee.clearance.provenance.model import Standing
from matinee.errors import Conflict, NotFound
from matinee.operation.audit.model import Query
from matinee.promote.delivery.model import DeliverySettings, DeliveryState, Reason, Specification
from matinee.promote.gallery import repository as gallery
from matinee.promote.gallery.model import Picture, PictureState, Terms
from matinee.vocabulary.ids import TitleId
from matinee.vocabulary.places import Territory

PORTUGAL = Territory("PT")
ASKED = {
    "name": "guide",
    "partner": "=The Guide",
    "lines": [
        {"name": "wide", "width": 160, "height": 90},
        {"name": "titled", "width": 100, "height": 150, "titled": True, "languages": ["en", "fr"]},
        {"name": "hero", "width": 1920, "height": 1080},
    ],
}


@pytest.fixture
async def pictures(house: House) -> tuple[Picture, Picture]:
    """Two pictures that nobody has decided on, of a title with an English name."""
    record = TitleRecord(
        name="The Big Rabbit",
        original_language="en",
        year=2008,
        runtime_minutes=10,
        texts=(TextRecord(language="en", name="The Big Rabbit"),),
        external_ids={"own": "1"},
    )
    await house.catalogue.put_titles([record], source="test")
    title = TitleId((await house.catalogue.shelf()).ids[0])
    await house.promotion.deliveries.specifications.put(
        Specification.model_validate(ASKED), by="Ada"
    )
    return await proposed(house, title), await proposed(house, title, place=1)


async def _approve(house: House, picture: Picture, terms: Terms | None = None) -> None:
    title = picture.title_id
    await house.gallery.decide(picture.id, PictureState.APPROVED, title=title, by="Ada")
    if terms is not None:
        await house.gallery.limit(picture.id, terms, title=title, by="Ada")


async def test_an_archive_holds_what_fulfils_each_line_and_says_what_is_missing(
    house: House, pictures: tuple[Picture, Picture], client: httpx.AsyncClient
) -> None:
    first, second = pictures
    await _approve(house, first)
    address = f"/v1/artwork/titles/{first.title_id}/deliveries"
    answer = await client.post(address, json={"specification": "guide", "territory": "pt"})
    assert answer.status_code == 202
    await house.jobs.work(until_idle=True)
    [told] = (await client.get(address)).json()["deliveries"]
    assert (told["state"], told["territory"]) == ("ready", "PT")
    states = {(each["line"], each["language"]): each["fulfilled"] for each in told["lines"]}
    assert states == {
        ("wide", ""): True,
        ("titled", "en"): True,
        ("titled", "fr"): False,
        ("hero", ""): False,
    }
    hero = told["lines"][3]["falls_short"]
    assert [each["reason"] for each in hero] == [Reason.SIZE, Reason.NOT_APPROVED]
    assert told["lines"][2]["falls_short"][0]["reason"] == Reason.NO_NAME

    sent = await client.get(f"/v1/artwork/deliveries/{told['id']}/archive.zip")
    assert sent.headers["content-type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(sent.content)) as archive:
        assert archive.testzip() is None
        files = {name: archive.read(name) for name in archive.namelist()}
    assert set(files) == {
        "sheet.json",
        "sheet.csv",
        "sheet.html",
        "pictures/wide_160x90_1.jpg",
        "pictures/titled_100x150_en_1.jpg",
    }
    for name, size in (("wide_160x90_1", (160, 90)), ("titled_100x150_en_1", (100, 150))):
        content = files[f"pictures/{name}.jpg"]
        with Image.open(io.BytesIO(content)) as seen:
            assert seen.size == size
        story = house.provenance.read(content, "image/jpeg")
        assert story.standing is Standing.VALID
        assert [each.relationship for each in story.ingredients] == ["parentOf"]
    assert json.loads(files["sheet.json"])["missing"] == 2
    rows = list(csv.DictReader(io.StringIO(files["sheet.csv"].decode())))
    assert [row["state"] for row in rows] == ["fulfilled", "fulfilled", "missing", "missing"]
    assert b"picture 2: nobody has approved it" in files["sheet.html"]
    [entry] = (await house.operation.audit.search(Query(action="artwork.deliver"))).entries
    assert [each["picture"] for each in entry.detail["pictures"]] == [str(first.id)] * 2

    await house.gallery.decide(first.id, PictureState.REJECTED, title=first.title_id, by="Ada")
    refused = await client.get(f"/v1/artwork/deliveries/{told['id']}/archive.zip")
    assert (refused.status_code, refused.json()["code"]) == (409, "withdrawn")
    await _approve(house, second)
    await client.post(address, json={"specification": "guide", "territory": "PT"})
    await house.jobs.work(until_idle=True)
    [anew] = (await client.get(address)).json()["deliveries"]
    assert anew["lines"][0]["pictures"][0]["picture_id"] == str(second.id)
    assert await house.blobs.list(f"deliveries/{told['id']}") == []


async def test_what_ended_is_elsewhere_or_stands_behind_a_locked_one_does_not_go(
    house: House, pictures: tuple[Picture, Picture]
) -> None:
    first, second = pictures
    await _approve(house, first, Terms(territories=frozenset({Territory("ES")})))
    await _approve(house, second)
    over = Terms(ends=datetime.now(UTC) - timedelta(days=1))
    async with house.database.transaction() as connection:
        await gallery.limit(connection, second.id, over)
    deliveries, title = house.promotion.deliveries, first.title_id

    async def made() -> dict[int | None, Reason]:
        ordered = await deliveries.order(title, "guide", territory=PORTUGAL, by="Ada", by_job=False)
        done = await deliveries.make(ordered.id)
        assert done.state is DeliveryState.READY
        return {each.place: each.reason for each in done.entries[0].shortfalls}

    assert await made() == {0: Reason.TERRITORY, 1: Reason.ENDED}
    await house.gallery.limit(second.id, Terms(), title=title, by="Ada")
    await house.gallery.limit(first.id, Terms(locked=True), title=title, by="Ada")
    [wide, *_] = (await deliveries.of_title(title))[0].entries
    assert not wide.is_fulfilled
    assert await made() == {}
    [latest, *_] = await deliveries.of_title(title)
    assert {each.picture_id for each in latest.renditions} == {first.id}


async def test_a_delivery_beyond_its_limits_is_given_up_and_leaves_no_file(
    house: House, pictures: tuple[Picture, Picture]
) -> None:
    await _approve(house, pictures[0])
    deliveries = house.promotion.deliveries
    deliveries.settings = DeliverySettings(most_files=1)
    ordered = await deliveries.order(
        pictures[0].title_id, "guide", territory=None, by="Ada", by_job=False
    )
    done = await deliveries.make(ordered.id)
    assert (done.state, done.entries) == (DeliveryState.FAILED, ())
    assert "too many pictures" in done.failure
    assert await house.blobs.list(f"deliveries/{ordered.id}") == []
    with pytest.raises(Conflict):
        await deliveries.archive(ordered.id)


async def test_specifications_are_kept_changed_and_removed_but_examples_stay(
    house: House, client: httpx.AsyncClient
) -> None:
    shelf = "/v1/artwork/specifications"
    for wide in (320, 640):
        body = ASKED | {"lines": [{"name": "wide", "width": wide, "height": 180}]}
        assert (await client.put(f"{shelf}/guide", json=body)).status_code == 200
    kept = (await client.get(f"{shelf}/guide")).json()
    assert kept["specification"]["lines"][0]["width"] == 640
    examples = [
        each for each in (await client.get(shelf)).json()["specifications"] if each["is_example"]
    ]
    assert len(examples) >= 3
    taken = await client.put(f"{shelf}/example-guide", json=ASKED)
    assert taken.status_code == 409
    assert (await client.put(f"{shelf}/guide", json=ASKED | {"lines": []})).status_code == 422
    assert (await client.put(f"{shelf}/A guide", json=ASKED)).status_code == 422
    assert len((await client.get(shelf)).json()["specifications"]) == len(examples) + 1
    assert (await client.delete(f"{shelf}/guide")).status_code == 204
    assert (await client.delete(f"{shelf}/example-guide")).status_code == 404
    with pytest.raises(NotFound):
        await house.promotion.deliveries.specifications.one("guide")
