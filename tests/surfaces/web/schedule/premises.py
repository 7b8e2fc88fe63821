"""A house with one board of three days, for the pages to show."""

from __future__ import annotations

import json
from datetime import date
from uuid import UUID

from tests.studio.schedule.boards import shooting, strip

from matinee.assembly.house import House
from matinee.clearance.desk.model import NewProduction
from matinee.studio.schedule.hours.shipped import MEALS, MINORS
from matinee.studio.schedule.model import Board, CastMember, Rules
from matinee.studio.schedule.uss import NamedBoard
from matinee.studio.schedule.uss_writing import new_document
from matinee.studio.schedule.working_day import Hours, Place


async def furnished(house: House) -> str:
    """The address of a board of three days."""
    script = shooting(
        strip("a", "12", at="TRAM DEPOT"),
        strip("b", "2", at="RIVER ROAD", sky="day"),
        strip("c", "1", at="TRAM DEPOT", sky="night"),
        members=(CastMember("1", "Ada", 40), CastMember("2", "Ben", 10)),
    )
    board = NamedBoard("Blue", Board((("a",), ("b",), ("c",))), script.calendar)
    data = json.dumps(new_document("Night tram", script, (board,), on=date(2026, 5, 1))).encode()
    fact = await house.record.add_production(NewProduction(title="Night tram"), by="Ines")
    held = await house.schedules.take_in(UUID(fact.key), data, by="Ines")
    hours = Hours(
        places={"": Place(52.52, 13.405, "Europe/Berlin")},
        ages={"2": 9},
        minors=(MINORS["england"],),
        meals=(MEALS["performers-us"],),
    )
    rules = Rules(hours=hours)
    await house.schedules.set_terms(held.production, held.id, rules=rules, deals={})
    (first,) = await house.schedules.boards(held)
    return f"/desk/schedules/{held.production}/{held.id}/boards/{first.id}"
