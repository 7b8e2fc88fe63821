"""Boards: who is last stands by field, what is sent again is taken once, and others hear of it."""

from __future__ import annotations

import asyncio
from io import BytesIO
from uuid import UUID, uuid4

import numpy as np
import pytest
from PIL import Image

from matinee.assembly.house import House
from matinee.errors import Conflict, Invalid, NotFound
from matinee.studio.boards.model import ConceptBoard, Operation, Presence
from matinee.studio.boards.service import BoardService

PRODUCTION = uuid4()


def drawn(kind: str = "PNG") -> bytes:
    written = BytesIO()
    pixels = np.random.default_rng(7).integers(0, 255, (60, 90, 3), dtype=np.uint8)
    Image.fromarray(pixels).save(written, kind)
    return written.getvalue()


@pytest.fixture
def boards(house: House) -> BoardService:
    return house.concept_boards


@pytest.fixture
async def board(boards: BoardService) -> ConceptBoard:
    return await boards.create(PRODUCTION, "Tram depot, night", by="Ines")


async def _pinned(boards: BoardService, board: ConceptBoard) -> UUID:
    terms = {"source": "Drawn for this test", "licence": "CC0 1.0"}
    made = await boards.add_reference(board, drawn(), place=[0, 0], by="Ines", **terms)
    return made.id


@pytest.mark.parametrize("missing", ["source", "licence"])
async def test_no_reference_is_pinned_without_source_and_licence(
    boards: BoardService, board: ConceptBoard, missing: str
) -> None:
    terms = {"source": "Ines", "licence": "CC0 1.0"} | {missing: "  "}
    with pytest.raises(Invalid) as refused:
        await boards.add_reference(board, drawn(), place=[0, 0], by="Ines", **terms)
    assert refused.value.field == missing
    assert await boards.standing(board) == (0, [])


async def test_of_a_picture_that_finds_no_room_nothing_is_kept(
    boards: BoardService, board: ConceptBoard, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("matinee.studio.boards.service.MOST_PINS", 0)
    with pytest.raises(Conflict):
        await _pinned(boards, board)
    assert await boards.blobs.list("studio/boards") == []
    assert await boards.standing(board) == (0, [])


@pytest.mark.parametrize(
    "content", [b"<svg xmlns='http://www.w3.org/2000/svg'/>", drawn("GIF"), drawn()[:400]]
)
async def test_what_is_no_whole_png_or_jpeg_is_refused(
    boards: BoardService, board: ConceptBoard, content: bytes
) -> None:
    with pytest.raises(Invalid) as refused:
        await boards.add_reference(board, content, source="x", licence="y", place=[0, 0], by="I")
    assert refused.value.field == "picture"


async def test_what_hides_behind_a_picture_is_not_kept(
    boards: BoardService, board: ConceptBoard
) -> None:
    hidden = b"<script>alert(1)</script>"
    made = await boards.add_reference(
        board, drawn("JPEG") + hidden, source="x", licence="y", place=[0, 0], by="Ines"
    )
    for size in (192, 512, 2048):
        kept = await boards.picture(board, made.id, size)
        assert Image.open(BytesIO(kept)).format == "WEBP"
        assert hidden not in kept
    with pytest.raises(NotFound):
        await boards.picture(board, made.id, 4000)


async def test_the_last_writer_of_a_field_stands_and_other_fields_stay(
    boards: BoardService, board: ConceptBoard
) -> None:
    pin = await _pinned(boards, board)
    await boards.change(board, [Operation(uuid4(), pin, "place", [1, 1])], by="Ines")
    await boards.change(board, [Operation(uuid4(), pin, "note", "too dark")], by="Otto")
    await boards.change(board, [Operation(uuid4(), pin, "place", [2, 2])], by="Otto")
    _, fields = await boards.standing(board)
    stands = {one["field"]: one["value"] for one in fields}
    assert (stands["place"], stands["note"]) == ([2, 2], "too dark")


async def test_an_operation_that_is_sent_again_is_taken_once(
    boards: BoardService, board: ConceptBoard
) -> None:
    pin = await _pinned(boards, board)
    first = Operation(uuid4(), pin, "place", [5, 5])
    (taken,) = await boards.change(board, [first], by="Ines")
    await boards.change(board, [Operation(uuid4(), pin, "place", [9, 9])], by="Otto")
    (again,) = await boards.change(board, [first], by="Ines")
    assert again.sequence == taken.sequence
    _, fields = await boards.standing(board)
    assert {one["field"]: one["value"] for one in fields}["place"] == [9, 9]


async def test_votes_of_several_people_stand_beside_each_other(
    boards: BoardService, board: ConceptBoard
) -> None:
    pin = await _pinned(boards, board)
    for voter in ("Ines", "Otto"):
        await boards.change(board, [Operation(uuid4(), pin, "vote", True)], by=voter)
    _, fields = await boards.standing(board)
    assert {one["field"] for one in fields if one["value"] is True} == {"vote Ines", "vote Otto"}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("place", [0]),
        ("place", [float("inf"), 0]),
        ("place", "here"),
        ("width", 1),
        pytest.param("width", 10**400, id="a width beyond floats"),
        pytest.param("place", [0, -(10**400)], id="a place beyond floats"),
        ("note", 7),
        ("gone", "yes"),
        ("reference", {"licence": "none"}),
        ("vote Otto", True),
    ],
)
async def test_what_is_no_field_of_a_pin_is_refused_and_nothing_of_it_is_taken(
    boards: BoardService, board: ConceptBoard, field: str, value: object
) -> None:
    pin = await _pinned(boards, board)
    before = await boards.standing(board)
    asked = [Operation(uuid4(), pin, "note", "kept?"), Operation(uuid4(), pin, field, value)]
    with pytest.raises(Invalid):
        await boards.change(board, asked, by="Ines")
    assert await boards.standing(board) == before


