"""What goes in and out: bounded pictures in, a signed PNG out."""

from __future__ import annotations

import base64
from io import BytesIO
from typing import TYPE_CHECKING

import httpx
import numpy as np
import pytest
from benchmarks.studio.rendered_cloth import garment, photographed
from PIL import Image

from matinee.assembly.settings import Settings
from matinee.clearance.provenance.model import Standing
from matinee.clearance.provenance.service import Provenance
from matinee.errors import Invalid
from matinee.studio.concept import model, pictures
from matinee.studio.concept.model import Box, Filling, Recolouring, read_colour
from matinee.studio.concept.routes import FILL_PATH, RECOLOUR_PATH, routes
from matinee.studio.concept.service import ConceptService
from matinee.surfaces.api.app import build_app

if TYPE_CHECKING:
    from pathlib import Path

    from matinee.studio.concept.colour import Bytes

RED, BLUE = (176, 40, 52), (38, 84, 150)
SCENE = garment(0, satin=False)
PHOTO = photographed(SCENE.drawn(RED), 1)


def saved(pixels: Bytes, kind: str = "PNG", **said: object) -> bytes:
    written = BytesIO()
    Image.fromarray(pixels).save(written, kind, **said)
    return written.getvalue()


@pytest.fixture
def concept(tmp_path: Path) -> ConceptService:
    return ConceptService(Provenance(tmp_path / "keys"))


async def test_the_picture_leaves_signed_as_enhanced_with_its_parent(
    concept: ConceptService,
) -> None:
    given = saved(PHOTO, "JPEG", quality=95)
    made = await concept.recolour(Recolouring(given, BLUE, mask=saved(SCENE.mask)))
    story = concept.provenance.read(made, "image/png")
    assert story.standing is Standing.VALID
    assert (story.source_type or "").endswith("algorithmicallyEnhanced")
    assert [action.name for action in story.actions] == ["c2pa.opened", "c2pa.edited"]
    assert [each.title for each in story.ingredients] == ["the picture that was given"]


async def test_what_is_outside_the_mask_comes_back_byte_for_byte(concept: ConceptService) -> None:
    made = await concept.recolour(Recolouring(saved(PHOTO), BLUE, mask=saved(SCENE.mask)))
    back = np.asarray(Image.open(BytesIO(made)))
    assert np.array_equal(back[SCENE.mask == 0], PHOTO[SCENE.mask == 0])
    assert not np.array_equal(back, PHOTO)


async def test_transparency_is_kept(concept: ConceptService) -> None:
    alpha = np.linspace(0, 255, PHOTO.shape[0], dtype=np.uint8)[:, None] + np.zeros_like(SCENE.mask)
    given = saved(np.dstack([PHOTO, alpha]))
    made = await concept.recolour(Recolouring(given, BLUE, mask=saved(SCENE.mask)))
    assert np.array_equal(np.asarray(Image.open(BytesIO(made)))[..., 3], alpha)


async def test_a_photo_that_lies_on_its_side_is_turned(concept: ConceptService) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    given = saved(np.rot90(PHOTO[:200]).copy(), "JPEG", exif=exif)
    made = await concept.recolour(Recolouring(given, BLUE, box=Box(0.2, 0.1, 0.8, 0.9)))
    assert Image.open(BytesIO(made)).size == (PHOTO.shape[1], 200)


