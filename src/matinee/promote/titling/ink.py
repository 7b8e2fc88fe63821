"""A set title as pixels and as outlines, both by HarfBuzz's own rasteriser and pens."""

from functools import cache, partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matinee.promote.drawing.canvas import number
from matinee.promote.titling.harfbuzz import hb
from matinee.promote.titling.setting import SetTitle
from matinee.promote.titling.typefaces import Typeface

Coverage = NDArray[np.uint8]
"""(height, width): how much of each pixel is ink, from 0 to 255."""


def cover(title: SetTitle, *, left: float, top: float, width: int, height: int) -> Coverage:
    """The title's ink on a picture of ``width`` by ``height``, its block at ``left`` and ``top``.

    Each glyph is drawn by itself and the stronger of two coverages stands, since the coverages of
    letters that join would add up to a bright seam.
    """
    page = np.zeros((height, width), np.uint8)
    pencil = hb.RasterDraw()
    for placed in title.lines:
        for glyph in placed.line.glyphs:
            scale = title.size / glyph.face.units
            x = left + placed.x + title.size * glyph.x
            # The rasteriser's y runs upwards, from the lower edge of the picture.
            y = height - (top + placed.baseline) + title.size * glyph.y
            pencil.transform = (scale, 0.0, 0.0, scale, x, y)
            pencil.draw_glyph(glyph.face.font, glyph.number)
            _lay(page, pencil.render())
    return page


def _lay(page: Coverage, image: Any) -> None:
    extents = image.extents
    if not extents.width or not extents.height:
        return
    held = np.frombuffer(image.buffer, np.uint8).reshape(extents.height, extents.stride)
    drawn = held[:, : extents.width][::-1]
    left, top = extents.x_origin, page.shape[0] - extents.y_origin - extents.height
    right, bottom = left + extents.width, top + extents.height
    into = page[max(0, top) : max(0, bottom), max(0, left) : max(0, right)]
    if into.size:
        down, across = max(0, -top), max(0, -left)
        part = drawn[down : down + into.shape[0], across : across + into.shape[1]]
        np.maximum(into, part, out=into)


def outline(title: SetTitle, *, left: float, top: float, width: int, height: int, ink: str) -> str:
    """The same as an SVG of ``width`` by ``height``: the title's layer, without the picture."""
    parts: list[str] = []
    for placed in title.lines:
        for glyph in placed.line.glyphs:
            path = _path(glyph.face, glyph.number)
            if path:
                scale = title.size / glyph.face.units
                x = left + placed.x + title.size * glyph.x
                y = top + placed.baseline - title.size * glyph.y
                move = f"translate({number(x)} {number(y)})scale({scale:.5f} {-scale:.5f})"
                parts.append(f'<path transform="{move}" d="{path}"/>')
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">'
        f'<g fill="{ink}">{"".join(parts)}</g></svg>'
    )


@cache
def _path(face: Typeface, glyph: int) -> str:
    written = _Written()
    face.font.draw_glyph(glyph, _functions(), written)
    return "".join(written.parts)


class _Written:
    """What a pen has drawn, as SVG writes paths."""

    def __init__(self) -> None:
        self.parts: list[str] = []


@cache
def _functions() -> Any:
    """HarfBuzz's callbacks, which write into what they are given."""
    functions = hb.DrawFuncs()
    functions.set_move_to_func(partial(_write, "M"))
    functions.set_line_to_func(partial(_write, "L"))
    functions.set_quadratic_to_func(partial(_write, "Q"))
    functions.set_cubic_to_func(partial(_write, "C"))
    functions.set_close_path_func(partial(_write, "Z"))
    return functions


def _write(sign: str, *told: Any) -> None:
    """A command of a path: its numbers, and last what is written into."""
    *numbers, into = told
    into.parts.append(sign + " ".join(f"{value:g}" for value in numbers))
