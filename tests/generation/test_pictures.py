"""A model's picture is decoded, and what leaves is its pixels alone."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin
from tests.generation.conftest import png

from matinee.errors import Invalid, Unavailable
from matinee.generation.pictures import given_size, valid_png


def saved(picture: Image.Image, **options: object) -> bytes:
    written = BytesIO()
    picture.save(written, "PNG", **options)
    return written.getvalue()


def pixels(content: bytes) -> tuple[str, tuple[int, int], bytes]:
    with Image.open(BytesIO(content)) as picture:
        return picture.mode, picture.size, picture.tobytes()


def header_alone(width: int, height: int) -> bytes:
    """44 bytes that say what a picture would be, and hold none."""
    head = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    start = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + head
    return start + struct.pack(">I", zlib.crc32(head)) + bytes(11)


def test_a_picture_keeps_its_pixels_and_loses_all_else() -> None:
    told = PngImagePlugin.PngInfo()
    told.add_text("workflow", "the whole prompt of a film that nobody may know yet")
    gradient = Image.linear_gradient("L").resize((64, 64)).convert("RGB")
    content = saved(gradient, pnginfo=told, icc_profile=b"p" * 200) + b"PK\x03\x04 hidden archive"
    made = valid_png(content, 64, 64)
    assert pixels(made) == ("RGB", (64, 64), gradient.tobytes())
    assert b"workflow" not in made
    assert b"archive" not in made
    assert b"iCCP" not in made


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_kind_of_png_is_read(mode: str) -> None:
    content = saved(Image.new(mode, (64, 64)))
    assert pixels(valid_png(content, 64, 64))[1] == (64, 64)


def moving() -> bytes:
    still, other = Image.new("RGB", (64, 64)), Image.new("RGB", (64, 64), "red")
    return saved(still, save_all=True, append_images=[other])


WHOLE = png(64, 64)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"GIF89a",
        header_alone(64, 64),
        WHOLE[:60],
        WHOLE[:-20],
        WHOLE.replace(b"IDAT", b"iDAT"),
        bytes(byte ^ (place == 45) for place, byte in enumerate(WHOLE)),
        moving(),
        png(64, 72),
        header_alone(60_000, 60_000),
    ],
)
def test_what_is_no_whole_still_picture_of_that_size_is_refused(content: bytes) -> None:
    with pytest.raises(Unavailable, match="not what was asked"):
        valid_png(content, 64, 64)


def test_a_picture_of_text_that_unfolds_without_end_is_refused() -> None:
    bomb = zlib.compress(b"a" * 3_000_000, 9)
    body = b"zTXt" + b"k\x00\x00" + bomb
    chunk = struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    with pytest.raises(Unavailable, match="cannot be decoded"):
        valid_png(WHOLE[:33] + chunk + WHOLE[33:], 64, 64)


@settings(max_examples=200)
@given(place=st.integers(8, len(WHOLE) - 1), junk=st.binary(min_size=1, max_size=8))
def test_a_mangled_picture_is_either_refused_or_a_picture(place: int, junk: bytes) -> None:
    try:
        made = valid_png(WHOLE[:place] + junk + WHOLE[place + len(junk) :], 64, 64)
    except Unavailable:
        return
    assert pixels(made)[1] == (64, 64)


def test_a_picture_that_a_caller_gives_is_read_too() -> None:
    assert given_size(png(72, 64), field="source") == (72, 64)
    for broken in (b"", WHOLE[:60], header_alone(5000, 64)):
        with pytest.raises(Invalid) as refused:
            given_size(broken, field="source")
        assert refused.value.field == "source"
