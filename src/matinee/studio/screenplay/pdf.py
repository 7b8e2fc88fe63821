"""A screenplay's PDF to elements: letters with their places, rows, columns.

Every letter's origin is asked of PDFium, since the order of text in the file means nothing.
"""

import ctypes
from collections.abc import Iterator

import pypdfium2 as pdfium
import pypdfium2.raw as native

from matinee.errors import Invalid
from matinee.studio.screenplay.headings import LETTER
from matinee.studio.screenplay.laid_out import Row, pieces_of, without_running_heads
from matinee.studio.screenplay.laid_out_reading import read_rows
from matinee.studio.screenplay.model import Remark, Script
from matinee.studio.screenplay.ocr import Letter, Pictures, Recognised
from matinee.studio.screenplay.printed_pages import is_head, printed_pages

MOST_PAGES = 1000
_SAME_ROW = 3.0


def read_pdf(data: bytes, pictures: Pictures | None = None) -> Script:
    """The elements of a PDF with text, and of its pictured pages where ``pictures`` reads them.

    Raises:
        Invalid: it is no PDF, wants a password, has too many pages or no text at all.
    """
    document = _opened(data)
    try:
        pages = len(document)
        if pages > MOST_PAGES:
            raise Invalid(
                f"The PDF has {pages} pages; at most {MOST_PAGES} are read.",
                remedy="Give the screenplay alone.",
                field="file",
                code="pdf_too_long",
            )
        remarks: list[Remark] = []
        rows: list[Row] = []
        for number in range(pages):
            before = rows[-1] if rows else None
            found, said = _page(document, number, before, pictures)
            if said is not None:
                remarks.append(Remark(before.line + 1 if before else 1, *said))
            rows.extend(found)
    finally:
        document.close()
    if pages and not rows:
        raise Invalid(
            "The PDF holds pictures of pages and no text.",
            remedy="Give the file that it was made from, or have the pictures read: tick OCR where "
            "the script is added, or matinee script convert FILE script.fountain --ocr, with the "
            "extra 'ocr' installed.",
            field="file",
            code="pdf_without_text",
        )
    title_page, body = _title_page(list(without_running_heads(rows, pages, is_head)))
    elements, doubts = read_rows(body)
    return Script(
        "pdf", title_page, elements, (*remarks, *doubts), pages=pages,
        printed_pages=printed_pages(rows, body),
    )  # fmt: skip


def _opened(data: bytes) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as failure:
        if "assword" in str(failure):
            raise Invalid(
                "The PDF wants a password.",
                remedy="Save it without one.",
                field="file",
                code="pdf_password",
            ) from failure
        raise _broken("The file cannot be read as a PDF.") from failure


def _broken(sentence: str) -> Invalid:
    return Invalid(
        sentence,
        remedy="Save it again from the program that wrote it.",
        field="file",
        code="pdf_broken",
    )


def _page(
    document: pdfium.PdfDocument,
    number: int,
    before: Row | None,
    pictures: Pictures | None,
) -> tuple[list[Row], tuple[str, str] | None]:
    """The rows of one page, and a sentence with its code where it is a picture or empty."""
    try:
        page = document[number]
    except pdfium.PdfiumError as failure:
        raise _broken(f"Page {number + 1} of the PDF cannot be read.") from failure
    try:
        height = page.get_height()
        letters, size = _letters(page)
        if letters:
            return list(_rows(letters, size, number, height, before)), None
        why = "perhaps a picture of some"
        drawn = next(page.get_objects(max_depth=1), None) is not None
        if pictures is not None and drawn:
            refused = pictures.refused(number + 1)
            if refused is None:
                return _recognised(pictures.read(page, number + 1), number, height, before)
            why = refused
    finally:
        page.close()
    return [], (f"Page {number + 1} holds no text: {why}.", "page_without_text")


def _recognised(
    read: Recognised, number: int, height: float, before: Row | None
) -> tuple[list[Row], tuple[str, str]]:
    rows = list(_rows(read.letters, read.size, number, height, before))
    doubts = "; doubtful: " + " / ".join(read.doubtful) if read.doubtful else ""
    sentence = f"Page {number + 1} is a picture and was read by OCR, {len(rows)} rows{doubts}."
    return rows, (sentence, "page_recognised")


def _rows(
    letters: list[Letter], size: float, number: int, height: float, before: Row | None
) -> Iterator[Row]:
    """The rows of one page, from top to bottom."""
    line = before.line + 1 if before else 1
    offset = before.offset + len(before.text) + 1 if before else 0
    width = size * 0.6
    start = 0
    letters.sort(key=lambda letter: -letter[0])
    for place in range(1, len(letters) + 1):
        if place < len(letters) and letters[start][0] - letters[place][0] < _SAME_ROW:
            continue
        group = sorted((left, sign) for _, left, sign in letters[start:place])
        pieces = pieces_of(group, width)
        if pieces:
            row = Row(number + 1, height - letters[start][0], pieces, line, offset)
            yield row
            line, offset = line + 1, offset + len(row.text) + 1
        start = place


def _letters(page: pdfium.PdfPage) -> tuple[list[Letter], float]:
    """(baseline, left, sign) of each letter, and the usual size of the type in points."""
    text = page.get_textpage()
    handle = text.raw
    x, y = ctypes.c_double(), ctypes.c_double()
    letters: list[Letter] = []
    sizes: dict[float, int] = {}
    count = native.FPDFText_CountChars(handle)
    for index in range(count):
        code = native.FPDFText_GetUnicode(handle, index)
        if code < 32 or native.FPDFText_IsGenerated(handle, index) == 1:
            continue
        native.FPDFText_GetCharOrigin(handle, index, x, y)
        sign = "-" if code in {0x2, 0xAD, 0xFFFE} else chr(code)
        letters.append((y.value, x.value, " " if sign == "\xa0" else sign))
        if not index % 50:
            size = round(native.FPDFText_GetFontSize(handle, index), 1)
            sizes[size] = sizes.get(size, 0) + 1
    text.close()
    usual = max(sizes, key=lambda size: sizes[size], default=12.0)
    return letters, usual if usual > 4 else 12.0


def _is_title_page(rows: list[Row]) -> bool:
    if not 0 < len(rows) <= _MOST_TITLE_ROWS or rows[0].top < 110 or rows[0].left < 150:
        return False
    return not any(LETTER.match(piece.text) for row in rows for piece in row.pieces)


_MOST_TITLE_ROWS = 24
_CREDITS = ("by", "written", "screenplay", "story", "teleplay", "based", "draft")


def _title_page(rows: list[Row]) -> tuple[tuple[tuple[str, str], ...], list[Row]]:
    """A first page that begins low, holds few rows and no heading is a title page."""
    first = [row for row in rows if row.page == 1]
    if not _is_title_page(first):
        return (), rows
    entries: list[tuple[str, str]] = []
    for row in first:
        words = row.text.strip()
        lower = words.lower()
        if not entries:
            entries.append(("Title", words))
        elif "(c)" in lower or "©" in lower or "copyright" in lower:
            entries.append(("Copyright", words))
        elif lower.startswith("based on"):
            entries.append(("Source", words))
        elif lower.endswith("by") or lower.split()[0] in _CREDITS:
            entries.append(("Credit", words))
        elif entries[-1][0] == "Credit":
            entries.append(("Author", words))
        else:
            entries.append(("Notes", words))
    return tuple(entries), [row for row in rows if row.page > 1]
