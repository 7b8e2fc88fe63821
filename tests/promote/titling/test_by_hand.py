"""A title set by hand: where and how large it was wished, readable or refused, and taken back."""

from __future__ import annotations

import hashlib
import io
import zipfile

import httpx
import numpy as np
import pytest
from PIL import Image
from tests.promote.pictures import proposed

from matinee.assembly.house import House
from matinee.catalogue.model import TitleRecord
from matinee.clearance.provenance.model import SourceType, Standing
from matinee.errors import Conflict, Invalid
from matinee.promote.gallery.model import PictureState
from matinee.promote.titling.model import TitleAt, Wish
from matinee.vocabulary.ids import TitleId
from matinee.vocabulary.places import Language

ENGLISH = Language("en")


@pytest.fixture
async def at(house: House) -> tuple[TitleId, TitleAt]:
    """A wide picture with its title, as the house has set it."""
    record = TitleRecord(name="The Big Rabbit", year=2008, external_ids={"own": "1"})
    await house.catalogue.put_titles([record], source="test")
    title = TitleId((await house.catalogue.shelf()).ids[0])
    picture = await proposed(house, title)
    await house.gallery.decide(picture.id, PictureState.APPROVED, title=title, by="Ada")
    await house.titling.treat_all()
    return title, TitleAt(picture.id, ENGLISH, "wide")


async def test_a_title_is_set_by_hand_kept_by_the_worker_and_taken_back(
    house: House, at: tuple[TitleId, TitleAt], client: httpx.AsyncClient
) -> None:
    title, where = at
    titling = house.titling
    before = (await titling.of_picture(where.picture))[ENGLISH]["wide"]
    page = f"/desk/artwork/{title}/{where.picture}/titled/en/wide"
    assert (await client.get(f"{page}/set")).status_code == 200
    wished = {"down": "top", "align": "end", "size": "0.1", "ink": "#fff200"}
    assert (await client.get(f"{page}/setting.jpg", params=wished)).status_code == 200
    assert (await client.post(f"{page}/set", data=wished)).status_code == 303
    kept = (await titling.of_picture(where.picture))[ENGLISH]["wide"]
    assert (kept.place, kept.ink, kept.text) == ("top-end", "#fff200", before.text)
    assert kept.contrast >= 4.5
    assert kept.em == pytest.approx(0.1 * 180, abs=0.1)
    content = await titling.desk_file(where.picture, ENGLISH, "wide", title=title)
    told = house.provenance.read(content, "image/jpeg")
    assert told.standing is Standing.VALID
    assert SourceType.HUMAN_EDITS.value in {each.source_type for each in told.actions}
    with Image.open(io.BytesIO(content)) as seen:
        pixels = np.asarray(seen.convert("RGB"), np.int16)
    yellow = (pixels[..., 0] > 200) & (pixels[..., 1] > 180) & (pixels[..., 2] < 110)
    rows, columns = np.flatnonzero(yellow.any(axis=1)), np.flatnonzero(yellow.any(axis=0))
    assert rows[-1] < 90
    assert columns[-1] <= 320 * 0.94 + 2
    assert columns[0] > 130

    second = Wish(down="bottom", align="middle", size=0.08)
    await titling.set_by_hand(where, second, title=title, by="Ada")
    assert (await titling.undo_by_hand(where, title=title, by="Ada")).place == "top-end"
    assert (await client.post(f"{page}/set/undo")).status_code == 303
    after = (await titling.of_picture(where.picture))[ENGLISH]["wide"]
    assert (after.place, after.ink, after.wish) == (before.place, before.ink, None)
    with pytest.raises(Conflict):
        await titling.undo_by_hand(where, title=title, by="Ada")


async def test_what_cannot_be_read_is_refused_and_nothing_changes(
    house: House, at: tuple[TitleId, TitleAt], client: httpx.AsyncClient
) -> None:
    title, where = at
    grey = Wish(ink="#757575")
    tried = await house.titling.tried(where, grey, title=title)
    if tried.readable:
        pytest.fail(f"a grey has {tried.facts.contrast} on its scrim")
    with pytest.raises(Invalid, match="contrast"):
        await house.titling.set_by_hand(where, grey, title=title, by="Ada")
    page = f"/desk/artwork/{title}/{where.picture}/titled/en/wide/set"
    refused = await client.post(page, data={"ink": "#757575"})
    assert refused.status_code == 422
    assert (await house.titling.of_picture(where.picture))[ENGLISH]["wide"].wish is None


async def test_layers_leave_with_a_signed_picture_that_names_them_by_hash(
    house: House, at: tuple[TitleId, TitleAt]
) -> None:
    title, where = at
    content = await house.titling.layered_file(where.picture, ENGLISH, "wide", title=title)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        layers, flat = archive.read("wide-en.psd"), archive.read("wide-en.png")
        said = archive.read("credentials.txt").decode()
    digest = hashlib.sha256(layers).hexdigest()
    assert digest in said
    assert digest.encode() in flat
    told = house.provenance.read(flat, "image/png")
    assert told.standing is Standing.VALID
    assert [each.title for each in told.ingredients] == ["wide-en.psd", "wide without a title"]
