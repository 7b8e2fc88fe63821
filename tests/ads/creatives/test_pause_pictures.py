"""What is taken for a picture beside a film that stands still."""

from io import BytesIO

import pytest
from PIL import Image

from matinee.ads.creatives.pictures import LARGEST_BYTES, pause_picture
from matinee.errors import Invalid


def _picture(width: int, height: int, kind: str, **how: object) -> bytes:
    drawn = BytesIO()
    Image.new("RGB", (width, height), (200, 90, 10)).save(drawn, kind, **how)
    return drawn.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_still_picture_is_drawn_anew_within_the_size_of_a_screen(kind: str) -> None:
    drawn, width, height = pause_picture(_picture(4000, 2000, kind))
    assert (width, height) == (1920, 960)
    with Image.open(BytesIO(drawn)) as again:
        assert (again.format, again.size) == ("JPEG", (1920, 960))


def test_nothing_of_the_file_but_its_picture_is_kept() -> None:
    note = Image.Exif()
    note[0x010E] = "a name that nobody should read"
    content = _picture(640, 360, "JPEG", exif=note) + b"trailing words"
    drawn, _, _ = pause_picture(content)
    assert b"nobody" not in drawn
    assert b"trailing" not in drawn


def test_what_is_no_still_picture_of_a_fit_size_is_refused() -> None:
    moving = BytesIO()
    frames = [Image.new("RGB", (640, 360), (shade, 0, 0)) for shade in (0, 200)]
    frames[0].save(moving, "WEBP", save_all=True, append_images=frames[1:], lossless=True)
    whole = _picture(640, 360, "PNG")
    for content in (
        b"",
        b"<svg/>",
        whole[: len(whole) // 2],
        moving.getvalue(),
        _picture(320, 100, "PNG"),
        bytes(LARGEST_BYTES + 1),
    ):
        with pytest.raises(Invalid):
            pause_picture(content)
