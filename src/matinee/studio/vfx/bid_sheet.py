"""The bid sheet in XLSX: shots, totals by formulas, and the rate card that they are made from."""

import io
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from matinee.studio.model import Sheet
from matinee.studio.vfx.model import RateCard, Shot

_COLUMNS = (
    ("shot", 8), ("scene", 8), ("heading", 38), ("method", 30), ("complexity", 11), ("hero", 7),
    ("least", 7), ("likely", 7), ("most", 7), ("low", 12), ("likely cost", 12), ("high", 12),
    ("elements", 34), ("assumption", 46), ("consent needed", 15),
)  # fmt: skip
_RATE_ROW = {"A": 2, "B": 3, "C": 4}


def bid_sheet(sheet: Sheet, shots: Sequence[Shot], card: RateCard) -> bytes:
    """A workbook whose costs follow when a count or a rate is changed in it."""
    book = Workbook()
    page = book.active or book.create_sheet()
    page.title = "Shots"
    page.append([name for name, _ in _COLUMNS])
    for number, shot in enumerate(shots, start=1):
        row, scene, rate = number + 1, sheet.scenes[shot.scene], _RATE_ROW[shot.complexity]
        page.append(
            [
                f"{scene.number}-{number:03}", scene.number, scene.heading, shot.way.value,
                shot.complexity.value, "hero" if shot.hero else "", shot.count.least,
                shot.count.likely, shot.count.most, f"=G{row}*Rates!B{rate}",
                f"=H{row}*(Rates!B{rate}+Rates!C{rate})/2", f"=I{row}*Rates!C{rate}",
                ", ".join(shot.elements).lstrip("=+-@"), shot.assumption,
                "yes" if shot.consent else "",
            ]
        )  # fmt: skip
    last = len(shots) + 1
    page.append(["total", *[""] * 5, *[f"=SUM({c}2:{c}{last})" for c in "GHIJKL"]])
    _dress(page)
    rates = book.create_sheet("Rates")
    rates.append(["complexity", f"low ({card.currency})", f"high ({card.currency})"])
    for name, rate in (("A", card.a), ("B", card.b), ("C", card.c)):
        rates.append([name, rate.low, rate.high])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _dress(page: Worksheet) -> None:
    for number, (_, width) in enumerate(_COLUMNS, start=1):
        page.column_dimensions[get_column_letter(number)].width = width
        page.cell(row=1, column=number).font = Font(bold=True)
    page.freeze_panes = "C2"
