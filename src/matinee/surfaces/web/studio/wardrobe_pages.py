"""A garment or a wall in another colour: a form, and the signed picture that comes of it."""

from fastapi import APIRouter, Request, Response

from matinee.access.door import may
from matinee.access.model import Role
from matinee.assembly.house import House
from matinee.errors import Invalid
from matinee.studio.concept.model import LARGEST_PICTURE, Box, Recolouring, read_colour
from matinee.surfaces.web.clearance.forms import Reading, Typed
from matinee.surfaces.web.clearance.frame import ClearanceDesk
from matinee.surfaces.web.rendering import Stage

WARDROBE_PATH = "/desk/studio/wardrobe"
_SIDES = ("left", "top", "right", "bottom")
_BEFOREHAND = {"colour": "#265496", "left": "25", "top": "15", "right": "75", "bottom": "95"}


def routes(house: House, stage: Stage) -> APIRouter:
    """``/desk/studio/wardrobe``."""
    router = APIRouter(include_in_schema=False, dependencies=[may(Role.FILM_MAKER)])
    desk = ClearanceDesk(house, stage)

    async def page(request: Request, typed: Typed, faults: dict[str, str]) -> Response:
        values = {"was": typed, "faults": faults, "most": LARGEST_PICTURE // 2**20}
        status = 422 if faults else 200
        return await desk.page(
            request, "wardrobe.html", values, place="wardrobe", status=status, folder="studio"
        )

    @router.get(WARDROBE_PATH)
    async def ask(request: Request) -> Response:
        """Ask for a picture, a place in it and a colour."""
        return await page(request, Typed.told(**_BEFOREHAND), {})

    @router.post(WARDROBE_PATH)
    async def recolour(request: Request) -> Response:
        """Give the picture in the other colour; nothing of it is kept."""
        typed = await Typed.of(request)
        reading = Reading(typed, stage.tongue(request))
        try:
            wish = _wish(reading)
            if wish is not None:
                name = {"Content-Disposition": 'inline; filename="recoloured.png"'}
                made = await house.concept.recolour(wish)
                return Response(made, media_type="image/png", headers=name)
        except Invalid as error:
            reading.refused(error)
        return await page(request, typed, reading.faults)

    return router


def _wish(reading: Reading) -> Recolouring | None:
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
    return Recolouring(
        picture=picture,
        wanted=read_colour(reading.typed.one("colour")),
        box=Box(*shares) if shares else None,
        mask=mask,
    )
