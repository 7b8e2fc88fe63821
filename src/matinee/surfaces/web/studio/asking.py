"""What the form of the element list asks for: the ticked rows, or one row by its own button."""

from dataclasses import dataclass
from uuid import UUID

from matinee.studio.breakdown.model import BY_KEY, Category
from matinee.studio.model import Sheet, Verdict
from matinee.surfaces.web.clearance.forms import Typed


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be decided; ``next_row`` is the element to go on with."""

    elements: list[UUID]
    verdict: Verdict
    category: Category | None
    name: str
    next_row: UUID


def read_decision(typed: Typed, sheet: Sheet) -> Asked | None:
    """None where nothing is ticked, or the form is not ours."""
    shown = BY_KEY.get(typed.one("category"))
    order = [each.id for each in sheet.elements if shown in {None, each.found.category}]
    try:
        ticked = [UUID(each) for each in typed.all("element")]
        word, _, row = typed.one("only").partition(" ")
        only = UUID(row) if row else None
        if only is None:
            verdict = Verdict(typed.one("verdict"))
        elif word != "merge":
            return Asked([only], Verdict(word), None, "", _after(only, order))
        else:
            return _merged(only, ticked, sheet)
    except ValueError:
        return None
    if not ticked:
        return None
    category = BY_KEY.get(typed.one("becomes"))
    return Asked(ticked, verdict, category, typed.one("name"), _after(ticked[-1], order))


def _merged(only: UUID, ticked: list[UUID], sheet: Sheet) -> Asked | None:
    """The ticked rows take the name and the category of this one."""
    target = next((element for element in sheet.elements if element.id == only), None)
    others = [each for each in ticked if each != only]
    if target is None or not others:
        return None
    found = target.found
    return Asked([only, *others], Verdict.CHANGE, found.category, found.name, only)


def _after(row: UUID, order: list[UUID]) -> UUID:
    place = order.index(row) if row in order else 0
    return order[min(place + 1, len(order) - 1)]
