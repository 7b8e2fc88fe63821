"""A day's call sheet in PDF: what is shot where, who is called, what is needed."""

from collections.abc import Iterator, Sequence
from io import BytesIO
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle, getSampleStyleSheet
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from matinee.studio.schedule.day_out_of_days import day_out_of_days
from matinee.studio.schedule.hours.clock import DayClock, day_clock
from matinee.studio.schedule.model import Board, ShootingScript, Strip
from matinee.studio.schedule.working_day import clock_words
from matinee.studio.screenplay.pagination import written

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


def call_sheet(name: str, script: ShootingScript, board: Board, day: int) -> bytes:
    """The sheet of a day (from 0) as a PDF of A4 pages.

    Without working hours the calls are left open: they are the first assistant director's to set.
    """
    when = script.calendar.dates(day + 1)[day]
    strips = [script.strips[one] for one in board.days[day]]
    scenes = [strip for strip in strips if not strip.banner]
    length = written(sum(strip.eighths for strip in scenes))
    hours = script.rules.hours
    clock = None if hours is None else day_clock(day, when, strips, hours)
    starts = {one.strip.id: one.start for one in clock.strips} if clock else {}
    held = BytesIO()
    title = f"Call sheet, day {day + 1} of {len(board.days)}"
    document = SimpleDocTemplate(
        held, pagesize=A4, margin=15 * mm, title=f"{name}: {title}", author="Matinee", invariant=1
    )
    story: list[Flowable] = [
        Paragraph(escape(name), _SHEET["Title"]),
        Paragraph(f"{title} – {when:%A %d %B %Y}", _SHEET["Heading2"]),
        *(Paragraph(line, _SMALL) for line in _day_lines(len(scenes), length, clock)),
        Spacer(1, 4 * mm),
        _table(
            ("At", "Scene", "Set", "I/E", "D/N", "Pages", "Cast", "Description"),
            [_scene_row(strip, starts.get(strip.id)) for strip in strips],
            (13, 13, 42, 10, 10, 14, 28, 50),
        ),
        Spacer(1, 4 * mm),
        _table(
            ("No.", "Cast", "Status", "Pick-up", "Make-up", "On set"),
            _cast_rows(script, board, day),
            (14, 66, 22, 26, 26, 26),
        ),
    ]
    needs = [(kind, what) for strip in scenes for kind, what in strip.elements]
    if needs:
        rows = [(kind, what) for kind, what in dict.fromkeys(needs)]
        story += [Spacer(1, 4 * mm), _table(("Department", "Needed"), rows, (50, 130))]
    document.build(story)
    return held.getvalue()


def _day_lines(scenes: int, length: str, clock: DayClock | None) -> Iterator[str]:
    what = f"{scenes} scenes, {length} pages."
    if clock is None:
        yield f"{what} Crew call: ______ First shot: ______"
        return
    first = clock.strips[0].start if clock.strips else clock.call
    yield (
        f"{what} <b>Crew call: {clock_words(clock.call)}.</b> First shot: {clock_words(first)}. "
        f"Estimated wrap: {clock_words(clock.wrap)}. {clock.setups} set-ups."
    )
    if clock.meals:
        yield "Meals: " + ", ".join(
            f"{clock_words(begin)} to {clock_words(end)}" for begin, end in clock.meals
        )
    if clock.sun and clock.sun.light[0] != clock.sun.light[1]:
        (rise, fall), (dusk, _) = clock.sun.light, clock.sun.dark
        yield f"Sunrise {clock_words(rise)}, sunset {clock_words(fall)}, dark {clock_words(dusk)}."


def _scene_row(strip: Strip, start: int | None) -> tuple[str, ...]:
    if strip.banner:
        return ("", "", strip.banner, "", "", "", "", "")
    return (
        "" if start is None else clock_words(start),
        strip.scene,
        strip.set_name,
        strip.side.value.upper(),
        strip.light.value[0].upper(),
        written(strip.eighths),
        ", ".join(strip.cast),
        strip.description,
    )


def _cast_rows(script: ShootingScript, board: Board, day: int) -> list[tuple[str, ...]]:
    rows = day_out_of_days(script, board)
    return [
        (row.member.number, row.member.name, row.codes[day], "", "", "")
        for row in rows
        if row.codes[day] not in ("", "H")
    ]


def _table(head: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float]) -> Table:
    cells = [[Paragraph(escape(word), _HEAD) for word in head]]
    cells += [[Paragraph(escape(cell), _SMALL) for cell in row] for row in rows]
    return Table(cells, colWidths=[width * mm for width in widths], style=_RULED, repeatRows=1)
