"""A board as files: contact sheets in PDF, and what a ZIP says of its pictures. Pure; no I/O."""

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO, StringIO
from typing import Any
from uuid import UUID

from PIL import Image
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader, simpleSplit
from reportlab.pdfgen.canvas import Canvas

from matinee.clearance.provenance.model import SOURCE_TYPES, SourceType
from matinee.studio.boards.difference import Shown
from matinee.studio.boards.model import ConceptBoard
from matinee.vocabulary.spreadsheet import harmless

_PAGE = landscape(A4)
_MARGIN, _HEAD, _CAPTION = 12 * mm, 14 * mm, 17 * mm
_ACROSS, _DOWN = 3, 2
_LINES = 6
"""Of words below a picture; JSON and CSV have all."""
_QUALITY = 90
_BY_ALGORITHM = frozenset(
    {SourceType.TRAINED, SourceType.EDITED_BY_MODEL, SourceType.MIX, SourceType.PROCEDURE}
)
_NOT_IN_NAMES = re.compile(r"[^a-z0-9]+")
_COLUMNS = (
    "file",
    "section",
    "note",
    "source",
    "licence",
    "credentials",
    "votes",
    "links",
    "sha256",
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A picture with all that is said of it; ``said`` holds the columns of a list of sources."""

    shown: Shown
    section: str
    said: Mapping[str, Any]


def in_order(pictures: Iterable[tuple[Shown, Mapping[str, Any]]]) -> list[Sheet]:
    """Pictures with their fields, by section and then as they lie: row by row."""
    order = sorted(pictures, key=lambda one: (one[1].get("section", ""), one[0].top, one[0].left))
    return [
        Sheet(shown, fields.get("section", ""), _said(number, shown, fields))
        for number, (shown, fields) in enumerate(order, start=1)
    ]


def _said(number: int, shown: Shown, fields: Mapping[str, Any]) -> dict[str, Any]:
    reference = shown.reference
    name = _NOT_IN_NAMES.sub("-", (shown.note or reference["source"]).lower()).strip("-")[:40]
    standing = {key for key, value in fields.items() if value is True}
    return {
        "file": f"pictures/{number:04}-{name or 'picture'}.jpg",
        "section": fields.get("section", ""),
        "note": shown.note,
        "source": reference["source"],
        "licence": reference["licence"],
        "credentials": credentials_told(reference),
        "votes": sum(key.startswith("vote ") for key in standing),
        "links": "; ".join(sorted(key[5:] for key in standing if key.startswith("link "))),
        "sha256": reference.get("sha256", ""),
        "place": [shown.left, shown.top],
        "width": shown.width,
    }


def credentials_told(reference: Mapping[str, Any]) -> str:
    """What the given file's own content credentials came to, in a line; empty where it had none."""
    told = reference.get("credentials") or {}
    return ", ".join(
        str(told[key]) for key in ("standing", "signer", "source_type") if told.get(key)
    )


def source_type_of(sheet: Sheet) -> SourceType:
    """The digital source type of a picture as it leaves: enhanced, or what an algorithm made.

    The latter is taken from what the given file said of itself, whoever signed that.
    """
    return enhanced_of(sheet.shown.reference.get("credentials") or {})


def enhanced_of(credentials: Mapping[str, str]) -> SourceType:
    """The source type of what a procedure makes of a file that said this of itself."""
    named = str(credentials.get("source_type", "")).removeprefix(SOURCE_TYPES)
    return SourceType(named) if named in _BY_ALGORITHM else SourceType.ENHANCED


def listed(
    board: ConceptBoard, title: str, sheets: Sequence[Sheet], left_out: Sequence[UUID]
) -> dict[str, Any]:
    """The whole board as JSON; of what is closed away the ids alone."""
    return {
        "board": board.name,
        "production": title,
        "id": str(board.id),
        "pictures": [dict(sheet.said) for sheet in sheets],
        "closed_away": [str(each) for each in left_out],
    }


def as_csv(sheets: Sequence[Sheet]) -> str:
    """Where each picture is from, and under which terms, as a table."""
    held = StringIO()
    table = csv.writer(held)
    table.writerow(_COLUMNS)
    for sheet in sheets:
        table.writerow([harmless(str(sheet.said[name])) for name in _COLUMNS])
    return held.getvalue()


def as_jpeg(picture: bytes) -> bytes:
    """A kept picture in a format that carries credentials."""
    saved = BytesIO()
    Image.open(BytesIO(picture)).convert("RGB").save(saved, "JPEG", quality=_QUALITY)
    return saved.getvalue()


class ContactSheets:
    """A PDF of A4 pages, to which pictures are added one by one; a section begins a page."""

    def __init__(self, board: ConceptBoard, title: str) -> None:
        self._held = BytesIO()
        self._canvas = Canvas(self._held, pagesize=_PAGE, invariant=1)
        self._canvas.setTitle(f"{board.name}: {title}")
        self._canvas.setAuthor("Matinee")
        self._head = f"{board.name} – {title}"
        self._section: str | None = None
        self._at = 0

    def add(self, sheet: Sheet, picture: bytes) -> None:
        """One more picture, in any format."""
        if sheet.section != self._section or self._at == _ACROSS * _DOWN:
            if self._section is not None:
                self._canvas.showPage()
            self._section, self._at = sheet.section, 0
            self._canvas.setFont("Helvetica-Bold", 12)
            head = f"{self._head} – {sheet.section}" if sheet.section else self._head
            self._canvas.drawString(_MARGIN, _PAGE[1] - _MARGIN, head[:120])
        self._draw(sheet, as_jpeg(picture))
        self._at += 1

    def _draw(self, sheet: Sheet, picture: bytes) -> None:
        width = (_PAGE[0] - (_ACROSS + 1) * _MARGIN) / _ACROSS
        height = (_PAGE[1] - _HEAD - (_DOWN + 1) * _MARGIN) / _DOWN
        left = _MARGIN + self._at % _ACROSS * (width + _MARGIN)
        low = _PAGE[1] - _HEAD - (self._at // _ACROSS + 1) * (height + _MARGIN) + _MARGIN / 2
        self._canvas.drawImage(
            ImageReader(BytesIO(picture)),
            left,
            low + _CAPTION,
            width,
            height - _CAPTION,
            preserveAspectRatio=True,
            anchor="sw",
        )
        said = sheet.said
        # Where a picture is from and under which terms goes first: a long note takes what is left.
        fitting = [
            line
            for text, most in (
                (said["source"], 2),
                (said["licence"], 2),
                (said["credentials"], 1),
                (said["note"], _LINES),
            )
            for line in simpleSplit(text, "Helvetica", 7, width)[:most]
        ]
        self._canvas.setFont("Helvetica", 7)
        for number, line in enumerate(fitting[:_LINES], start=1):
            self._canvas.drawString(left, low + _CAPTION - number * 2.8 * mm, line)

    def end(self, left_out: int) -> bytes:
        """The whole PDF; at its foot, how many pictures were left out since they are closed."""
        if left_out:
            said = f"Pictures of this board that are closed away and not shown: {left_out}"
            self._canvas.setFont("Helvetica", 7)
            self._canvas.drawString(_MARGIN, _MARGIN / 2, said)
        self._canvas.save()
        return self._held.getvalue()
