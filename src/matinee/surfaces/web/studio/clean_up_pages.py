"""Something taken out of a picture: a form, and the signed picture that comes of it."""

from fastapi import APIRouter

from matinee.assembly.house import House
from matinee.studio.concept.model import MOST_FILLED, Filling
from matinee.surfaces.web.clearance.forms import Typed
from matinee.surfaces.web.rendering import Stage
from matinee.surfaces.web.studio.marked_picture import Marked, PictureForm, routes_of

CLEAN_UP_PATH = "/desk/studio/clean-up"


def routes(house: House, stage: Stage) -> APIRouter:
    """``/desk/studio/clean-up``."""

    async def fill(marked: Marked, _: Typed) -> bytes:
        return await house.concept.fill(
            Filling(picture=marked.picture, box=marked.box, mask=marked.mask)
        )

    form = PictureForm(
        path=CLEAN_UP_PATH,
        template="clean_up.html",
        place="clean-up",
        file_name="cleaned-up.png",
        beforehand={"left": "40", "top": "40", "right": "60", "bottom": "60"},
        make=fill,
        most_filled=MOST_FILLED,
    )
    return routes_of(form, house, stage)
