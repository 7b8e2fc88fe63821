"""Files that are broken, locked, endless or a trap: what each is answered, and how soon."""

import io
import random
import time
from collections.abc import Callable
from itertools import pairwise

from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from benchmarks.outcome import Figure
from matinee.errors import Invalid
from matinee.studio.analysis import analyse
from matinee.studio.screenplay.model import Kind

_LINES_A_PAGE = 17


def hostile_files() -> dict[str, Figure]:
    """By file: refused by which code, or read as how much; seconds of processor time."""
    return {f"hostile: {name}": _answer(name, data) for name, data in _files().items()}


def _answer(name: str, data: bytes) -> str:
    started = time.process_time()
    try:
        analysis = analyse(data, name=name)
    except Invalid as refused:
        told = f"refused, {refused.code}"
    else:
        script = analysis.script
        pages = f", {script.pages} pages" if script.pages else ""
        remarks = f", {len(script.remarks)} remarks" if script.remarks else ""
        told = f"read, {len(analysis.structure.scenes)} scenes{pages}{remarks}"
        if "note" in name and script.of(Kind.NOTE):
            told += ", the heading within it is none"
    return f"{told}, {time.process_time() - started:.2f} s"


def _files() -> dict[str, bytes]:
    noise = random.Random(7).randbytes(200_000)
    page = "INT. CAFÉ - NUIT\n\nAnn boit.\n\nANN\nEncore.\n\n"
    return {
        "300 pages.pdf": _long_pdf(300),
        "2,000 scenes.fountain": "".join(
            f"INT. ROOM {n} - DAY\n\nAnn waits.\n\nANN\nWe go on.\n\n" for n in range(2000)
        ).encode(),
        "empty.fountain": b"",
        "binary garbage.fdx": noise,
        "binary garbage.fountain": noise,
        "XML bomb.fdx": _bomb(),
        "password.pdf": _pdf(lambda canvas: canvas.drawString(108, 700, "INT. A"), "key"),
        "pictures only.pdf": _pdf(lambda canvas: canvas.rect(10, 10, 500, 700, fill=1)),
        "UTF-16.fountain": page.encode("utf-16"),
        "mixed line ends.fountain": (
            b"INT. A - DAY\r\n\r\nAnn.\n\nANN\r\nYes.\r\rEXT. B - NIGHT\n\nB.\n"
        ),
        "heading in a note.fountain": (
            b"INT. A - DAY\n\n[[\nINT. B - NIGHT\n]]\n\nAnn waits.\n\nINT. C - DAY\n\nBen.\n"
        ),
    }


def _bomb() -> bytes:
    letters = "abcdefghi"
    grown = "".join(f'<!ENTITY {more} "{f"&{less};" * 10}">' for less, more in pairwise(letters))
    return (
        f'<?xml version="1.0"?><!DOCTYPE FinalDraft [<!ENTITY a "ha">{grown}]><FinalDraft><Content>'
        "<Paragraph><Text>&i;</Text></Paragraph></Content></FinalDraft>"
    ).encode()


def _pdf(draw: Callable[[Canvas], None], password: str = "") -> bytes:
    stream = io.BytesIO()
    encryption = StandardEncryption(password) if password else None
    canvas = Canvas(stream, pagesize=(612, 792), encrypt=encryption)
    draw(canvas)
    canvas.showPage()
    canvas.save()
    return stream.getvalue()


def _long_pdf(pages: int) -> bytes:
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=(612, 792))
    for page in range(pages):
        canvas.setFont("Courier", 12)
        canvas.drawString(108, 720, f"INT. ROOM {page} - DAY")
        for row in range(_LINES_A_PAGE):
            text = f"Row {row} of a page that is full of action."
            canvas.drawString(108, 696 - 36 * row, text)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()
