"""The story report in PDF: people by scene, intensity, turns, talk; each with its method."""

import io
from collections.abc import Sequence

from anyascii import anyascii
from reportlab.lib.colors import Color, HexColor
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfgen.canvas import Canvas

from matinee.studio.model import Draft, SceneRow
from matinee.studio.screenplay.pagination import written
from matinee.studio.story.model import Story, Thread

_WIDE, _HIGH = landscape(A4)
_EDGE, _LABEL, _ROW = 42.0, 118.0, 15.0
_MOST_PEOPLE = 16
_MOST_ROWS = 24
_INK, _SOFT, _LINE = HexColor("#211b14"), HexColor("#655a4b"), HexColor("#e0d8ca")
_BLUE, _RED = HexColor("#1d5a8f"), HexColor("#a5281a")
_CLAIM = "Counts from the page, by program. No verdict on the script."
_METHODS = (
    "People: words under each cue by scene; who is named in action without a cue is there and "
    "silent (outlined).",
    "Intensity: ranks of scenes by shortness, exclamations, stunts and danger, averaged. A quiet "
    "scene may weigh more.",
    "Turns (dashed): where words, people and places of the five scenes behind differ most from the "
    "five before. A change of subject, which may be no turning point.",
)


def story_pdf(draft: Draft, scenes: Sequence[SceneRow], story: Story) -> bytes:
    """Two pages; letters that the standard faces lack are written in ASCII."""
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=landscape(A4))
    title = draft.title or draft.name
    canvas.setTitle(_plain(title))
    _head(canvas, title, f"Draft {draft.number} · {len(scenes)} scenes · {draft.length} pages")
    _plot(canvas, scenes, story)
    _notes(canvas, _METHODS)
    canvas.showPage()
    _head(canvas, title, "Talk and screen, turns, and who shares the screen")
    _tables(canvas, scenes, story)
    canvas.showPage()
    canvas.save()
    return stream.getvalue()


def _plain(text: str) -> str:
    try:
        text.encode("cp1252")
    except UnicodeEncodeError:
        return anyascii(text)
    return text


def _words(canvas: Canvas, x: float, y: float, text: str, size: float = 9, *, bold: bool = False,
           colour: Color = _INK, right: bool = False) -> None:  # fmt: skip
    canvas.setFont("Helvetica-Bold" if bold else "Helvetica", size)
    canvas.setFillColor(colour)
    (canvas.drawRightString if right else canvas.drawString)(x, y, _plain(text))


def _head(canvas: Canvas, title: str, line: str) -> None:
    _words(canvas, _EDGE, _HIGH - 52, title[:70], 18, bold=True)
    _words(canvas, _EDGE, _HIGH - 68, line, 9, colour=_SOFT)
    _words(canvas, _WIDE - _EDGE, _HIGH - 68, _CLAIM, 9, colour=_SOFT, right=True)


def _notes(canvas: Canvas, lines: Sequence[str]) -> None:
    for place, line in enumerate(lines):
        _words(canvas, _EDGE, 62 - 11 * place, line, 7.5, colour=_SOFT)


def _plot(canvas: Canvas, scenes: Sequence[SceneRow], story: Story) -> None:
    left = _EDGE + _LABEL
    scale = (_WIDE - _EDGE - left) / max(story.pages, 0.125)
    top = _HIGH - 92
    people = story.threads[:_MOST_PEOPLE]
    for place, thread in enumerate(people):
        y = top - _ROW * (place + 1)
        _words(canvas, left - 6, y + 4, thread.name[:22], 8, right=True)
        canvas.setStrokeColor(_LINE)
        canvas.line(left, y, _WIDE - _EDGE, y)
        _cells(canvas, thread, scenes, story, (left, y, scale))
    base = top - _ROW * len(people) - 52
    _words(canvas, left - 6, base + 16, "Intensity", 8, right=True)
    canvas.setFillColor(_LINE)
    for row, value in zip(scenes, story.intensity, strict=True):
        x, wide = left + story.starts[row.place] * scale, max(1, row.eighths) / 8 * scale
        canvas.rect(x, base, max(0.6, wide - 0.4), 2 + 40 * value, stroke=0, fill=1)
    canvas.setStrokeColor(_RED)
    canvas.setDash(3, 2)
    for turn in story.turns:
        canvas.line(left + turn.page * scale, top, left + turn.page * scale, base)
    canvas.setDash()
    for page in range(5, int(story.pages) + 1, max(5, round(story.pages / 60) * 5)):
        _words(canvas, left + page * scale, base - 11, str(page), 7, colour=_SOFT)


def _cells(
    canvas: Canvas,
    thread: Thread,
    scenes: Sequence[SceneRow],
    story: Story,
    at: tuple[float, float, float],
) -> None:
    left, y, scale = at
    for row, words in zip(scenes, thread.words, strict=True):
        if words is None:
            continue
        x, wide = left + story.starts[row.place] * scale, max(1, row.eighths) / 8 * scale
        share = min(1.0, words / max(1, row.words))
        canvas.setStrokeColor(_SOFT)
        canvas.setFillColor(Color(_BLUE.red, _BLUE.green, _BLUE.blue, alpha=0.3 + 0.7 * share))
        drawn = {"stroke": 0, "fill": 1} if words else {"stroke": 1, "fill": 0}
        canvas.setLineWidth(0.5)
        canvas.rect(x, y + 2, max(0.8, wide - 0.5), _ROW - 4, **drawn)


def _tables(canvas: Canvas, scenes: Sequence[SceneRow], story: Story) -> None:
    whole = sum(thread.total for thread in story.threads) or 1
    y = _HIGH - 96
    columns = (_EDGE, 210.0, 260.0, 310.0, 372.0)
    for x, name in zip(columns, ("Person", "Scenes", "Pages", "Words", "Share"), strict=True):
        _words(canvas, x, y, name, 8, bold=True, right=x > _EDGE)
    for place, thread in enumerate(story.threads[:_MOST_ROWS], start=1):
        told = (
            thread.name[:26], str(sum(words is not None for words in thread.words)),
            written(thread.eighths), f"{thread.total:,}", f"{thread.total / whole:.0%}",
        )  # fmt: skip
        for x, text in zip(columns, told, strict=True):
            _words(canvas, x, y - 16 * place, text, 9, right=x > _EDGE)
    x = 420.0
    _words(canvas, x, y, "Turns", 8, bold=True)
    for place, turn in enumerate(story.turns, start=1):
        row = scenes[turn.scene]
        line = f"page {turn.page + 1:.0f}   {row.number}  {row.heading[:52]}"
        _words(canvas, x, y - 16 * place, line, 9)
    y -= 16 * (len(story.turns) + 2)
    _words(canvas, x, y, "Who shares the screen", 8, bold=True)
    _words(canvas, 760, y, "Pages", 8, bold=True, right=True)
    for place, pair in enumerate(story.pairs[:14], start=1):
        _words(canvas, x, y - 16 * place, f"{pair.one[:24]} · {pair.other[:24]}", 9)
        _words(canvas, 760, y - 16 * place, written(pair.eighths), 9, right=True)
