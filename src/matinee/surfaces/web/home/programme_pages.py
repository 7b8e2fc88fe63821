"""The programmer's desk: what is wanted beside taste, what is kept back, previews, a way back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import RedirectResponse

from matinee.access.door import caller_of, may
from matinee.access.model import Role
from matinee.assembly.house import House
from matinee.catalogue.model import Shelf
from matinee.errors import MatineeError
from matinee.home.model import MOST_WEIGHT, HomePage, Programme
from matinee.surfaces.web.languages import Tongue
from matinee.surfaces.web.previewing import (
    chosen_member,
    preview_members,
    titles_named,
    titles_of,
)
from matinee.surfaces.web.rendering import Stage
from matinee.surfaces.web.viewing import words

_ROWS_SHOWN, _TITLES_SHOWN = 6, 8
_Weight = Annotated[float, Query(ge=-MOST_WEIGHT, le=MOST_WEIGHT)]
_FormWeight = Annotated[float, Form(ge=-MOST_WEIGHT, le=MOST_WEIGHT)]


@dataclass(frozen=True, slots=True)
class Seat:
    """A title in a previewed row; ``is_new`` where the page of today does not show it."""

    name: str
    year: int
    is_new: bool


@dataclass(frozen=True, slots=True)
class Previewed:
    """A row as it would stand."""

    heading: str
    seats: tuple[Seat, ...]


def routes(house: House, stage: Stage) -> APIRouter:
    """``/desk/programme``."""
    router = APIRouter(
        prefix="/desk/programme", include_in_schema=False, dependencies=[may(Role.PROGRAMMER)]
    )

    async def desk(
        request: Request,
        written: Mapping[str, str],
        *,
        preview: tuple[str, Sequence[Previewed]] | None = None,
        failure: MatineeError | None = None,
    ) -> Response:
        tongue, shelf = stage.tongue(request), await house.catalogue.shelf()
        current = await house.programming.current()
        models, past = await house.recommend.current(), await house.programming.past()
        values = {
            "current": current,
            "past": past,
            "written": {**_as_written(current, shelf), **written},
            "objectives": objective_names(tongue),
            "most": MOST_WEIGHT,
            "weighs": models is not None and models.weighs,
            "members": await preview_members(request, house),
            "preview": preview,
            "failure": failure,
            "kept_back": {one.number: titles_named(one.kept_back, shelf) for one in past},
        }
        status = 422 if failure else 200
        return stage.page("home/programme.html", tongue, values, status=status)

    @router.get("")
    async def programme(
        request: Request,
        completion: _Weight | None = None,
        long_term: _Weight = 0.0,
        novelty: _Weight = 0.0,
        kept_back: Annotated[str, Query(max_length=20_000)] = "",
        member: Annotated[str, Query(max_length=36)] = "",
    ) -> Response:
        """Show what holds; with weights, show what a member would see if they held."""
        if completion is None:
            return await desk(request, {})
        weights = {"completion": completion, "long_term": long_term, "novelty": novelty}
        written = {name: f"{weight:g}" for name, weight in weights.items()}
        written |= {"kept_back": kept_back, "member": member}
        try:
            shelf = await house.catalogue.shelf()
            asked = Programme(weights, titles_of(kept_back, shelf, field="kept_back"))
            profile = chosen_member(member, await preview_members(request, house))
            today, then = await house.home.preview(profile.id, datetime.now(UTC), asked)
        except MatineeError as failure:
            return await desk(request, written, failure=failure)
        told = previewed(today, then, shelf, stage.tongue(request))
        return await desk(request, written, preview=(profile.name, told))

    @router.post("")
    async def put(
        request: Request,
        completion: _FormWeight,
        long_term: _FormWeight,
        novelty: _FormWeight,
        kept_back: Annotated[str, Form(max_length=20_000)] = "",
        note: Annotated[str, Form(max_length=500)] = "",
    ) -> Response:
        """Let it hold from the next page on."""
        weights = {"completion": completion, "long_term": long_term, "novelty": novelty}
        try:
            titles = titles_of(kept_back, await house.catalogue.shelf(), field="kept_back")
            decided = Programme(weights, titles, note.strip())
        except MatineeError as failure:
            written = {name: f"{weight:g}" for name, weight in weights.items()}
            written |= {"kept_back": kept_back, "note": note}
            return await desk(request, written, failure=failure)
        await house.programming.put(decided, by=(await caller_of(request)).name)
        return RedirectResponse("/desk/programme", 303)

    @router.post("/{number}/put-back")
    async def put_back(request: Request, number: int) -> Response:
        """Let an earlier programme hold again."""
        await house.programming.put_back(number, by=(await caller_of(request)).name)
        return RedirectResponse("/desk/programme", 303)

    return router


def previewed(today: HomePage, then: HomePage, shelf: Shelf, tongue: Tongue) -> list[Previewed]:
    """The upper part of the page to be, and what of it the page of today has nowhere."""
    shown = {item.title_id for row in today.rows for item in row.items[:_TITLES_SHOWN]}
    rows: list[Previewed] = []
    for row in then.rows[:_ROWS_SHOWN]:
        placed = [(shelf.index[one.title_id], one.title_id) for one in row.items[:_TITLES_SHOWN]]
        seats = [
            Seat(shelf.names[place], int(shelf.years[place]), title not in shown)
            for place, title in placed
        ]
        rows.append(Previewed(words(row.heading, tongue), tuple(seats)))
    return rows


def objective_names(tongue: Tongue) -> Mapping[str, tuple[str, str]]:
    """What each objective is called, and what it raises."""
    return {
        "completion": (tongue.say("Completion"), tongue.say("Titles that members finish.")),
        "long_term": (
            tongue.say("Long-term value"),
            tongue.say("Titles after which members watch more than they usually do."),
        ),
        "novelty": (tongue.say("Novelty"), tongue.say("Titles that few members watch.")),
    }


def _as_written(programme: Programme, shelf: Shelf) -> dict[str, str]:
    weights = {name: f"{programme.weights.get(name, 0.0):g}" for name in _OBJECTIVES}
    return {**weights, "kept_back": "\n".join(titles_named(programme.kept_back, shelf))}


_OBJECTIVES = ("completion", "long_term", "novelty")
