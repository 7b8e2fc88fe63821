"""A render on paper: frames as filmed, as made and their mattes, with figures. Pure; no I/O."""

import io
import zipfile
from collections.abc import Sequence

from PIL import Image
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from matinee.studio.concept.colour import Bytes
from matinee.studio.reage.measures import box_of
from matinee.studio.reage.measuring import pixels
from matinee.studio.reage.model import FrameFigures, Quality, Shot

_PAGE = landscape(A4)
_MARGIN, _HEAD, _FOOT, _CAPTION, _GAP = 12 * mm, 17 * mm, 8 * mm, 11 * mm, 2 * mm
_ACROSS, _DOWN = 2, 3
_AROUND = 0.35
"""Of the skin's height and width, what is shown on each side of it."""
_LARGEST = 480
"""Pixels of a picture's longer side on paper: 270 to the inch."""
_NO_CLAIM = "No claim of years is made."
_SIDES = ("as filmed", "as made", "matte")


def contact_sheet(
    shot: Shot,
    made: bytes,
    numbers: Sequence[int],
    frames: Sequence[bytes],
    mattes: Sequence[bytes],
    quality: Quality | None,
    label: str,
) -> bytes:
    """A PDF of some frames of a render, marked with how it was made.

    ``made`` is the render's ZIP; ``frames`` and ``mattes`` are PNG of the frames ``numbers``.
    Without figures (None: not measured yet) it says so.
    """
    held = io.BytesIO()
    canvas = Canvas(held, pagesize=_PAGE, invariant=1)
    canvas.setTitle(f"{shot.name}: contact sheet")
    canvas.setAuthor("Matinee")
    figures = {} if quality is None else {each.number: each for each in quality.seen}
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        after = sorted(name for name in archive.namelist() if name.startswith("after/"))
        for place, (number, frame, matte) in enumerate(zip(numbers, frames, mattes, strict=True)):
            at = place % (_ACROSS * _DOWN)
            if at == 0:
                if place:
                    canvas.showPage()
                _head(canvas, shot, quality, f"{label}. {_NO_CLAIM}")
            result = pixels(archive.read(after[number]), "RGB")
            _draw(canvas, at, (pixels(frame, "RGB"), result, pixels(matte, "L")))
            _caption(canvas, at, number, figures.get(number))
    canvas.save()
    return held.getvalue()


def _head(canvas: Canvas, shot: Shot, quality: Quality | None, marked: str) -> None:
    top = _PAGE[1] - _MARGIN
    canvas.setFont("Helvetica-Bold", 12)
    canvas.drawString(_MARGIN, top, shot.name[:120])
    canvas.setFont("Helvetica", 8)
    canvas.drawString(_MARGIN, top - 4.5 * mm, marked)
    for line, said in enumerate(_foot(shot, quality)):
        canvas.drawString(_MARGIN, _MARGIN / 2 + (1 - line) * 4 * mm, said)


def _foot(shot: Shot, quality: Quality | None) -> tuple[str, ...]:
    whole = f"{shot.frames} frames of {shot.width} by {shot.height}"
    if quality is None:
        return (f"{whole}. Not measured yet.",)
    return (
        f"{whole}. Changed outside the matte: {quality.outside} samples; change within "
        f"{_told(quality.change)} of 255; detail kept {_told(quality.detail)} (a blur that changes "
        f"as much: {_told(quality.blur_detail)}).",
        f"Flicker {_told(quality.flicker)} (as filmed: {_told(quality.filmed_flicker)}); not "
        f"followed: {len(quality.lost)}. Age estimator {_told(quality.age_moved, '+.1f')} (the "
        f"blur: {_told(quality.blur_age_moved, '+.1f')}; from frame to frame as filmed: "
        f"{_told(quality.filmed_age_moves, '.1f')}).",
    )


def _draw(canvas: Canvas, at: int, pictures: tuple[Bytes, Bytes, Bytes]) -> None:
    left, low, width, height = _cell(at)
    each_width = (width - 2 * _GAP) / 3
    box = box_of(pictures[2], _AROUND) or (slice(None), slice(None))
    for place, picture in enumerate(pictures):
        shown = Image.fromarray(picture[box]).convert("RGB")
        shown.thumbnail((_LARGEST, _LARGEST))
        canvas.drawImage(
            ImageReader(shown),
            left + place * (each_width + _GAP),
            low + _CAPTION,
            each_width,
            height - _CAPTION,
            preserveAspectRatio=True,
            anchor="nw",
        )


def _caption(canvas: Canvas, at: int, number: int, figures: FrameFigures | None) -> None:
    left, low, _, _ = _cell(at)
    canvas.setFont("Helvetica-Bold", 8)
    canvas.drawString(left, low + _CAPTION - 4 * mm, f"Frame {number + 1}: " + ", ".join(_SIDES))
    canvas.setFont("Helvetica", 8)
    said = "not measured"
    if figures is not None:
        said = (
            f"change {_told(figures.change)}   detail {_told(figures.detail)}   "
            f"distance of the face {_told(figures.unlike)}   "
            f"age estimator {_told(figures.age_moved, '+.1f')}"
        )
    canvas.drawString(left, low + _CAPTION - 8 * mm, said)


def _cell(at: int) -> tuple[float, float, float, float]:
    """Left, low, width and height of a place on the page."""
    width = (_PAGE[0] - (_ACROSS + 1) * _MARGIN) / _ACROSS
    height = (_PAGE[1] - _MARGIN - _HEAD - _FOOT) / _DOWN
    left = _MARGIN + at % _ACROSS * (width + _MARGIN)
    return left, _PAGE[1] - _HEAD - (at // _ACROSS + 1) * height, width, height - _GAP


def _told(value: float | None, form: str = ".2f") -> str:
    return "–" if value is None else format(value, form)
