"""The programmer's desk of searches: what is asked for, synonyms and answers, and a way back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import RedirectResponse

from matinee.access.door import caller_of, may
from matinee.access.model import Role
from matinee.assembly.house import House
from matinee.catalogue.model import Shelf
from matinee.discover.curation.model import Decision, DecisionKind
from matinee.discover.model import FoundTitle
from matinee.discover.searches.service import FEWEST_MEMBERS, Previewed
from matinee.errors import MatineeError
from matinee.surfaces.web.previewing import (
    chosen_member,
    preview_members,
    titles_named,
    titles_of,
)
from matinee.surfaces.web.rendering import Stage

_DESK = "/desk/searches"
_PERIODS = (14, 28, 90)
_FIELDS = ("kind", "said", "meant", "titles", "note", "member")
_Line = Annotated[str, Query(max_length=200)]
_Lines = Annotated[str, Query(max_length=5_000)]
_FormLine = Annotated[str, Form(max_length=200)]
_FormLines = Annotated[str, Form(max_length=5_000)]


@dataclass(frozen=True, slots=True)
class Seat:
    """A found title; ``is_new`` where today's search does not show it at this place."""

    name: str
    year: int
    is_new: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """A preview: for whom and what, the titles now and then."""

    member: str
    query: str
    now: Sequence[Seat]
    then: Sequence[Seat]


def routes(house: House, stage: Stage) -> APIRouter:
    """``/desk/searches``."""
    router = APIRouter(prefix=_DESK, include_in_schema=False, dependencies=[may(Role.PROGRAMMER)])
    desk = house.search_desk

    async def page(
        request: Request,
        *,
        days: int = 28,
        experiment: str = "",
        written: Mapping[str, str] | None = None,
        shown: Shown | None = None,
        failure: MatineeError | None = None,
    ) -> Response:
        tongue, shelf = stage.tongue(request), await house.catalogue.shelf()
        now = datetime.now(UTC)
        demand = await desk.demand(until=now, days=days)
        decisions = await desk.decisions()
        values: dict[str, Any] = {
            "days": days,
            "periods": _PERIODS,
            "fewest": FEWEST_MEMBERS,
            "demand": demand,
            "quality": await desk.quality(until=now, days=days, experiment=experiment),
            "experiment": experiment,
            "experiments": await house.laboratory.experiments.experiments(),
            "unmet": [(titles_named([one.title], shelf), one) for one in demand.unmet],
            "decisions": decisions,
            "answers": {one.number: titles_named(one.titles, shelf) for one in decisions},
            "written": dict.fromkeys(_FIELDS, "") | dict(written or {}),
            "members": await preview_members(request, house),
            "shown": shown,
            "failure": failure,
        }
        status = 422 if failure else 200
        return stage.page("discover/demand.html", tongue, values, status=status)

    @router.get("")
    async def searches(
        request: Request,
        days: Annotated[int, Query(ge=8, le=90)] = 28,
        experiment: Annotated[str, Query(max_length=63)] = "",
        said: _Line = "",
        meant: _Line = "",
        titles: _Lines = "",
        member: Annotated[str, Query(max_length=36)] = "",
        kind: Annotated[str, Query(max_length=10)] = "",
    ) -> Response:
        """Show what is searched for; with words, show what a member would find."""
        if not kind:
            return await page(request, days=days, experiment=experiment, written={"said": said})
        written = {"said": said, "meant": meant, "titles": titles, "member": member, "kind": kind}
        try:
            shelf = await house.catalogue.shelf()
            decision = _decision(kind, said, meant, titles, "", shelf)
            profile = chosen_member(member, await preview_members(request, house))
            found = await desk.preview(decision, said, profile=profile.id, at=datetime.now(UTC))
        except MatineeError as failure:
            return await page(request, days=days, written=written, failure=failure)
        shown = _shown(profile.name, said, found)
        return await page(request, days=days, written=written, shown=shown)

    @router.post("")
    async def decide(
        request: Request,
        said: _FormLine,
        kind: Annotated[str, Form(max_length=10)],
        meant: _FormLine = "",
        titles: _FormLines = "",
        note: Annotated[str, Form(max_length=500)] = "",
    ) -> Response:
        """Let it hold from the next search on."""
        try:
            shelf = await house.catalogue.shelf()
            decision = _decision(kind, said, meant, titles, note.strip(), shelf)
            await desk.decide(decision, by=(await caller_of(request)).name)
        except MatineeError as failure:
            written = {"said": said, "meant": meant, "titles": titles, "note": note, "kind": kind}
            return await page(request, written=written, failure=failure)
        return RedirectResponse(f"{_DESK}#decided", 303)

    @router.post("/{number}/undo")
    async def undo(request: Request, number: int) -> Response:
        """Let hold again what held before."""
        try:
            await desk.undo(number, by=(await caller_of(request)).name)
        except MatineeError as failure:
            return await page(request, failure=failure)
        return RedirectResponse(f"{_DESK}#decided", 303)

    return router


def _decision(kind: str, said: str, meant: str, titles: str, note: str, shelf: Shelf) -> Decision:
    if kind == DecisionKind.SYNONYM:
        return Decision.synonym(said, meant, note)
    return Decision.answer(said, titles_of(titles, shelf, field="titles"), note)


def _shown(member: str, query: str, found: Previewed) -> Shown:
    def seats(titles: Sequence[FoundTitle], others: Sequence[FoundTitle]) -> list[Seat]:
        places = [one.id for one in others]
        return [
            Seat(
                found.shelf.names[one.row],
                int(found.shelf.years[one.row]),
                place >= len(places) or places[place] != one.id,
            )
            for place, one in enumerate(titles)
        ]

    return Shown(member, query, seats(found.now, found.now), seats(found.then, found.now))
