"""The demo's production on a stripboard: strips of its screenplay, rates, a planned board."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from matinee.clearance.desk.model import FactKind
from matinee.clearance.record.service import RecordService
from matinee.demo.first_drafts import BY, TITLE, screenplay
from matinee.studio.schedule.model import Rules, ShootCalendar
from matinee.studio.schedule.service import Hours, Place, ScheduleService

_STARTS = date(2027, 4, 5)
_PLANNING_SECONDS = 8.0
"""By the clock: two are enough where nothing else runs, and a busy machine gives a quarter."""
_BOARD = "Planned (demo data)"
_RATES = (2_500, 1_800, 1_200, 900, 900)
"""What a day of the first five costs, invented; everybody else costs 300."""
_OTHERS = 300
_RULES = Rules(most_days=24, day_cost=20_000, move_cost=1_500)


_PLACES = {"": Place(53.55, 8.58, "Europe/Berlin")}
"""A harbour on the North Sea, for the sun."""


def _hours(read: Hours) -> Hours:
    """What was read of the script, in that place."""
    return replace(read, places=_PLACES)


@dataclass(frozen=True, slots=True)
class FirstSchedule:
    """Fills the schedules of a house that has none yet."""

    record: RecordService
    schedules: ScheduleService

    async def furnish(self) -> bool:
        """Make strips of the screenplay and plan them once; whether it was done now."""
        if await self.schedules.schedules(None):
            return False
        production = next(
            UUID(fact.key)
            for fact in await self.record.current(FactKind.PRODUCTION)
            if fact.body["title"] == TITLE
        )
        held = await self.schedules.from_screenplay(
            production,
            screenplay().encode(),
            name="low_water.fountain",
            calendar=ShootCalendar(_STARTS),
            by=BY,
        )
        deals = {
            number: _RATES[place] if place < len(_RATES) else _OTHERS
            for place, number in enumerate(held.script().cast)
        }
        rules = replace(_RULES, hours=_hours(held.script().rules.hours or Hours()))
        held = await self.schedules.set_terms(production, held.id, rules=rules, deals=deals)
        (first,) = await self.schedules.boards(held)
        board = await self.schedules.board(production, held.id, first.id)
        await self.schedules.plan(board, seconds=_PLANNING_SECONDS, name=_BOARD, by=BY)
        return True
