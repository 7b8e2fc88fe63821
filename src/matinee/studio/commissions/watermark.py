"""What shows that a picture is temporary, over all of it, so that no crop loses it. Pure."""

from functools import lru_cache

from PIL import Image, ImageDraw, ImageFont

WORD = "TEMPORARY"
_SHARE = 0.085
"""How high the letters are, as a share of the side of a square of the same area."""
_SLANT = 30
_CLEAR, _INK, _EDGE = (0, 0, 0, 0), (255, 255, 255, 150), (0, 0, 0, 120)


def marked(picture: Image.Image) -> Image.Image:
    """The picture (RGB) with the word laid over it again and again, aslant."""
    tile = _tile(max(12, round((picture.width * picture.height) ** 0.5 * _SHARE)))
    # Wider than the picture by its diagonal, so that nothing is left bare once it is turned.
    around = round((picture.width**2 + picture.height**2) ** 0.5) + tile.width
    sheet = Image.new("RGBA", (around, around), _CLEAR)
    for number, top in enumerate(range(0, around, tile.height)):
        for left in range(-(number % 2) * tile.width // 2, around, tile.width):
            sheet.paste(tile, (left, top))
    turned = sheet.rotate(_SLANT, Image.Resampling.BICUBIC)
    left, top = (around - picture.width) // 2, (around - picture.height) // 2
    over = turned.crop((left, top, left + picture.width, top + picture.height))
    return Image.alpha_composite(picture.convert("RGBA"), over).convert("RGB")


@lru_cache(maxsize=16)
def _tile(high: int) -> Image.Image:
    font = ImageFont.load_default(high)
    edge = max(1, high // 14)
    left, top, right, bottom = font.getbbox(WORD, stroke_width=edge)
    wide, tall = round(right - left), round(bottom - top)
    tile = Image.new("RGBA", (wide + 2 * high, tall + 3 * high), _CLEAR)
    ImageDraw.Draw(tile).text(
        (high - left, high - top), WORD, fill=_INK, font=font, stroke_width=edge, stroke_fill=_EDGE
    )
    return tile
