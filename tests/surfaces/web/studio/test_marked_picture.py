"""The pages that take a picture with a marked place: recolouring, and taking something out."""

from io import BytesIO
from typing import Any

import httpx
import numpy as np
import pytest
from benchmarks.studio.drawn_surfaces import plaster
from benchmarks.studio.rendered_cloth import garment, photographed
from PIL import Image

from matinee.assembly.house import House
from matinee.clearance.provenance.model import Standing
from matinee.surfaces.web.studio.clean_up_pages import CLEAN_UP_PATH
from matinee.surfaces.web.studio.wardrobe_pages import WARDROBE_PATH

WALL = plaster(940)[:120, :150].copy()
WALL[50:70, 60:90] = (255, 0, 255)
CLEAN_UP = {"left": "40", "top": "40", "right": "61", "bottom": "60"}
SCENE = garment(0, satin=False)
PHOTO = photographed(SCENE.drawn((176, 40, 52)), 1)
WARDROBE = {"colour": "#265496", "left": "5", "top": "3", "right": "95", "bottom": "97"}


def _png(pixels: np.ndarray) -> bytes:
    written = BytesIO()
    Image.fromarray(pixels).save(written, "PNG")
    return written.getvalue()


@pytest.fixture
def desk(client: httpx.AsyncClient) -> httpx.AsyncClient:
    client.headers["Accept"] = "text/html"
    return client


@pytest.mark.parametrize(
    ("path", "named", "form", "picture", "place"),
    [
        (CLEAN_UP_PATH, "Clean up", CLEAN_UP, WALL, np.s_[50:70, 60:90]),
        (WARDROBE_PATH, "Recolour", WARDROBE, PHOTO, SCENE.mask > 250),
    ],
)
async def test_the_signed_picture_that_comes_back_is_changed_in_its_place(
    desk: httpx.AsyncClient,
    house: House,
    *,
    path: str,
    named: str,
    form: dict[str, str],
    picture: np.ndarray,
    place: Any,
) -> None:
    page = (await desk.get(path)).text
    assert "Enhanced by a program, without AI" in page
    assert f'aria-current="page">{named}' in page
    made = await desk.post(path, data=form, files={"picture": _png(picture)})
    assert (made.status_code, made.headers["content-type"]) == (200, "image/png")
    assert made.headers["cache-control"] == "no-store"
    assert house.provenance.read(made.content, "image/png").standing is Standing.VALID
    inside = np.asarray(Image.open(BytesIO(made.content)))[place].reshape(-1, 3).astype(int)
    if path == CLEAN_UP_PATH:
        assert (inside[:, 1] > inside[:, 0] // 2).all(), "it was magenta"
    else:
        red, _, blue = inside.mean(axis=0)
        assert blue > red + 40, "it was red and is blue"


@pytest.mark.parametrize(
    ("path", "form", "files", "field"),
    [
        (CLEAN_UP_PATH, CLEAN_UP, {}, "picture"),
        (CLEAN_UP_PATH, {**CLEAN_UP, "left": ""}, {"picture": _png(WALL)}, "box"),
        (CLEAN_UP_PATH, {**CLEAN_UP, "left": "99"}, {"picture": _png(WALL)}, "box"),
        (CLEAN_UP_PATH, CLEAN_UP, {"picture": _png(WALL), "mask": _png(WALL[:60])}, "mask"),
        (WARDROBE_PATH, WARDROBE, {"picture": b"no picture"}, "picture"),
        (WARDROBE_PATH, {**WARDROBE, "colour": "blue"}, {"picture": _png(PHOTO)}, "colour"),
        (WARDROBE_PATH, {**WARDROBE, "left": "99"}, {"picture": _png(PHOTO)}, "box"),
    ],
)
async def test_what_does_not_fit_is_named_and_what_was_typed_stays(
    desk: httpx.AsyncClient, path: str, form: dict[str, str], files: dict[str, bytes], field: str
) -> None:
    answer = await desk.post(path, data=form, files=files or {"other": b"x"})
    assert answer.status_code == 422
    assert f'id="{field}-fault"' in answer.text
    assert f'value="{form["right"]}"' in answer.text
