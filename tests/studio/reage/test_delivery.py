"""A shot leaves as finished frames: bit for bit where nothing changed, labelled, under consent."""

from __future__ import annotations

import io
import json
import zipfile
from fractions import Fraction
from hashlib import sha256

import numpy as np
import opentimelineio as otio
import pytest
from tests.clearance.record.conftest import BY
from tests.studio.reage.drawn import exr_folders, plates_of, zipped
from tests.studio.reage.floor import REVOKED, Floor, floor

from matinee.errors import Denied
from matinee.studio.reage.approval import Word
from matinee.studio.reage.turnover import Turnover

__all__ = ["floor"]


async def test_plates_come_back_bit_for_bit_where_the_render_changed_nothing(
    floor: Floor,
) -> None:
    library = pytest.importorskip("OpenEXR", reason="the extra plates is not installed")
    reage, frames = floor.house.reage, 4
    header = {
        "colorInteropID": "lin_ap1_scene", "timeCode": library.TimeCode(9, 58, 57, 20, *[0] * 14),
        "framesPerSecond": Fraction(24), "reelName": "B007", "isoSpeed": 800.0,
    }  # fmt: skip
    content = zipped(exr_folders(frames, **header))
    shot = await reage.take(floor.use, content, name="042_020", by=BY)
    assert (shot.plate_space, shot.turnover) == ("ACEScg", Turnover("24", "09:58:57:20", "B007"))
    assert await reage.shot(shot.id) == shot
    asked = await reage.ask(shot, by=BY, steps=2)
    await reage.rendering.run(asked.id)
    render = await reage.render(asked.id)
    await reage.measuring.run(render.id)
    measured = await reage.quality(render)
    assert measured is not None
    assert measured.outside == 0
    await reage.approvals.say(shot, render, Word.APPROVED, by="Clara Nunes")
    with zipfile.ZipFile(io.BytesIO(await reage.plates(render, by=BY))) as file:
        held = [file.read(f"exr/{number:05}.exr") for number in range(frames)]
        [clip] = otio.adapters.read_from_string(
            file.read("shot.otio").decode(), "otio_json"
        ).find_clips()
        assert file.read(clip.media_reference.target_url_for_image_number(3)) == held[3]
        assert clip.source_range.start_time.value == 20 + 24 * (57 + 60 * (58 + 60 * 9))
        assert b"* SOURCE FILE: exr/[00000-00003].exr" in file.read("shot.edl")
    with zipfile.ZipFile(io.BytesIO(await reage.movie(render, by=BY))) as file:
        assert {"movie.mov", "frames.json.credentials.json"} <= set(file.namelist())
        listed = json.loads(file.read("frames.json"))
        for each in (*listed["frames"], *listed["cuts"]):
            assert sha256(file.read(each["name"])).hexdigest() == each["sha256"]
        cut = otio.adapters.read_from_string(file.read("shot.otio").decode(), "otio_json")
        assert cut.find_clips()[0].media_reference.target_url == "movie.mov"
    plates, painted, matte = plates_of(frames)
    for number, written in enumerate(held):
        read = library.File(io.BytesIO(written), separate_channels=True)
        channels = {name: each.pixels for name, each in read.channels().items()}
        light = np.stack([channels[name] for name in "RGB"], axis=-1)
        outside = matte[number] == 0
        assert (light.view(np.uint16) == plates[number].view(np.uint16))[outside].all()
        assert set(channels) == {"R", "G", "B", "Z", "matte.A"}
        assert (channels["Z"] == 7.25).all()
        assert read.header()["isoSpeed"] == 800
        assert read.header()["timeCode"].frame == 20 + number
        if number in shot.keys:
            off = np.abs(light[~outside].astype(float) - painted[number][~outside])
            assert off.max() < 1e-3, "what was painted, but for a step of half floats"
    await floor.house.record.revocations.revoke(floor.consent, REVOKED, by=BY)
    with pytest.raises(Denied, match="R24"):
        await reage.plates(render, by=BY)
    with pytest.raises(Denied, match="R24"):
        await reage.movie(render, by=BY)
    await reage.sealed.destroy_ended()
    assert await floor.house.blobs.list(f"sealed/{floor.consent}/work") == []
    with pytest.raises(Denied, match="closed"):
        await reage.plates(render, by=BY)
