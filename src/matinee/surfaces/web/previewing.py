"""What programmers' desks share: titles written on lines, and whose pages may be previewed."""

from collections.abc import Sequence
from uuid import UUID

from fastapi import Request

from matinee.assembly.house import House
from matinee.audience.model import Profile
from matinee.catalogue.model import Shelf
from matinee.errors import Invalid, NotFound
from matinee.surfaces.web.viewing import viewer
from matinee.vocabulary.ids import TitleId


def titles_of(written: str, shelf: Shelf, *, field: str) -> tuple[TitleId, ...]:
    """One title a line, as a name, or as a name and a year where several have it."""
    known: dict[str, list[int]] = {}
    for row in shelf.top_level.nonzero()[0].tolist():
        name = shelf.names[row].casefold()
        known.setdefault(name, []).append(row)
        known.setdefault(f"{name} ({int(shelf.years[row])})", []).append(row)
    found: dict[TitleId, None] = {}
    for line in filter(None, (line.strip() for line in written.splitlines())):
        rows = known.get(line.casefold(), [])
        if not rows:
            raise Invalid(f"There is no title named {line}.", field=field)
        if len(rows) > 1:
            years = ", ".join(str(int(shelf.years[row])) for row in rows)
            raise Invalid(
                f"Several titles are named {line}.",
                remedy=f"Write the year behind it, such as {line} ({years}).",
                field=field,
            )
        found[TitleId(shelf.ids[rows[0]])] = None
    return tuple(found)


async def preview_members(request: Request, house: House) -> list[Profile]:
    """Whose page may be previewed: simulated members, and whoever looks. Others' are theirs."""
    simulated = [one for one in await house.audience.profiles(limit=100) if one.simulated]
    own = await viewer(request, house.audience)
    return simulated if own is None or own.simulated else [own, *simulated]


def chosen_member(member: str, members: Sequence[Profile]) -> Profile:
    """The one of that id; NotFound where it is none of them."""
    found = next((one for one in members if str(one.id) == member), None)
    if found is None:
        raise NotFound(
            "There is no such member to preview.", remedy="Choose one of those that are listed."
        )
    return found


def titles_named(titles: Sequence[UUID], shelf: Shelf) -> list[str]:
    """Titles as they are written; one that is gone from the catalogue is left out."""
    rows = [shelf.index[title] for title in titles if title in shelf.index]
    return [f"{shelf.names[row]} ({int(shelf.years[row])})" for row in rows]
