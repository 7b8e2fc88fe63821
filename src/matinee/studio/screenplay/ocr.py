"""Letters of pages that are pictures, by RapidOCR (the extra ``ocr``): PP-OCR on ONNX Runtime.

The weights come in the library's own wheel. A screenplay is set in type of one width, so a row's
letters stand evenly between its ends; from there on a picture is read as any laid-out page is.
"""

import time
from importlib import import_module
from importlib.util import find_spec
from statistics import median
from typing import Any, NamedTuple

import pypdfium2 as pdfium

PAGES = 150
"""Pictures of pages that are read of one file."""
SECONDS = 1800.0
"""How long one file's pictures may take; a page takes 3 to 10 seconds of one processor."""
_DOTS = 200
"""Dots to the inch at which a page is drawn for reading; 12-point type is then 33 dots high."""
_MOST_DOTS = 4_000_000
_BASELINE = 0.2
"""How far above a row's lower edge letters stand, of its height."""
DOUBTFUL = 0.8
"""The chance of being right below which a row is named as doubtful."""

Letter = tuple[float, float, str]
"""Baseline above the page's lower edge and left edge, in points, and the sign."""


class Recognised(NamedTuple):
    """What stands in a picture: its letters, the size of its type in points, doubtful rows."""

    letters: list[Letter]
    size: float
    doubtful: tuple[str, ...]


class PictureReader:
    """Reads the pictures of one file, as many and as long as is allowed."""

    def __init__(self, *, pages: int = PAGES, seconds: float = SECONDS) -> None:
        self._left = pages
        self._seconds = seconds
        self._until: float | None = None
        self._engine: Any = None

    def refused(self) -> str | None:
        """Why no further page is read; None while there is room."""
        if find_spec("rapidocr") is None:
            return "the extra 'ocr', which reads pictures, is not installed"
        if self._left <= 0:
            return "no further picture of this file is read"
        if self._until is not None and time.monotonic() >= self._until:
            return f"the {self._seconds:.0f} seconds for this file's pictures are over"
        return None

    def read(self, page: pdfium.PdfPage) -> Recognised:
        """The letters of a page; ask :meth:`refused` before."""
        if self._engine is None:
            rapidocr: Any = import_module("rapidocr")
            self._engine = rapidocr.RapidOCR(params={"Global.log_level": "error"})
            self._until = time.monotonic() + self._seconds
        self._left -= 1
        width, height = page.get_size()
        scale = min(_DOTS / 72, (_MOST_DOTS / max(1.0, width * height)) ** 0.5)
        render: Any = page.render  # its scale may be a fraction, whatever its stub says
        bitmap = render(scale=scale)
        try:
            found = self._engine(bitmap.to_numpy(), use_cls=False)
        finally:
            bitmap.close()
        rows = zip(found.boxes, found.txts, found.scores, strict=True) if found.txts else ()
        return _recognised(list(rows), scale, height)


def _recognised(rows: list[tuple[Any, str, float]], scale: float, height: float) -> Recognised:
    """Rows with their corners in dots from the upper left, to letters in points."""
    letters: list[Letter] = []
    widths: list[float] = []
    doubtful: list[str] = []
    for corners, text, chance in rows:
        left, right = (float(pick(x for x, _ in corners)) / scale for pick in (min, max))
        top, bottom = (float(pick(y for _, y in corners)) / scale for pick in (min, max))
        if not text.strip() or right <= left:
            continue
        step = (right - left) / len(text)
        widths.append(step)
        baseline = height - bottom + _BASELINE * (bottom - top)
        letters += [
            (baseline, left + place * step, sign)
            for place, sign in enumerate(text)
            if sign.isprintable()
        ]
        if chance < DOUBTFUL:
            doubtful.append(text)
    size = median(widths) / 0.6 if widths else 12.0
    return Recognised(letters, size, tuple(doubtful))
