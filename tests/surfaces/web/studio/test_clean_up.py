"""The page that takes something out of a picture."""

from io import BytesIO

import httpx
import numpy as np
import pytest
from benchmarks.studio.drawn_surfaces import plaster
from PIL import Image

from matinee.assembly.house import House
from matinee.clearance.provenance.model import Standing
from matinee.surfaces.web.studio.clean_up_pages import CLEAN_UP_PATH

WALL = plaster(940)[:120, :150].copy()
WALL[50:70, 60:90] = (255, 0, 255)
BOX = {"left": "40", "top": "40", "right": "61", "bottom": "60"}


def _png(pixels: np.ndarray) -> bytes:
    written = BytesIO()
    Image.fromarray(pixels).save(written, "PNG")
    return written.getvalue()


@pytest.fixture
def desk(client: httpx.AsyncClient) -> httpx.AsyncClient:
    client.headers["Accept"] = "text/html"
    return client


async def test_what_is_in_the_box_is_gone_and_the_wall_goes_on(
    desk: httpx.AsyncClient, house: House
) -> None:
    page = (await desk.get(CLEAN_UP_PATH)).text
    assert "Enhanced by a program, without AI" in page
    assert 'aria-current="page">Clean up' in page
    made = await desk.post(CLEAN_UP_PATH, data=BOX, files={"picture": _png(WALL)})
    assert (made.status_code, made.headers["content-type"]) == (200, "image/png")
    assert made.headers["cache-control"] == "no-store"
    assert house.provenance.read(made.content, "image/png").standing is Standing.VALID
    wall = np.asarray(Image.open(BytesIO(made.content)))[50:70, 60:90].astype(int)
    assert (wall[..., 1] > wall[..., 0] // 2).all(), "it was magenta"


@pytest.mark.parametrize(
    ("form", "files", "field"),
    [
        (BOX, {}, "picture"),
        ({**BOX, "left": ""}, {"picture": _png(WALL)}, "box"),
        ({**BOX, "left": "99"}, {"picture": _png(WALL)}, "box"),
        (BOX, {"picture": _png(WALL), "mask": _png(WALL[:60])}, "mask"),
    ],
)
async def test_what_does_not_fit_is_named_and_what_was_typed_stays(
    desk: httpx.AsyncClient, form: dict[str, str], files: dict[str, bytes], field: str
) -> None:
    answer = await desk.post(CLEAN_UP_PATH, data=form, files=files or {"other": b"x"})
    assert answer.status_code == 422
    assert f'id="{field}-fault"' in answer.text
    assert 'value="61"' in answer.text
