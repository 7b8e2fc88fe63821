"""A shot in ProRes is taken in deep, with its place in what was filmed; else it is said why not."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from fractions import Fraction
from pathlib import Path
from subprocess import PIPE, Popen
from typing import Any

import av
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.studio.reage.drawn import HIGH, WIDE, drawn, folders_of, zipped

from matinee.errors import Invalid
from matinee.foundation.confinement.starting import CONFINED, ENVIRONMENT, command
from matinee.studio.reage.coded import coded, deep, png_of
from matinee.studio.reage.plates import movie as movies
from matinee.studio.reage.plates.movie_decoder import answers_of
from matinee.studio.reage.plates.video_levels import LUMA, pixels_of, planes_of
from matinee.studio.reage.shot_file import ShotFile, read_shot
from matinee.studio.reage.turnover import Turnover

FRAMES = 3
pytestmark = pytest.mark.skipif("prores_ks" not in av.codecs_available, reason="no encoder")


def movie(
    form: str = "yuv444p10le", codec: str = "prores_ks", *, transfer: int = 1, **said: str
) -> bytes:
    """The drawn shot as a movie."""
    held = io.BytesIO()
    with av.open(held, "w", format="mov") as file:
        options = {"profile": "4" if "444" in form else "3"} if codec == "prores_ks" else {}
        stream: Any = file.add_stream(codec, rate=Fraction(24), options=options)
        stream.pix_fmt, stream.width, stream.height = form, WIDE, HIGH
        stream.metadata.update(said)
        stream.codec_context.color_trc = transfer
        for number, picture in enumerate(drawn(FRAMES)[0]):
            light = picture.astype(np.float32) / 255
            planes = planes_of(light, bits=10)
            if "422" in form:
                planes = (planes[0], *(each[:, ::2] for each in planes[1:]))
            frame: Any = av.VideoFrame(WIDE, HIGH, form)
            for plane, samples in zip(frame.planes, planes, strict=True):
                rows = np.zeros((plane.height, plane.line_size // 2), np.uint16)
                rows[:, : plane.width] = samples
                plane.update(rows.tobytes())
            frame.pts, frame.color_trc = number, transfer
            file.mux(stream.encode(frame))
        file.mux(stream.encode())
    return held.getvalue()


def taken(
    content: bytes, name: str = "A001C002.mov", others: Mapping[str, bytes] | None = None
) -> ShotFile:
    folders = folders_of(FRAMES)
    for key, png in folders["keys"].items():
        folders["keys"][key] = png_of(coded(png).astype(np.uint16) * 257)
    folders["frames"] = {name: content, **(others or {})}
    return read_shot(zipped(folders))


class WithinTheTest:
    """A child without a process, which costs a second to start."""

    def give(self, content: bytes, *, seconds: float) -> None:
        del seconds
        self._answers = answers_of(content)

    def answer(self, *, seconds: float) -> tuple[dict[str, Any], dict[str, Any]]:
        del seconds
        return next(self._answers)


@pytest.fixture
def unconfined(monkeypatch: pytest.MonkeyPatch) -> None:
    def within(module: str) -> AbstractContextManager[WithinTheTest]:
        del module
        return nullcontext(WithinTheTest())

    monkeypatch.setattr(movies, "confined", within)


def test_a_movie_is_decoded_in_a_child_of_its_own() -> None:
    shot = taken(movie("yuv422p10le"))
    assert (len(shot.frames), coded(shot.frames[0]).dtype) == (FRAMES, np.uint16)


@pytest.mark.usefixtures("unconfined")
@pytest.mark.parametrize("form", ["yuv444p10le", "yuv422p10le"])
def test_a_movie_is_taken_in_deep_with_its_place(form: str) -> None:
    shot = taken(movie(form, timecode="10:00:01:05", reel_name="B007"))
    assert shot.turnover == Turnover("24", "10:00:01:05", "B007")
    assert [number for number, _ in shot.keys] == [0, FRAMES - 1]
    pictures = np.stack([coded(each) for each in shot.frames])
    assert pictures.dtype == np.uint16
    off = np.abs(pictures.astype(int) - drawn(FRAMES)[0].astype(int) * 257) / 257
    assert off.mean() < (0.6 if "444" in form else 4), "what the codec lost"
    assert len(np.unique(pictures % 257)) > 200, "steps between those of eight bits are kept"


@pytest.mark.usefixtures("unconfined")
def test_where_the_track_names_no_reel_the_camera_named_the_file() -> None:
    found = taken(movie(timecode="10:00:01:05"), "A001C002_261128.mov").turnover
    assert found == Turnover("24", "10:00:01:05", "A001C002_261128")
    assert taken(movie()).turnover is None


def _cut_within_a_picture(content: bytes) -> bytes:
    at = content.index(b"icpf") + 200
    return content[:at] + bytes(900) + content[at + 900 :]


def _with_pictures_of(content: bytes, width: int) -> bytes:
    header = b"Lavc" + struct.pack(">2H", WIDE, HIGH)
    assert content.count(header) == FRAMES
    return content.replace(header, b"Lavc" + struct.pack(">2H", width, HIGH))


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (lambda: b"no movie", "no QuickTime movie"),
        (lambda: b"#EXTM3U\nfile:///etc/passwd\n", "no QuickTime movie"),
        (lambda: movie()[:-300], "no QuickTime movie"),
        (lambda: _cut_within_a_picture(movie()), "damaged, or cut off"),
        (lambda: _with_pictures_of(movie(), 9000), "claims 9000 by"),
        (lambda: movie("yuv422p10le", "v210"), "not ProRes"),
        (lambda: movie(transfer=16), "standard range"),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("unconfined")
def test_a_movie_that_does_not_do_is_refused_by_why(content: Callable[[], bytes], why: str) -> None:
    with pytest.raises(Invalid, match=why):
        taken(content())


@pytest.mark.usefixtures("unconfined")
def test_a_movie_comes_alone_with_a_matte_for_each_picture() -> None:
    with pytest.raises(Invalid, match="more than a movie"):
        taken(movie(), others=folders_of(1)["frames"])
    folders = folders_of(FRAMES + 1)
    folders["frames"] = {"a.mov": movie()}
    with pytest.raises(Invalid, match="3 pictures, and there are 4 mattes"):
        read_shot(zipped(folders))


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**32 - 1), st.sampled_from([10, 12]), st.sampled_from(sorted(LUMA)))
def test_levels_come_back_within_half_a_step(seed: int, bits: int, matrix: int) -> None:
    light = np.random.default_rng(seed).random((6, 8, 3), np.float32)
    light[0, 0], light[0, 1] = 0, 1
    back = pixels_of(planes_of(light, bits=bits, matrix=matrix), bits=bits, matrix=matrix)
    assert np.abs(back - light).max() < 2.2 / 2**bits * 255 / 219
    np.testing.assert_array_equal(deep(back)[0, :2], [[0] * 3, [65535] * 3])


def test_a_child_is_told_nothing_of_the_house(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MATINEE_DATABASE_URL", "postgresql://owner:secret@host/house")
    with Popen(command("code"), stdin=PIPE, stdout=PIPE, stderr=PIPE, **CONFINED) as child:
        said = Path(f"/proc/{child.pid}/environ").read_bytes().split(b"\0")
        child.communicate(b"")
    assert sorted(said) == sorted([b"", *(f"{k}={v}".encode() for k, v in ENVIRONMENT.items())])
