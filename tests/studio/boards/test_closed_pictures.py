"""A board shows, gives and takes nothing that was closed away, nor what was made of it."""

from __future__ import annotations

import json
import zipfile
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from uuid import UUID

import httpx
import numpy as np
import pypdfium2
import pytest
from tests.clearance.record.conftest import BY
from tests.studio.boards.test_boards import drawn
from tests.studio.reage.drawn import desk_of

from matinee.assembly.house import House
from matinee.clearance.desk.model import Revocation
from matinee.errors import Conflict, Denied
from matinee.foundation.database import Connection
from matinee.generation.model import RegisteredOutput
from matinee.studio.boards.model import ConceptBoard, Reference
from matinee.studio.boards.service import BoardService
from matinee.studio.commissions.watermark import marked
from matinee.studio.variants import repository as variants
from matinee.studio.variants.model import Method, VariantMaking

REVOKED = Revocation(reason="No more.")


@dataclass
class Hung:
    """A performer's render on a board, a variant after its example, one of that, and a free one."""

    house: House
    board: ConceptBoard
    consent: UUID
    render: RegisteredOutput
    sketch: RegisteredOutput
    line: tuple[UUID, UUID, UUID]
    free: UUID

    async def revoke(self) -> None:
        await self.house.record.revocations.revoke(self.consent, REVOKED, by=BY)


@pytest.fixture
async def hung(house: House) -> Hung:
    desk, consent, replica = await desk_of(house)
    render = await desk.make(await desk.mint(replica), drawn())
    sketch = await desk.make(await desk.mint(await desk.sketch()), drawn())
    board = await house.concept_boards.create(desk.record_key, "Faces", by=BY)

    async def pinned(content: bytes, of: UUID | None = None, after: UUID | None = None) -> UUID:
        async def enter(connection: Connection, made: Reference) -> None:
            if of is not None:
                making = VariantMaking(
                    made.id, board.id, of, after, Method.CLOTH, settings={}, mask_sha256=None,
                    figures={},
                )  # fmt: skip
                await variants.add(connection, making)

        made = await house.concept_boards.add_reference(
            board, content, enter, source="A test", licence="CC0 1.0", place=[0, 0], by=BY
        )
        return made.id

    free = await pinned(drawn("JPEG"))
    face = await pinned(render.content)
    variant = await pinned(drawn("JPEG"), free, face)
    again = await pinned(drawn("JPEG"), variant)
    return Hung(house, board, consent, render, sketch, (face, variant, again), free)


async def test_what_is_closed_is_shown_to_nobody_with_all_that_was_made_of_it(
    hung: Hung, client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    boards, rooms, board = hung.house.concept_boards, hung.house.boards, hung.board
    lines = await boards.lines(board, [*hung.line, hung.free])
    assert [len(lines[each].performers) for each in (*hung.line, hung.free)] == [1, 1, 1, 0]
    _, secret = await rooms.guests.invite(board, "Rui", may_comment=False, days=1, by=BY)
    at = f"/desk/boards/{board.production}/{board.id}"
    for way in (at, f"/guest/boards/{secret}"):
        for pin in (*hung.line, hung.free):
            assert (await client.get(f"{way}/pictures/{pin}/192")).status_code == 200

    exports, kept = rooms.exports, BoardService.kept

    async def then_revoked(service: BoardService, *picture: Any) -> bytes:
        meanwhile.undo()
        await hung.revoke()
        return await kept(service, *picture)

    # Closed while it is written: nothing of what was begun is given.
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(BoardService, "kept", then_revoked)
        with pytest.raises(Conflict, match="while the file was written"):
            await exports.as_pdf(hung.board)
    for way in (at, f"/guest/boards/{secret}"):
        for pin in hung.line:
            answer = await client.get(f"{way}/pictures/{pin}/192")
            assert answer.status_code == 403
            assert REVOKED.reason not in answer.text
        answer = await client.get(f"{way}/pictures/{hung.free}/192")
        assert answer.status_code == 200
    assert (await client.get(f"{at}/pictures/{hung.free}/192")).headers["Cache-Control"] == (
        "private, no-cache"
    )
    for pin in hung.line:
        with pytest.raises(Denied) as refused:
            await boards.pixels(board, pin)
        assert refused.value.code == "quarantined"
    # A mark is drawn even over what is closed, since whoever takes it back shows it to nobody.
    await boards.redraw(board, hung.line[0], marked)

    # An export leaves it out, and says so.
    held = b"".join([piece async for piece in await exports.as_zip(hung.board)])
    with zipfile.ZipFile(BytesIO(held)) as archive:
        told = json.loads(archive.read("board.json"))
        document = pypdfium2.PdfDocument(archive.read("board.pdf"))
        assert sum(name.startswith("pictures/") for name in archive.namelist()) == 1
    assert len(told["pictures"]) == 1
    assert set(told["closed_away"]) == {str(each) for each in hung.line}
    assert "not shown: 3" in document[0].get_textpage().get_text_range()
    document.close()


async def test_a_copy_of_what_a_model_made_hangs_marked_and_a_likeness_not_at_all(
    hung: Hung, client: httpx.AsyncClient
) -> None:
    client.headers["Accept"] = "text/html"
    board, boards = hung.board, hung.house.concept_boards

    async def given(content: bytes) -> httpx.Response:
        return await client.post(
            f"/desk/board-references/{board.production}",
            data={"source": "A test", "licence": "CC0 1.0", "board": str(board.id)},
            files={"picture": ("copy.png", content, "image/png")},
        )

    before = set(await hung.house.board_versions.hanging(board))
    answer = await given(hung.render.content)
    assert answer.status_code == 422
    assert "performer" in answer.text
    assert (await given(hung.sketch.content)).status_code == 303
    [copy] = set(await hung.house.board_versions.hanging(board)) - before
    plain = await boards.add_reference(
        board, hung.sketch.content, source="A test", licence="CC0 1.0", place=[0, 0], by=BY
    )
    shown, clean = [await boards.pixels(board, each) for each in (copy, plain.id)]
    assert not np.array_equal(shown, clean)
    await hung.revoke()
    answer = await given(hung.render.content)
    assert answer.status_code == 422
    assert "closed away" in answer.text
