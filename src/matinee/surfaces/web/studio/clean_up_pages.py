"""Something taken out of a picture: a form, and the signed picture that comes of it."""

from fastapi import APIRouter, Request, Response

from matinee.access.door import may
from matinee.access.model import Role
from matinee.assembly.house import House
from matinee.errors import Invalid
from matinee.studio.concept.model import LARGEST_PICTURE, MOST_FILLED, Box, Filling
from matinee.surfaces.web.clearance.forms import Reading, Typed
from matinee.surfaces.web.clearance.frame import ClearanceDesk
from matinee.surfaces.web.rendering import Stage

CLEAN_UP_PATH = "/desk/studio/clean-up"
_SIDES = ("left", "top", "right", "bottom")
_BEFOREHAND = {"left": "40", "top": "40", "right": "60", "bottom": "60"}


def routes(house: House, stage: Stage) -> APIRouter:
    """``/desk/studio/clean-up``."""
    router = APIRouter(include_in_schema=False, dependencies=[may(Role.FILM_MAKER)])
    desk = ClearanceDesk(house, stage)

    async def page(request: Request, typed: Typed, faults: dict[str, str]) -> Response:
        most = {"megabytes": LARGEST_PICTURE // 2**20, "pixels": MOST_FILLED}
        values = {"was": typed, "faults": faults, "most": most}
        status = 422 if faults else 200
        return await desk.page(
            request, "clean_up.html", values, place="clean-up", status=status, folder="studio"
        )

    @router.get(CLEAN_UP_PATH)
    async def ask(request: Request) -> Response:
        """Ask for a picture and what is to go out of it."""
        return await page(request, Typed.told(**_BEFOREHAND), {})

    @router.post(CLEAN_UP_PATH)
    async def fill(request: Request) -> Response:
        """Give the picture without what was marked; nothing of it is kept."""
        typed = await Typed.of(request)
        reading = Reading(typed, stage.tongue(request))
        try:
            wish = _wish(reading)
            if wish is not None:
                name = {"Content-Disposition": 'inline; filename="cleaned-up.png"'}
                made = await house.concept.fill(wish)
                return Response(made, media_type="image/png", headers=name)
        except Invalid as error:
            reading.refused(error)
        return await page(request, typed, reading.faults)

    return router


def _wish(reading: Reading) -> Filling | None:
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
    return Filling(
        picture=picture,
        box=Box(*shares) if shares else None,
        mask=mask,
    )
