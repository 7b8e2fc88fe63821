"""Letters of pages that are pictures, by RapidOCR (the extra ``ocr``): PP-OCR on ONNX Runtime.

The weights come in the library's own wheel. A screenplay is set in type of one width, so a row's
letters stand evenly between its ends; from there on a picture is read as any laid-out page is.
"""

import json
import time
from collections.abc import Mapping
from importlib import import_module
from importlib.util import find_spec
from statistics import median
from typing import Any, NamedTuple, Protocol

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


class Pictures(Protocol):
    """Whoever tells what stands on the pages of a file that are pictures; numbers count from 1."""

    def refused(self, number: int, /) -> str | None:
        """Why a page is not read; None where it is."""
        ...

    def read(self, page: pdfium.PdfPage, number: int, /) -> Recognised:
        """The letters of a page; ask :meth:`refused` before."""
        ...


class UnreadPictures:
    """Reads nothing, and notes which pages are pictures."""

    def __init__(self) -> None:
        self.numbers: list[int] = []

    def refused(self, number: int, /) -> str | None:
        """Each page, and that it waits."""
        self.numbers.append(number)
        return "it waits to be read by OCR"

    def read(self, page: pdfium.PdfPage, number: int, /) -> Recognised:
        """Never asked for, since every page is refused."""
        raise AssertionError(f"page {number} of {page.get_size()} was refused")


class HeldPictures:
    """Tells what was read before, so that a file's pictures are read once."""

    def __init__(self, held: Mapping[int, Recognised]) -> None:
        self.held = dict(held)

    @classmethod
    def of(cls, record: bytes) -> "HeldPictures":
        """From what :meth:`as_bytes` wrote."""
        return cls(
            {
                int(number): Recognised(
                    [(up, left, sign) for up, left, sign in one["letters"]],
                    one["size"],
                    tuple(one["doubtful"]),
                )
                for number, one in json.loads(record).items()
            }
        )

    def as_bytes(self) -> bytes:
        """As JSON, places to a tenth of a point."""
        record = {
            number: {
                "letters": [(round(up, 1), round(left, 1), sign) for up, left, sign in one.letters],
                "size": round(one.size, 2),
                "doubtful": one.doubtful,
            }
            for number, one in self.held.items()
        }
        return json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode()

    def refused(self, number: int, /) -> str | None:
        """Why a page that was not read was not."""
        return None if number in self.held else "it was not read by OCR"

    def read(self, _page: pdfium.PdfPage, number: int, /) -> Recognised:
        """The letters that were read of a page."""
        return self.held[number]


def installed() -> bool:
    """Whether the extra that reads pictures is there."""
    return find_spec("rapidocr") is not None


class PictureReader:
    """Reads the pictures of one file, as many and as long as is allowed.

    Another thread may look at ``held``, which grows page by page, and call :meth:`stop`.
    """

    def __init__(self, *, pages: int = PAGES, seconds: float = SECONDS) -> None:
        self.held: dict[int, Recognised] = {}
        self._pages = pages
        self._seconds = seconds
        self._until: float | None = None
        self._stopped = False
        self._engine: Any = None

    def stop(self) -> None:
        """Read no further page."""
        self._stopped = True

    def refused(self, _number: int, /) -> str | None:
        """Why no further page is read; None while there is room."""
        if not installed():
            return "the extra 'ocr', which reads pictures, is not installed"
        if self._stopped or len(self.held) >= self._pages:
            return "no further picture of this file is read"
        if self._until is not None and time.monotonic() >= self._until:
            return f"the {self._seconds:.0f} seconds for this file's pictures are over"
        return None

    def read(self, page: pdfium.PdfPage, number: int, /) -> Recognised:
        """The letters of a page; ask :meth:`refused` before."""
        if self._engine is None:
            rapidocr: Any = import_module("rapidocr")
            self._engine = rapidocr.RapidOCR(params={"Global.log_level": "error"})
            self._until = time.monotonic() + self._seconds
        width, height = page.get_size()
        scale = min(_DOTS / 72, (_MOST_DOTS / max(1.0, width * height)) ** 0.5)
        render: Any = page.render  # its scale may be a fraction, whatever its stub says
        bitmap = render(scale=scale)
        try:
            found = self._engine(bitmap.to_numpy(), use_cls=False)
        finally:
            bitmap.close()
        rows = zip(found.boxes, found.txts, found.scores, strict=True) if found.txts else ()
        self.held[number] = _recognised(list(rows), scale, height)
        return self.held[number]


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
