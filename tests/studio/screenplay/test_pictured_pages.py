"""Pages that are pictures: read by OCR where that is asked for, else named; the rest is read."""

import io

import pypdfium2 as pdfium
import pytest
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from matinee.errors import Invalid
from matinee.studio.screenplay import ocr
from matinee.studio.screenplay.model import Kind, Script
from matinee.studio.screenplay.ocr import PictureReader
from matinee.studio.screenplay.reading import read_script

_ROWS = (
    (43, "12"), (108, "INT. HARBOUR OFFICE - NIGHT"), (0, ""),
    (108, "MARA lifts the LANTERN. The radio hums."), (0, ""),
    (266, "MARA"), (209, "(into the radio)"), (180, "Do you read me? Over."),
)  # fmt: skip


def _typed(canvas: Canvas) -> None:
    canvas.setFont("Courier", 12)
    top = 250.0
    for left, text in _ROWS:
        canvas.drawString(left, top, text)
        top -= 0 if text == "12" else 12
    canvas.showPage()


def _typed_page() -> bytes:
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=(460, 300))
    _typed(canvas)
    canvas.save()
    return stream.getvalue()


def _scanned(*, after_text: bool = False) -> bytes:
    """A page as a scanner makes it: a picture; ``after_text`` behind a page with letters."""
    document = pdfium.PdfDocument(_typed_page())
    picture = ImageReader(document[0].render(scale=2).to_pil())
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=(460, 300))
    if after_text:
        _typed(canvas)
    canvas.drawImage(picture, 0, 0, 460, 300)
    canvas.showPage()
    canvas.save()
    return stream.getvalue()


def _told(script: Script) -> list[tuple[Kind, str]]:
    return [(element.kind, element.text) for element in script.elements]


def test_a_scanned_page_is_read_as_the_page_that_was_scanned() -> None:
    scanned = read_script(_scanned(), pictures=PictureReader())
    assert _told(scanned) == _told(read_script(_typed_page()))
    assert scanned.elements[0].number == "12"
    assert [remark.code for remark in scanned.remarks] == ["page_recognised"]


@pytest.mark.parametrize(
    ("pictures", "why"),
    [
        (None, "perhaps a picture"),
        (PictureReader(pages=0), "no further picture"),
    ],
)
def test_a_picture_that_is_not_read_is_named_and_the_rest_is_read(
    pictures: PictureReader | None, why: str
) -> None:
    script = read_script(_scanned(after_text=True), pictures=pictures)
    assert _told(script) == _told(read_script(_typed_page()))
    (remark,) = script.remarks
    assert (remark.code, remark.sentence.startswith("Page 2 ")) == ("page_without_text", True)
    assert why in remark.sentence


def test_without_the_extra_a_picture_is_named_with_what_is_missing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ocr, "find_spec", dict[str, object]().get)
    script = read_script(_scanned(after_text=True), pictures=PictureReader())
    assert "'ocr', which reads pictures, is not installed" in script.remarks[0].sentence
    with pytest.raises(Invalid, match="pictures of pages") as refused:
        read_script(_scanned(), pictures=PictureReader())
    assert "extra 'ocr'" in (refused.value.remedy or "")
