"""The double answers every form of request, always the same, and passes the door's checks."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from tests.generation.conftest import png

from matinee.generation.checks import valid_json, valid_text
from matinee.generation.model import Modality, ModelProfile
from matinee.generation.pictures import valid_png
from matinee.generation.providers.deterministic import Deterministic
from matinee.generation.requests import ImageRequest, ReageRequest, TextRequest

DOUBLE = Deterministic(ModelProfile("double", Modality.TEXT, "none", "none", False, False, True))
SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "line": {"type": "string", "minLength": 3},
        "tone": {"enum": ["dry", "warm"]},
        "scenes": {
            "type": "array",
            "minItems": 2,
            "items": {"type": "object", "properties": {"n": {"type": "integer", "minimum": 4}}},
        },
        "sure": {"type": "boolean"},
        "share": {"type": "number", "minimum": 0.5},
        "kind": {"const": "synopsis"},
        "note": {"type": "null"},
    },
    "required": ["line", "tone", "scenes", "sure", "share", "kind", "note"],
}


def pixels(content: bytes) -> NDArray[np.int16]:
    with Image.open(BytesIO(content)) as picture:
        return np.asarray(picture.convert("RGB"), np.int16)


async def test_texts() -> None:
    one = await DOUBLE.write(TextRequest("Say it."))
    assert one == await DOUBLE.write(TextRequest("Say it."))
    assert one != await DOUBLE.write(TextRequest("Say it.", seed=1))
    assert valid_text(one.text, longest=100) == one.text
    told = await DOUBLE.write(TextRequest("Say it.", schema=SCHEMA))
    assert valid_json(told.text, SCHEMA)["scenes"] == [{"n": 4}, {"n": 4}]


async def test_pictures() -> None:
    made = (await DOUBLE.picture(ImageRequest("a station", 64, 72))).content
    assert valid_png(made, 64, 72)
    mask = BytesIO()
    half = Image.new("L", (64, 64))
    half.paste(255, (0, 0, 64, 32))
    half.save(mask, "PNG")
    edit = ImageRequest("a station", 64, 64, source=png(64, 64), mask=mask.getvalue())
    edited = pixels((await DOUBLE.picture(edit)).content)
    assert (edited[32:] == pixels(png(64, 64))[32:]).all()
    assert (edited[:32] != pixels(png(64, 64))[:32]).any()


@pytest.mark.parametrize(("to_age", "change"), [(30, 10), (50, -10)])
async def test_ages(to_age: int, change: int) -> None:
    made = await DOUBLE.reage(ReageRequest((png(64, 64),), 40, to_age))
    assert (pixels(made.frames[0]) - pixels(png(64, 64)) == change).all()
