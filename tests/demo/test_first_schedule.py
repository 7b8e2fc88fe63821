from __future__ import annotations

from matinee.assembly.house import House
from matinee.clearance.desk.model import NewProduction
from matinee.demo.first_drafts import TITLE
from matinee.studio.schedule.service import read_board


async def test_the_demo_has_a_board_that_keeps_every_rule(house: House) -> None:
    fact = await house.record.add_production(NewProduction(title=TITLE), by="test")
    assert await house.first_schedule.furnish()
    assert not await house.first_schedule.furnish()
    (held,) = await house.schedules.schedules(None)
    order, planned = await house.schedules.boards(held)
    assert (str(held.production), order.name) == (fact.key, "Script order")
    before = await house.schedules.board(held.production, held.id, order.id)
    after = await house.schedules.board(held.production, held.id, planned.id)
    read = read_board(after.script, after.board)
    assert read.flags == ()
    assert 1 < read.days <= after.script.rules.most_days
    assert read.boneyard == read_board(before.script, before.board).boneyard == 0
