"""The page that shows a garment in another colour."""

from io import BytesIO

import httpx
import numpy as np
import pytest
from benchmarks.studio.rendered_cloth import garment, photographed
from PIL import Image

from matinee.assembly.house import House
from matinee.clearance.provenance.model import Standing
from matinee.surfaces.web.studio.wardrobe_pages import WARDROBE_PATH

SCENE = garment(0, satin=False)
PHOTO = photographed(SCENE.drawn((176, 40, 52)), 1)
BOX = {"left": "5", "top": "3", "right": "95", "bottom": "97"}
FORM = {"colour": "#265496", **BOX}


def _png(pixels: np.ndarray) -> bytes:
    written = BytesIO()
    Image.fromarray(pixels).save(written, "PNG")
    return written.getvalue()


@pytest.fixture
def desk(client: httpx.AsyncClient) -> httpx.AsyncClient:
    client.headers["Accept"] = "text/html"
    return client


async def test_a_garment_in_its_box_comes_back_in_the_other_colour(
    desk: httpx.AsyncClient, house: House
) -> None:
    page = (await desk.get(WARDROBE_PATH)).text
    assert "Enhanced by a program, without AI" in page
    assert 'aria-current="page">Recolour' in page
    made = await desk.post(WARDROBE_PATH, data=FORM, files={"picture": _png(PHOTO)})
    assert (made.status_code, made.headers["content-type"]) == (200, "image/png")
    assert made.headers["cache-control"] == "no-store"
    assert house.provenance.read(made.content, "image/png").standing is Standing.VALID
    cloth = np.asarray(Image.open(BytesIO(made.content)))[SCENE.mask > 250].mean(axis=0)
    assert cloth[2] > cloth[0] + 40, "it was red and is blue"


@pytest.mark.parametrize(
    ("form", "files", "field"),
    [
        (FORM, {}, "picture"),
        (FORM, {"picture": b"no picture"}, "picture"),
        ({**FORM, "left": ""}, {"picture": _png(PHOTO)}, "box"),
        ({**FORM, "left": "99"}, {"picture": _png(PHOTO)}, "box"),
        ({**FORM, "colour": "blue"}, {"picture": _png(PHOTO)}, "colour"),
        (FORM, {"picture": _png(PHOTO), "mask": _png(SCENE.mask[:60])}, "mask"),
    ],
)
async def test_what_does_not_fit_is_named_and_what_was_typed_stays(
    desk: httpx.AsyncClient, form: dict[str, str], files: dict[str, bytes], field: str
) -> None:
    answer = await desk.post(WARDROBE_PATH, data=form, files=files or {"other": b"x"})
    assert answer.status_code == 422
    assert f'id="{field}-fault"' in answer.text
    assert 'value="95"' in answer.text
