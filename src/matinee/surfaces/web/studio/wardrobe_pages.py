"""A garment or a wall in another colour: a form, and the signed picture that comes of it."""

from fastapi import APIRouter

from matinee.assembly.house import House
from matinee.studio.concept.model import Recolouring, read_colour
from matinee.surfaces.web.clearance.forms import Typed
from matinee.surfaces.web.rendering import Stage
from matinee.surfaces.web.studio.marked_picture import Marked, PictureForm, routes_of

WARDROBE_PATH = "/desk/studio/wardrobe"


def routes(house: House, stage: Stage) -> APIRouter:
    """``/desk/studio/wardrobe``."""

    async def recolour(marked: Marked, typed: Typed) -> bytes:
        wanted = read_colour(typed.one("colour"))
        return await house.concept.recolour(
            Recolouring(picture=marked.picture, box=marked.box, mask=marked.mask, wanted=wanted)
        )

    sides = {"left": "25", "top": "15", "right": "75", "bottom": "95"}
    form = PictureForm(
        path=WARDROBE_PATH,
        template="wardrobe.html",
        place="wardrobe",
        file_name="recoloured.png",
        beforehand={"colour": "#265496", **sides},
        make=recolour,
    )
    return routes_of(form, house, stage)