@pytest.mark.parametrize(
    ("picture", "mask", "field"),
    [
        (b"GIF89a", None, "picture"),
        (saved(PHOTO)[:900], None, "picture"),
        (saved(PHOTO, "GIF"), None, "picture"),
        (saved(PHOTO), b"no mask", "mask"),
        (saved(PHOTO), saved(SCENE.mask[:50]), "mask"),
        (saved(PHOTO), None, "box"),
    ],
)
async def test_what_does_not_fit_is_refused_by_field(
    concept: ConceptService, picture: bytes, mask: bytes | None, field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        await concept.recolour(Recolouring(picture, BLUE, mask=mask))
    assert refused.value.field == field


def test_a_picture_that_is_too_large_is_refused_before_it_is_decoded(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pictures, "MOST_PIXELS", 10_000)
    with pytest.raises(Invalid, match="million pixels"):
        pictures.read_picture(saved(PHOTO))
    monkeypatch.setattr(pictures, "LARGEST_PICTURE", 100)
    with pytest.raises(Invalid, match="larger than"):
        pictures.read_picture(saved(PHOTO))


@pytest.mark.parametrize("text", ["", "blue", "#12", "#12345g", "#1234567"])
def test_what_is_no_colour_is_refused(text: str) -> None:
    with pytest.raises(Invalid, match="no colour"):
        read_colour(text)
    assert read_colour("#265496") == BLUE
    assert model.LARGEST_PICTURE == 20 * 1024 * 1024


async def test_over_http_a_picture_is_recoloured_and_nonsense_is_refused(
    concept: ConceptService,
) -> None:
    app = build_app(Settings(), [routes(concept)])
    transport = httpx.ASGITransport(app)
    body = {"picture": base64.b64encode(saved(PHOTO)).decode(), "colour": "#265496"}
    mask = base64.b64encode(saved(SCENE.mask)).decode()
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        made = await client.post(RECOLOUR_PATH, json=body | {"mask": mask})
        assert (made.status_code, made.headers["content-type"]) == (200, "image/png")
        assert concept.provenance.read(made.content, "image/png").standing is Standing.VALID
        nowhere = await client.post(RECOLOUR_PATH, json=body)
        assert (nowhere.status_code, nowhere.json()["field"]) == (422, "box")
        flat = {"left": 0.5, "top": 0, "right": 0.5, "bottom": 1}
        assert (await client.post(RECOLOUR_PATH, json=body | {"box": flat})).status_code == 422


SPOT = np.zeros((96, 120), np.uint8)
SPOT[40:52, 50:66] = 255
SMALL = PHOTO[200:296, 130:250]


async def test_what_is_taken_out_leaves_signed_and_the_rest_byte_for_byte(
    concept: ConceptService,
) -> None:
    made = await concept.fill(Filling(saved(SMALL), mask=saved(SPOT)))
    story = concept.provenance.read(made, "image/png")
    assert story.standing is Standing.VALID
    assert (story.source_type or "").endswith("algorithmicallyEnhanced")
    assert [each.title for each in story.ingredients] == ["the picture that was given"]
    back = np.asarray(Image.open(BytesIO(made)))
    assert np.array_equal(back[SPOT == 0], SMALL[SPOT == 0])
    assert not np.array_equal(back[SPOT > 0], SMALL[SPOT > 0])


async def test_everything_in_a_box_is_taken_out(concept: ConceptService) -> None:
    made = await concept.fill(Filling(saved(SMALL), box=Box(50 / 120, 40 / 96, 66 / 120, 52 / 96)))
    by_mask = await concept.fill(Filling(saved(SMALL), mask=saved(SPOT)))
    one, other = (np.asarray(Image.open(BytesIO(each))) for each in (made, by_mask))
    assert np.array_equal(one, other)


@pytest.mark.parametrize(
    ("mask", "box", "field"),
    [(None, None, "box"), (None, Box(0.5, 0, 0.5, 1), "box"), (saved(SPOT[:40]), None, "mask")],
)
async def test_a_mark_that_does_not_fit_is_refused_by_field(
    concept: ConceptService, mask: bytes | None, box: Box | None, field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        await concept.fill(Filling(saved(SMALL), box=box, mask=mask))
    assert refused.value.field == field


async def test_over_http_something_is_taken_out(concept: ConceptService) -> None:
    transport = httpx.ASGITransport(build_app(Settings(), [routes(concept)]))
    body = {"picture": base64.b64encode(saved(SMALL)).decode()}
    mask = base64.b64encode(saved(SPOT)).decode()
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        made = await client.post(FILL_PATH, json=body | {"mask": mask})
        assert (made.status_code, made.headers["content-type"]) == (200, "image/png")
        assert (await client.post(FILL_PATH, json=body)).json()["field"] == "box"
