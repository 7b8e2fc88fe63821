"""The element list as a file: CSV and XLSX, with the trade's categories and their ids."""

import csv
import io
from collections.abc import Iterator

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from matinee.studio.model import Sheet
from matinee.vocabulary.spreadsheet import harmless

COLUMNS = (
    "scene", "heading", "category", "ucid", "element", "implied", "line", "confidence",
    "decided_by_a_person", "why",
)  # fmt: skip
_WIDTHS = (8, 40, 20, 8, 34, 9, 8, 11, 20, 48)


def rows_of(sheet: Sheet) -> Iterator[tuple[str | int | float | bool, ...]]:
    """One row for each element, by scene and category."""
    for element in sheet.elements:
        one, scene = element.found, sheet.scenes[element.found.scene]
        yield (
            scene.number, scene.heading, one.category.label, one.category.ucid, one.name,
            one.implied, one.line, round(one.confidence, 2), element.decided, one.why,
        )  # fmt: skip


def as_csv(sheet: Sheet) -> str:
    """With a header; what a spreadsheet would take for a formula is made text by an apostrophe."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for row in rows_of(sheet):
        writer.writerow([harmless(value) for value in row])
    return text.getvalue()


def as_xlsx(sheet: Sheet) -> bytes:
    """One sheet with a frozen header."""
    book = Workbook()
    page = book.active
    if page is None:
        page = book.create_sheet()
    page.title = "Elements"
    page.append(list(COLUMNS))
    for row in rows_of(sheet):
        page.append([harmless(value) for value in row])
    for number, width in enumerate(_WIDTHS, start=1):
        page.column_dimensions[get_column_letter(number)].width = width
        page.cell(row=1, column=number).font = Font(bold=True)
    page.freeze_panes = "A2"
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()
