"""Files that are broken, locked, endless or a trap: each has an answer, and soon."""

import io
import random
import time
from collections.abc import Callable

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from matinee.errors import Invalid
from matinee.studio.screenplay.reading import read_script
from matinee.studio.screenplay.scenes import scenes_of


def _pdf(draw: Callable[[Canvas], None], password: str = "") -> bytes:
    stream = io.BytesIO()
    encryption = StandardEncryption(password) if password else None
    canvas = Canvas(stream, pagesize=(612, 792), encrypt=encryption)
    draw(canvas)
    canvas.showPage()
    canvas.save()
    return stream.getvalue()


_LOCKED = _pdf(lambda canvas: canvas.drawString(108, 700, "INT. A"), "key")
_LOST_PAGE = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\ntrailer<</Root 1 0 R>>\n"
)
_PICTURES = _pdf(lambda canvas: canvas.rect(10, 10, 500, 700, fill=1))


def _scene(number: int) -> str:
    return f"INT. ROOM {number} - DAY\n\nAnn waits.\n\nANN\nWe go on.\n\n"


_BOMB = (
    '<?xml version="1.0"?><!DOCTYPE FinalDraft [<!ENTITY a "ha">'
    + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]><FinalDraft><Content><Paragraph><Text>&i;</Text></Paragraph></Content></FinalDraft>"
).encode()


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("empty.fountain", b"", "script_empty"),
        ("blank.fountain", b" \r\n\t\n", "script_empty"),
        ("noise.fdx", random.Random(7).randbytes(200_000), "fdx_not_xml"),
        ("noise.fountain", random.Random(7).randbytes(200_000), "script_not_text"),
        ("bomb.fdx", _BOMB, "fdx_entities"),
        ("outside.fdx", _BOMB.replace(b'"ha"', b'SYSTEM "file:///etc/passwd"'), "fdx_entities"),
        ("other.fdx", b"<html><body/></html>", "fdx_not_final_draft"),
        ("cut.fdx", b"<FinalDraft><Content><Paragraph>", "fdx_not_xml"),
        ("locked.pdf", _LOCKED, "pdf_password"),
        ("pictures.pdf", _PICTURES, "pdf_without_text"),
        ("cut.pdf", b"%PDF-1.7\n1 0 obj", "pdf_broken"),
        ("lost.pdf", _LOST_PAGE, "pdf_broken"),
        ("script.docx", b"PK\x03\x04" + bytes(100), "script_not_text"),
        ("huge.fountain", b"x" * (33 * 2**20), "script_too_large"),
    ],
)  # fmt: skip
def test_what_is_no_screenplay_is_refused_with_a_reason(name: str, data: bytes, code: str) -> None:
    started = time.process_time()
    with pytest.raises(Invalid) as refused:
        read_script(data, name=name)
    assert refused.value.code == code
    assert refused.value.remedy
    assert time.process_time() - started < 2


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "utf-32"])
def test_other_encodings_are_read(encoding: str) -> None:
    script = read_script(
        ("INT. CAFÉ - NUIT\n\nAnn boit.\n" * 20).encode(encoding), name="a.fountain"
    )
    assert scenes_of(script)[0].slug.place == "CAFÉ"


def test_windows_letters_are_read_and_named_by_their_line() -> None:
    script = read_script("INT. HOUSE\n\nIt\x92s caf\xe9.".encode("latin-1"), name="a.fountain")
    assert script.elements[1].text == "It’s café."
    assert [(remark.line, remark.code) for remark in script.remarks] == [(3, "encoding")]


def test_two_thousand_scenes_are_read_in_a_second() -> None:
    data = "".join(map(_scene, range(2000))).encode()
    took: list[float] = []
    for _ in range(3):  # What else the process does, a collection of garbage say, is not reading.
        started = time.thread_time()
        assert len(scenes_of(read_script(data, name="long.fountain"))) == 2000
        took.append(time.thread_time() - started)
    assert min(took) < 1


def test_three_hundred_pages_are_read_in_five_seconds() -> None:
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=(612, 792))
    for page in range(300):
        canvas.setFont("Courier", 12)
        canvas.drawString(108, 720, f"INT. ROOM {page} - DAY")
        for row in range(2, 54, 3):
            canvas.drawString(108, 720 - 12 * row, f"Row {row} of a page that is full of action.")
        canvas.showPage()
    canvas.save()
    started = time.process_time()
    script = read_script(stream.getvalue(), name="long.pdf")
    assert len(scenes_of(script)) == script.pages == 300
    assert time.process_time() - started < 5


@pytest.mark.parametrize("opened", ["[[", "/*", "[[x\n", "(((", "***", "_*_*"])
def test_signs_without_end_do_not_cost_more_than_their_length(opened: str) -> None:
    started = time.process_time()
    read_script((opened * 20_000).encode(), name="a.fountain")
    assert time.process_time() - started < 2
