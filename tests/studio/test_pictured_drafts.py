"""Drafts whose pages are pictures: read once by a job, told how far, and labelled."""

from __future__ import annotations

import io
from uuid import UUID

import pypdfium2 as pdfium
import pytest
from reportlab.pdfgen.canvas import Canvas

from matinee.assembly.house import House
from matinee.clearance.desk.model import NewProduction
from matinee.errors import Invalid, Unavailable
from matinee.studio import draft_reading
from matinee.studio.model import DraftState, Recognition
from matinee.studio.screenplay import ocr
from matinee.studio.screenplay.ocr import HeldPictures, Recognised

ROWS = ((108, "INT. MILL - DAY"), (108, ""), (108, "ANN lifts a kettle."))


class Reads(HeldPictures):
    """Stands for OCR, which its own tests run: every page says the same, one row of it doubtful."""

    pages = 0

    def __init__(self, *, pages: int) -> None:
        super().__init__({})
        assert pages == 2

    def refused(self, _number: int, /) -> str | None:
        return None

    def read(self, _page: pdfium.PdfPage, number: int, /) -> Recognised:
        Reads.pages += 1
        letters = [
            (700.0 - 12 * row, left + 7.2 * place, sign)
            for row, (left, text) in enumerate(ROWS)
            for place, sign in enumerate(text)
        ]
        self.held[number] = Recognised(letters, 12.0, ("ANN lifts a kettle.",))
        return self.held[number]

    def stop(self) -> None:
        pass


def scanned(pages: int = 2) -> bytes:
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=(612, 792))
    for _ in range(pages):
        canvas.rect(100, 600, 200, 100, fill=1)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


async def production(house: House) -> UUID:
    made = await house.record.add_production(NewProduction(title="The Mill"), by="test")
    return UUID(made.key)


async def test_pictures_are_read_once_by_a_job_and_the_draft_says_so(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(draft_reading, "PictureReader", Reads)
    of = await production(house)
    draft = await house.studio.add(of, scanned(), name="mill.pdf", by="Ada", pictures=True)
    assert (draft.state, draft.recognition) == (DraftState.WAITING, Recognition(2))
    await house.jobs.work(until_idle=True)
    sheet = await house.studio.sheet(draft.id)
    assert [row.heading for row in sheet.scenes] == ["INT. MILL - DAY"] * 2
    assert sheet.draft.recognition == Recognition(2, read=2, doubtful=2)
    before = Reads.pages
    await house.studio.recognise(draft.id)
    analysis = await house.studio.analysis(sheet.draft)
    assert Reads.pages == before
    assert [remark.code for remark in analysis.script.remarks] == ["page_recognised"] * 2


async def test_pictures_are_refused_where_nobody_asked_where_too_many_and_without_the_extra(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    of = await production(house)
    with pytest.raises(Invalid) as unasked:
        await house.studio.add(of, scanned(), name="mill.pdf", by="Ada")
    assert unasked.value.code == "pdf_without_text"
    monkeypatch.setattr(house.studio.settings, "script_pictures", 1)
    with pytest.raises(Invalid, match="2 pages are pictures; 1 of one file"):
        await house.studio.add(of, scanned(), name="mill.pdf", by="Ada", pictures=True)
    monkeypatch.setattr(ocr, "find_spec", dict[str, object]().get)
    with pytest.raises(Unavailable, match="not installed here"):
        await house.studio.add(of, scanned(), name="mill.pdf", by="Ada", pictures=True)
    assert await house.studio.drafts() == []
