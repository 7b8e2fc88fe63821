"""The demo hangs a board once, linked to its screenplay, with sources and licences."""

from __future__ import annotations

from uuid import UUID

from tests.studio.boards.broken_down import broken_down

from matinee.assembly.house import House
from matinee.clearance.desk.model import NewProduction
from matinee.demo.first_drafts import TITLE


async def test_the_demo_has_a_board_that_belongs_to_its_screenplay(house: House) -> None:
    fact = await house.record.add_production(NewProduction(title=TITLE), by="test")
    await broken_down(house, UUID(fact.key))
    assert await house.first_board.furnish()
    assert not await house.first_board.furnish()
    (board,) = await house.concept_boards.boards([UUID(fact.key)])
    hanging = await house.board_versions.hanging(board)
    assert len(hanging) == 5
    assert {one.reference["licence"] for one in hanging.values()} == {"CC0 1.0"}
    linked = await house.concept_boards.linked(board.production)
    assert {link.kind for link in linked} == {"scene", "set"}
