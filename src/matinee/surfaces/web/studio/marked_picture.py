"""The form that takes a picture with a place marked in it, and gives the signed picture back."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from fastapi import APIRouter, Request, Response

from matinee.access.door import may
from matinee.access.model import Role
from matinee.assembly.house import House
from matinee.errors import Invalid
from matinee.studio.concept.model import LARGEST_PICTURE, Box
from matinee.surfaces.web.clearance.forms import Reading, Typed
from matinee.surfaces.web.clearance.frame import ClearanceDesk
from matinee.surfaces.web.rendering import Stage

_SIDES = ("left", "top", "right", "bottom")


@dataclass(frozen=True, slots=True)
class Marked:
    """A picture, and the place in it: a box or, where one was given, a mask."""

    picture: bytes
    box: Box | None
    mask: bytes | None


@dataclass(frozen=True, slots=True)
class PictureForm:
    """One such page; ``make`` answers a PNG, or :class:`Invalid` that names the field."""

    path: str
    template: str
    place: str
    file_name: str
    beforehand: Mapping[str, str]
    make: Callable[[Marked, Typed], Awaitable[bytes]]
    most_filled: int | None = None


def routes_of(form: PictureForm, house: House, stage: Stage) -> APIRouter:
    """The page that asks, and what it gives; nothing of either picture is kept."""
    router = APIRouter(include_in_schema=False, dependencies=[may(Role.FILM_MAKER)])
    desk = ClearanceDesk(house, stage)

    async def page(request: Request, typed: Typed, faults: dict[str, str]) -> Response:
        values = {
            "was": typed,
            "faults": faults,
            "megabytes": LARGEST_PICTURE // 2**20,
            "most_filled": form.most_filled,
        }
        status = 422 if faults else 200
        return await desk.page(
            request, form.template, values, place=form.place, status=status, folder="studio"
        )

    @router.get(form.path)
    async def ask(request: Request) -> Response:
        """Ask for a picture and a place in it."""
        return await page(request, Typed.told(**form.beforehand), {})

    @router.post(form.path)
    async def make(request: Request) -> Response:
        """Give the picture that comes of it."""
        typed = await Typed.of(request)
        reading = Reading(typed, stage.tongue(request))
        try:
            marked = _marked(reading)
            if marked is not None:
                name = {"Content-Disposition": f'inline; filename="{form.file_name}"'}
                made = await form.make(marked, typed)
                return Response(made, media_type="image/png", headers=name)
        except Invalid as error:
            reading.refused(error)
        return await page(request, typed, reading.faults)

    return router


def _marked(reading: Reading) -> Marked | None:
    picture = reading.typed.files.get("picture")
    if picture is None:
        reading.faults["picture"] = reading.tongue.say("Choose a file: a PNG or a JPEG.")
    mask = reading.typed.files.get("mask")
    sides = [reading.number(side) for side in _SIDES] if mask is None else []
    if mask is None and not reading.faults and None in sides:
        reading.faults["box"] = reading.tongue.say("Give all four sides of the box, or a mask.")
    if picture is None or reading.faults:
        return None
    shares = [side / 100 for side in sides if side is not None]
    return Marked(picture=picture, box=Box(*shares) if shares else None, mask=mask)
