"""A shot of OpenEXR or of deep PNG is taken in as it is; a file that is none is refused by why."""

from __future__ import annotations

import base64
import io
import resource
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
from tests.studio.reage.drawn import exr, exr_folders, folders_of, zipped

from matinee.errors import Invalid, Unavailable
from matinee.generation.pictures import valid_png
from matinee.studio.reage import shot_file
from matinee.studio.reage.coded import coded, shown
from matinee.studio.reage.compositing import composited
from matinee.studio.reage.shot_file import read_shot, zipped_folder

pytest.importorskip("OpenEXR", reason="the extra plates is not installed")
HIGH, WIDE = 16, 20
GREY = {name: np.full((HIGH, WIDE), 0.5, np.float16) for name in "RGB"}
WINDOW = b"dataWindow\0box2i\0\x10\0\0\0"


def with_flag(content: bytes, flag: int) -> bytes:
    return content[:4] + struct.pack("<I", 2 | flag) + content[8:]


def with_window(content: bytes, *window: int) -> bytes:
    """The same file, which claims these windows."""
    for name in (WINDOW, b"displayWindow\0box2i\0\x10\0\0\0"):
        at = content.index(name) + len(name)
        content = content[:at] + struct.pack("<4i", *window) + content[at + 16 :]
    return content


def tiled() -> bytes:
    library = pytest.importorskip("OpenEXR")
    tiles = library.TileDescription()
    return exr(GREY, type=library.tiledimage, tiles=tiles)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (lambda: with_window(exr(GREY), 0, 0, 2**30, 2**30), "claims 1073741825 by 1073741825"),
        (lambda: with_window(exr(GREY), 0, 0, -1, 15), "claims 0 by"),
        (lambda: with_window(exr(GREY), 0, 0, 8000, 8000), "cannot be decoded|too many pixels"),
        (lambda: exr({"R": GREY["R"], "G": GREY["G"]}), "has no channel B"),
        (lambda: exr({n: e.astype(np.float32) for n, e in GREY.items()}), "other than half"),
        (tiled, "has tiles"),
        (lambda: with_flag(exr(GREY), 0x800), "has deep samples"),
        (lambda: with_flag(exr(GREY), 0x1000), "more than one part"),
        (lambda: exr(GREY)[:-30], "damaged, or cut off"),
        (lambda: exr(GREY)[:90], "header that does not end"),
        (lambda: b"\x76\x2f\x31\x01", "no OpenEXR file"),
        (lambda: exr(GREY).replace(b"scanlineimage", b"deepscanline\0"), "is a deepscanline"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_plate_is_refused_by_why(content: Callable[[], bytes], why: str) -> None:
    folders = exr_folders(2, colorInteropID="lin_ap1_scene")
    folders["frames"]["0000.exr"] = content()
    with pytest.raises(Invalid, match=why):
        read_shot(zipped(folders))


def test_a_bomb_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shot_file, "LARGEST_FILE", 2**20)
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("frames/0000.exr", bytes(2**20 + 1))
    assert len(held.getvalue()) < 2**14
    with pytest.raises(Invalid, match="too large"):
        read_shot(held.getvalue())


def test_a_chunk_that_claims_gigabytes_is_given_none() -> None:
    """58 bytes that Pillow takes for whole, and OpenCV made room for four gigabytes of."""
    claims = base64.b64decode(
        "iVBORw0KGgoAAAANSUhEUgAAAAQAAAAEEAIAAAB2A9Vq//wAE0lEQVR4nGNgqWRiZmHFQlJPAkJhrA=="
    )
    taken = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(ValueError, match="cut off"):
        coded(claims)
    with pytest.raises(Unavailable, match="cannot be decoded"):
        valid_png(claims, 4, 4)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - taken < 2**16, "kilobytes"


def test_kinds_are_not_mixed_and_a_colour_space_is_said() -> None:
    folders = exr_folders(2)
    with pytest.raises(Invalid, match="which colour space"):
        read_shot(zipped(folders))
    with pytest.raises(Invalid, match="not known") as refused:
        read_shot(zipped(folders), "mine")
    assert refused.value.field == "space"
    assert read_shot(zipped(folders), "ACEScg").plates is not None
    folders["keys"] = folders_of(2)["keys"]
    with pytest.raises(Invalid, match="not of one kind"):
        read_shot(zipped(folders), "ACEScg")


def test_a_matte_may_be_a_channel_of_openexr(tmp_path: Path) -> None:
    folders = exr_folders(2, colorInteropID="lin_ap1_scene")
    drawn_mattes = folders["matte"]
    folders["matte"] = {
        name.replace("png", "exr"): exr(
            dict.fromkeys("RGB", np.zeros_like(coded(each)[..., 0], np.float16))
            | {"A": (coded(each)[..., 0] / 255).astype(np.float16)}
        )
        for name, each in drawn_mattes.items()
    }
    for folder, pictures in folders.items():
        (tmp_path / folder).mkdir()
        for name, content in pictures.items():
            (tmp_path / folder / name).write_bytes(content)
    shot = read_shot(zipped_folder(tmp_path))
    for taken, was in zip(shot.mattes, drawn_mattes.values(), strict=True):
        np.testing.assert_array_equal(coded(taken), coded(was))


def test_sixteen_bits_stay_sixteen_outside_the_change_and_within() -> None:
    chance = np.random.default_rng(3)
    frame = chance.integers(0, 2**16, (HIGH, WIDE, 3), np.uint16)
    written = cv2.imencode(".png", frame[..., ::-1])[1].tobytes()
    np.testing.assert_array_equal(coded(valid_png(written, WIDE, HIGH)), frame)
    matte = np.zeros((HIGH, WIDE), np.uint8)
    matte[4:9, 5:11] = 255
    change = np.full((HIGH, WIDE, 3), 0.1, np.float32)
    made = composited(frame, change, matte)
    np.testing.assert_array_equal(made[matte == 0], frame[matte == 0])
    inside = (matte > 0)[..., None] & (frame < 65500)
    assert set((made.astype(int) - frame)[inside].tolist()) == {26}, "a tenth of a byte's step"
    assert shown(frame).max() == 255


def test_a_shot_of_deep_png_is_taken_in_deep() -> None:
    folders = folders_of(2)
    for folder in ("frames", "keys"):
        for name, content in folders[folder].items():
            light = coded(content).astype(np.uint16) * 257 + 3
            folders[folder][name] = cv2.imencode(".png", light[..., ::-1])[1].tobytes()
    shot = read_shot(zipped(folders))
    assert coded(shot.frames[0]).dtype == np.uint16
    assert shot.plates is None
    folders["keys"]["0000.png"] = folders_of(2)["keys"]["0000.png"]
    with pytest.raises(Invalid, match="not of one kind"):
        read_shot(zipped(folders))
