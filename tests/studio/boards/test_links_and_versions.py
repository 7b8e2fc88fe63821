"""Boards belong to scenes, people, sets and days of a script, and stand again as they did."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from tests.studio.boards.broken_down import broken_down
from tests.studio.boards.test_boards import drawn
from tests.studio.test_studio_service import production

from matinee.assembly.house import House
from matinee.errors import Invalid, NotFound
from matinee.studio.boards.difference import State, difference, shown
from matinee.studio.boards.model import ConceptBoard, Link, LinkKind, Operation

SCENE = {"kind": "scene", "name": "1", "on": True}


async def _board(house: House, name: str = "Mill") -> ConceptBoard:
    return await house.concept_boards.create(await production(house), name, by="Ines")


async def _pinned(house: House, board: ConceptBoard, left: float = 0) -> UUID:
    terms = {"source": "Drawn for this test", "licence": "CC0 1.0"}
    made = await house.concept_boards.add_reference(
        board, drawn(), place=[left, 0], by="Ines", **terms
    )
    return made.id


async def _said(house: House, board: ConceptBoard, pin: UUID, field: str, value: object) -> None:
    await house.concept_boards.change(board, [Operation(uuid4(), pin, field, value)], by="Ines")


async def test_boards_and_pictures_are_linked_to_the_breakdown_and_found_from_it(
    house: House,
) -> None:
    board = await _board(house)
    await broken_down(house, board.production)
    draft, known = await house.concept_boards.linkable(board.production)
    assert draft is not None
    assert {each.link for each in known} >= {
        Link(LinkKind.SCENE, "1"),
        Link(LinkKind.CHARACTER, "ANN"),
        Link(LinkKind.SET, "SHORE"),
        Link(LinkKind.DAY, "1"),
    }
    pin = await _pinned(house, board)
    await _said(house, board, board.id, "link", SCENE)
    await _said(house, board, pin, "link", {"kind": "character", "name": "ANN", "on": True})
    linked = await house.concept_boards.linked(board.production)
    assert {link: [one.id for one in boards] for link, boards in linked.items()} == {
        Link(LinkKind.SCENE, "1"): [board.id],
        Link(LinkKind.CHARACTER, "ANN"): [board.id],
    }
    await _said(house, board, board.id, "link", SCENE | {"on": False})
    assert list(await house.concept_boards.linked(board.production)) == [
        Link(LinkKind.CHARACTER, "ANN")
    ]
    await _said(house, board, pin, "gone", True)
    assert await house.concept_boards.linked(board.production) == {}


@pytest.mark.parametrize(
    "value",
    [SCENE, SCENE | {"kind": "mood"}, SCENE | {"name": ""}, {"kind": "scene"}, True],
)
async def test_a_link_to_what_no_breakdown_has_is_refused(house: House, value: object) -> None:
    board = await _board(house)
    with pytest.raises(Invalid) as refused:
        await _said(house, board, board.id, "link", value)
    assert refused.value.field == "link"


async def test_only_links_are_fields_of_a_board_itself(house: House) -> None:
    board = await _board(house)
    with pytest.raises(Invalid) as refused:
        await _said(house, board, board.id, "note", "of what?")
    assert refused.value.field == "pin"


async def test_a_version_stands_again_with_what_came_since_taken_down_and_votes_kept(
    house: House,
) -> None:
    board = await _board(house)
    kept, thrown = await _pinned(house, board), await _pinned(house, board, 300)
    await _said(house, board, kept, "note", "first")
    version = await house.board_versions.name(board, "Before Otto", by="Ines")
    then = await house.board_versions.stood(board, None)
    await _said(house, board, kept, "note", "second")
    await _said(house, board, kept, "place", [900, 9])
    await _said(house, board, kept, "vote", True)
    await _said(house, board, thrown, "gone", True)
    later = await _pinned(house, board, 600)
    now = await house.board_versions.stood(board, None)
    assert await house.board_versions.stood(board, version) == then
    told = difference(then, now)
    assert (told.only_left, told.only_right) == ({thrown}, {later})
    assert (told.moved, told.said) == ({kept}, {kept})
    await house.board_versions.restore(board, version, by="Ines")
    again = await house.board_versions.stood(board, None)
    assert _lying(again) == _lying(then)
    assert again[kept]["vote Ines"] is True
    assert await house.board_versions.restore(board, version, by="Ines") == []


def _lying(state: State) -> dict[UUID, tuple[float, float, str]]:
    return {pin: (one.left, one.top, one.note) for pin, one in shown(state).items()}


async def test_a_version_of_another_board_is_not_found(house: House) -> None:
    board = await _board(house)
    other = await house.concept_boards.create(board.production, "Other", by="Ines")
    version = await house.board_versions.name(other, "Its own", by="Ines")
    with pytest.raises(NotFound):
        await house.board_versions.version(board, version.id)
