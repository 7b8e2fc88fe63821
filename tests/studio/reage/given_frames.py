"""What is asked of finished frames that a shot of PNG became."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile

import numpy as np
import pytest
from tests.clearance.record.conftest import BY
from tests.studio.reage.drawn import drawn
from tests.studio.reage.floor import FRAMES, Floor

from matinee.errors import Conflict
from matinee.generation.model import input_hash
from matinee.studio.reage.model import Render, Shot
from matinee.studio.reage.plates.colour_spaces import DISPLAYED, plate_colour
from matinee.studio.reage.plates.finishing import as_plate
from matinee.studio.reage.turnover import Turnover


async def exr_frames_are_given_with_their_signed_list(
    floor: Floor, shot: Shot, render: Render
) -> None:
    library = pytest.importorskip("OpenEXR", reason="the extra plates is not installed")
    reage = floor.house.reage
    with pytest.raises(Conflict, match="not said where"):
        await reage.plates(render, by=BY)
    await reage.turn_over(shot, Turnover("24", "01:00:00:00", "A001", head=1, tail=1))
    content = await reage.plates(render, by="Rui Faria", need="the conform")
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        held = {name: file.read(name) for name in file.namelist()}
    listed = json.loads(held["frames.json"])
    assert [each["timecode"] for each in listed["frames"]][-1] == "01:00:00:05"
    assert [each["handle"] for each in listed["frames"]] == ["head", *["none"] * 4, "tail"]
    for each in listed["frames"]:
        assert hashlib.sha256(held[each["name"]]).hexdigest() == each["sha256"]
    record = floor.house.record.outputs
    assert record.credentials.hold(held["frames.json"], held["frames.json.credentials.json"])
    [form] = await floor.house.ledger.entries(subject=str(render.output), kind="output-form")
    assert form.content["body"]["form_sha256"] == input_hash(held["frames.json"])

    source, _, matte = drawn(FRAMES)
    frame = library.File(io.BytesIO(held["exr/00002.exr"]), separate_channels=True).channels()
    light = np.stack([frame[name].pixels for name in "RGB"], axis=-1)
    filmed = as_plate(source[2], plate_colour(DISPLAYED))
    np.testing.assert_array_equal(light[matte[2] == 0], filmed[matte[2] == 0])
    assert (light != filmed)[matte[2] > 0].any()
