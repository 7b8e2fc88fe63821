"""A production with two drafts of a small script, for the studio's pages to show."""

from __future__ import annotations

from uuid import UUID

from matinee.assembly.house import House
from matinee.clearance.desk.model import NewProduction
from matinee.studio.breakdown.model import Category

FIRST = (
    "Title: The Mill\n\n"
    "INT. MILL - DAY\n\nANN, 12, lifts a lantern. A kettle stands there.\n\nANN\nSo.\n\n"
    "EXT. SHORE - NIGHT\n\nA dog sleeps. YOUNG ANN, 7, falls from a horse.\n\nYOUNG ANN\nOh!\n\n"
    "INT. BARN - DAY\n\nHay. BEN sharpens a knife.\n\nBEN\nWait.\n"
)
SECOND = FIRST.replace("INT. BARN - DAY", "EXT. YARD - NIGHT").replace(
    "Title: The Mill\n\n", "Title: The Mill\n\nEXT. ROAD - DAY\n\nA lorry stands there.\n\n"
)


async def shelved(house: House) -> tuple[UUID, UUID]:
    """The production, and its second draft, with one decision that was carried over."""
    made = await house.record.add_production(NewProduction(title="The Mill"), by="test")
    production = UUID(made.key)
    first = await house.studio.add(production, FIRST.encode(), name="one.fountain", by="Ada")
    await house.studio.analyse(first.id)
    await house.studio.add_elements(first.id, [(0, Category.EQUIPMENT, "Crane")], by="Ada")
    second = await house.studio.add(production, SECOND.encode(), name="two.fountain", by="Ada")
    await house.studio.analyse(second.id)
    return production, second.id
