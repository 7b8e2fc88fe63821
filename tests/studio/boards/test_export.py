"""A board leaves the house with its sources, licences and content credentials."""

from __future__ import annotations

import asyncio
import csv
import json
import zipfile
from datetime import UTC, datetime
from io import BytesIO, StringIO
from uuid import uuid4

import pypdfium2
import pytest
from PIL import Image
from pypdfium2.raw import FPDF_PAGEOBJ_IMAGE
from tests.studio.boards.test_boards import drawn
from tests.studio.test_studio_service import production

from matinee.assembly.house import House
from matinee.clearance.provenance.model import Making, SourceType
from matinee.errors import Conflict
from matinee.studio.boards.model import ConceptBoard, Operation


async def _hung(house: House) -> ConceptBoard:
    """Three pictures: a signed one, one whose source looks like a formula, one taken down."""
    boards = house.concept_boards
    board = await boards.create(await production(house), "Mill", by="Ines")
    capture = Making("By camera", SourceType.CAPTURE, datetime.now(UTC))
    signed = house.provenance.sign(drawn("JPEG"), capture)
    for left, (content, source) in enumerate(
        [(signed, "Photograph by Ines"), (drawn(), "=HYPERLINK(1)"), (drawn(), "Gone")]
    ):
        made = await boards.add_reference(
            board, content, source=source, licence="CC0 1.0", place=[left, 0], by="Ines"
        )
        if source == "Gone":
            await boards.change(board, [Operation(uuid4(), made.id, "gone", True)], by="Ines")
    return board


async def test_a_zip_holds_signed_pictures_and_where_each_is_from(house: House) -> None:
    board = await _hung(house)
    held = b"".join([piece async for piece in await house.boards.exports.as_zip(board)])
    with zipfile.ZipFile(BytesIO(held)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    told = json.loads(files["board.json"])["pictures"]
    assert [one["source"] for one in told] == ["Photograph by Ines", "=HYPERLINK(1)"]
    assert "digitalCapture" in told[0]["credentials"]
    assert told[1]["credentials"] == ""
    rows = list(csv.DictReader(StringIO(files["sources.csv"].decode())))
    assert [row["source"] for row in rows] == ["Photograph by Ines", "'=HYPERLINK(1)"]
    assert {row["licence"] for row in rows} == {"CC0 1.0"}
    for one in told:
        picture = files[one["file"]]
        assert Image.open(BytesIO(picture)).size == (90, 60)
        story = house.provenance.read(picture, "image/jpeg")
        assert story.standing == "valid"
        assert [action.name for action in story.actions] == ["c2pa.opened", "c2pa.edited"]
        assert one["source"] in story.ingredients[0].title
    assert files["board.pdf"].startswith(b"%PDF")


async def test_what_a_model_made_is_still_signed_as_that(house: House) -> None:
    board = await house.concept_boards.create(await production(house), "Mill", by="Ines")
    made = Making("By a model", SourceType.TRAINED, datetime.now(UTC))
    signed = house.provenance.sign(drawn("JPEG"), made)
    await house.concept_boards.add_reference(
        board, signed, source="Ines", licence="CC0 1.0", place=[0, 0], by="Ines"
    )
    held = b"".join([piece async for piece in await house.boards.exports.as_zip(board)])
    with zipfile.ZipFile(BytesIO(held)) as archive:
        (name,) = (name for name in archive.namelist() if name.startswith("pictures/"))
        story = house.provenance.read(archive.read(name), "image/jpeg")
    assert (story.standing, story.source_type) == ("valid", "trainedAlgorithmicMedia")


async def test_who_reads_a_zip_slowly_keeps_nobody_from_exporting(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    board = await _hung(house)
    monkeypatch.setattr("matinee.studio.boards.exporting._PIECE", 64)
    slow = await house.boards.exports.as_zip(board)
    await anext(slow)
    written = await asyncio.wait_for(house.boards.exports.as_pdf(board), 10)
    assert written.startswith(b"%PDF")
    await slow.aclose()


async def test_a_pdf_shows_each_picture_with_source_and_licence(house: House) -> None:
    board = await _hung(house)
    document = pypdfium2.PdfDocument(await house.boards.exports.as_pdf(board))
    assert len(document) == 1
    page = document[0]
    text = page.get_textpage().get_text_range()
    assert "Photograph by Ines" in text
    assert text.count("CC0 1.0") == 2
    assert "Gone" not in text
    assert len(list(page.get_objects(filter=[FPDF_PAGEOBJ_IMAGE]))) == 2
    document.close()


async def test_a_long_note_leaves_room_for_source_and_licence(house: House) -> None:
    board = await _hung(house)
    for pin in await house.board_versions.hanging(board):
        note = Operation(uuid4(), pin, "note", "too red " * 200)
        await house.concept_boards.change(board, [note], by="Ines")
    document = pypdfium2.PdfDocument(await house.boards.exports.as_pdf(board))
    text = document[0].get_textpage().get_text_range()
    assert "Photograph by Ines" in text
    assert text.count("CC0 1.0") == 2
    assert "too red" in text
    document.close()


async def test_an_empty_board_is_no_file(house: House) -> None:
    board = await house.concept_boards.create(await production(house), "Empty", by="Ines")
    with pytest.raises(Conflict):
        await house.boards.exports.as_pdf(board)
    with pytest.raises(Conflict):
        await house.boards.exports.as_zip(board)
