"""Sheets of a schedule in PDF: a title, lines and ruled tables on A4."""

from collections.abc import Iterable, Sequence
from datetime import date
from io import BytesIO
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle, getSampleStyleSheet
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

_SHEET = getSampleStyleSheet()
_SMALL = ParagraphStyle("small", parent=_SHEET["BodyText"], fontSize=8, leading=10)
_HEAD = ParagraphStyle("head", parent=_SMALL, fontName="Helvetica-Bold")
_RULED = TableStyle(
    [
        ("GRID", (0, 0), (-1, -1), 0.25, colors.grey),
        ("BACKGROUND", (0, 0), (-1, 0), colors.HexColor("#ece5d8")),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ]
)


class Paper:
    """A sheet that is written from the top."""

    def __init__(self, name: str, title: str, day: date) -> None:
        self._held = BytesIO()
        self._document = SimpleDocTemplate(
            self._held,
            pagesize=A4,
            margin=15 * mm,
            title=f"{name}: {title}",
            author="Matinee",
            invariant=1,
        )
        self._story: list[Flowable] = [
            Paragraph(escape(name), _SHEET["Title"]),
            Paragraph(f"{title} – {day:%A %d %B %Y}", _SHEET["Heading2"]),
        ]

    def lines(self, lines: Iterable[str]) -> None:
        """Lines of words, as they are."""
        self._story += [Paragraph(escape(line), _SMALL) for line in lines]

    def table(
        self, head: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float]
    ) -> None:
        """A ruled table below what is there; widths in millimetres."""
        cells = [[Paragraph(escape(word), _HEAD) for word in head]]
        cells += [[Paragraph(escape(cell), _SMALL) for cell in row] for row in rows]
        wide = [width * mm for width in widths]
        self._story += [
            Spacer(1, 4 * mm),
            Table(cells, colWidths=wide, style=_RULED, repeatRows=1),
            Spacer(1, 2 * mm),
        ]

    def pdf(self) -> bytes:
        """What was written."""
        self._document.build(self._story)
        return self._held.getvalue()