async def test_a_pin_of_another_board_cannot_be_moved(
    boards: BoardService, board: ConceptBoard
) -> None:
    other = await boards.create(PRODUCTION, "Another", by="Ines")
    pin = await _pinned(boards, other)
    with pytest.raises(Invalid) as refused:
        await boards.change(board, [Operation(uuid4(), pin, "place", [1, 1])], by="Ines")
    assert refused.value.field == "pin"


async def test_a_board_is_found_only_in_its_own_production(
    boards: BoardService, board: ConceptBoard
) -> None:
    with pytest.raises(NotFound):
        await boards.board(uuid4(), board.id)


async def test_who_follows_hears_every_operation_in_order_though_many_write_at_once(
    boards: BoardService, board: ConceptBoard
) -> None:
    pin = await _pinned(boards, board)
    heard: list[int] = []

    async def listen() -> None:
        async for happened in boards.follow(board, 0):
            heard.extend(one.sequence for one in happened.operations)
            if len(heard) >= 22:
                return

    listening = asyncio.create_task(listen())
    writing = [
        boards.change(board, [Operation(uuid4(), pin, "place", [n, n])], by="Ines")
        for n in range(20)
    ]
    await asyncio.gather(*writing)
    await asyncio.wait_for(listening, 20)
    assert heard == list(range(1, 23))


async def test_who_is_here_is_told_to_others_and_kept_nowhere(
    boards: BoardService, board: ConceptBoard
) -> None:
    pin = await _pinned(boards, board)
    here = Presence(uuid4(), "Otto", True, (3.5, -4.0), pin)
    following = boards.follow(board, 0)
    assert len((await anext(following)).operations) == 2
    hearing = asyncio.create_task(anext(following))
    before = await boards.standing(board)
    # Whoever listens may not be connected yet, and what is said meanwhile passes by.
    while not hearing.done():
        await boards.tell(board, here)
        await asyncio.wait([hearing], timeout=0.05)
    told = (await hearing).present[0]
    assert told == {
        "tab": str(here.tab),
        "name": "Otto",
        "here": True,
        "pointer": [3.5, -4.0],
        "chosen": str(pin),
    }
    assert await boards.standing(board) == before
    await following.aclose()
