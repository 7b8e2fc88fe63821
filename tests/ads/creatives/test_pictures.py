"""What is taken for a picture in a pause, over a film or beside it."""

from io import BytesIO

import pytest
from PIL import Image

from matinee.ads.creatives.pictures import LARGEST_BYTES, ad_picture
from matinee.ads.model import Format
from matinee.errors import Invalid


def _picture(width: int, height: int, kind: str, **how: object) -> bytes:
    drawn = BytesIO()
    Image.new("RGB", (width, height), (200, 90, 10)).save(drawn, kind, **how)
    return drawn.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_still_picture_is_drawn_anew_within_the_size_of_a_screen(kind: str) -> None:
    drawn, width, height = ad_picture(_picture(4000, 2000, kind))
    assert (width, height) == (1920, 960)
    with Image.open(BytesIO(drawn)) as again:
        assert (again.format, again.size) == ("JPEG", (1920, 960))


def test_nothing_of_the_file_but_its_picture_is_kept() -> None:
    note = Image.Exif()
    note[0x010E] = "a name that nobody should read"
    content = _picture(640, 360, "JPEG", exif=note) + b"trailing words"
    drawn, _, _ = ad_picture(content)
    assert b"nobody" not in drawn
    assert b"trailing" not in drawn


@pytest.mark.parametrize(
    ("shown_as", "size", "drawn"),
    [
        (Format.OVERLAY, (728, 90), (728, 90)),
        (Format.OVERLAY, (2912, 360), (1456, 180)),
        (Format.SQUEEZE, (3840, 2160), (1920, 1080)),
        (Format.COMPANION, (300, 250), (300, 250)),
        (Format.COMPANION, (1200, 2400), (300, 600)),
        (Format.COMPANION, (1000, 100), None),
        (Format.OVERLAY, (1280, 720), None),
        (Format.OVERLAY, (480, 40), None),
        (Format.SQUEEZE, (1600, 1200), None),
        (Format.SQUEEZE, (640, 360), None),
    ],
)
def test_a_picture_has_the_shape_of_its_format(
    shown_as: Format, size: tuple[int, int], drawn: tuple[int, int] | None
) -> None:
    content = _picture(*size, "PNG")
    if drawn is None:
        with pytest.raises(Invalid) as refused:
            ad_picture(content, shown_as)
        assert refused.value.field == "picture"
    else:
        assert ad_picture(content, shown_as)[1:] == drawn


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
            ad_picture(content)
