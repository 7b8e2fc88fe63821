"""The artwork desk's edits: one shape's window on the whole frame, and a grade."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from matinee.access.door import may
from matinee.access.model import Role
from matinee.assembly.house import House
from matinee.promote.editing.model import LEAST_ZOOM, Edit, Grade, place_of, window_of
from matinee.promote.gallery.model import MOST_CUT, PictureId
from matinee.surfaces.web.languages import Tongue
from matinee.surfaces.web.media.film_pages import name_of
from matinee.surfaces.web.rendering import Stage
from matinee.vocabulary.ids import TitleId

_DESK = may(Role.PROGRAMMER, Role.OPERATOR)
_FRESH = {"Cache-Control": "private, max-age=600"}
_HALF = 0.005
"""Half a step of the sliders: a window moved by less was not moved."""


def editing_routes(house: House, stage: Stage) -> APIRouter:
    """``/desk/artwork/TITLE/PICTURE/edit`` and the frame that it shows."""
    router = APIRouter(prefix="/desk/artwork", include_in_schema=False, dependencies=[_DESK])
    edits = house.promotion.edits

    @router.get("/{title_id}/{picture_id}/frame.jpg")
    async def frame_file(
        title_id: UUID, picture_id: UUID, grade: Grade = Grade.AS_SHOT
    ) -> Response:
        """Give the whole frame of a picture, graded."""
        content = await edits.graded(PictureId(picture_id), grade, title=TitleId(title_id))
        return Response(content, media_type="image/jpeg", headers=_FRESH)

    @router.get("/{title_id}/{picture_id}/edit")
    async def edit_page(
        request: Request, title_id: UUID, picture_id: UUID, shape: str = "poster"
    ) -> Response:
        """Show the frame with the window of one shape, to move and resize, and the grades."""
        title, tongue = TitleId(title_id), stage.tongue(request)
        frame = await edits.frame(PictureId(picture_id), title=title)
        shape = shape if shape in frame.windows else "poster"
        still, window = frame.still, frame.windows[shape]
        pictures = await house.gallery.pictures(title)
        picture = next(each for each in pictures if each.id == picture_id)
        zoom, across, down = place_of(shape, still.width / still.height, window)
        values = {
            "title_id": title,
            "name": name_of(await house.catalogue.shelf(), title),
            "picture": picture,
            "edit": Edit.read(picture.edit),
            "still": still,
            "shape": shape,
            "shapes": tuple(frame.windows),
            "ratio": window[2] * still.width / (window[3] * still.height),
            "window": window,
            "kept": frame.kept,
            "zoom": zoom * 100,
            "across": across * 100,
            "down": down * 100,
            "least_zoom": LEAST_ZOOM * 100,
            "most_cut": MOST_CUT,
            "grades": grade_words(tongue),
        }
        return stage.page("promote/artwork_edit.html", tongue, values)

    @router.post("/{title_id}/{picture_id}/edit")
    async def edit(
        title_id: UUID,
        picture_id: UUID,
        shape: Annotated[str, Form(max_length=20)],
        zoom: Annotated[float, Form()],
        across: Annotated[float, Form()],
        down: Annotated[float, Form()],
        grade: Annotated[Grade, Form()] = Grade.AS_SHOT,
    ) -> Response:
        """Make the edited picture, which is open for a verdict, and show it."""
        title, picture = TitleId(title_id), PictureId(picture_id)
        still = (frame := await edits.frame(picture, title=title)).still
        ratio = still.width / still.height
        box = window_of(shape, ratio, zoom=zoom / 100, across=across / 100, down=down / 100)
        moved = max(abs(a - b) for a, b in zip(box, frame.windows[shape], strict=True)) > _HALF
        made = await edits.edit(
            picture, title=title, named=grade, window=(shape, box) if moved else None
        )
        return RedirectResponse(f"/desk/artwork/{title}?picture={made.id}", 303)

    return router


def grade_words(tongue: Tongue) -> dict[str, str]:
    """The grades by name."""
    return {
        Grade.AS_SHOT: tongue.say("As shot"),
        Grade.BRIGHT: tongue.say("Bright"),
        Grade.WARM: tongue.say("Warm"),
        Grade.COOL: tongue.say("Cool"),
        Grade.VIVID: tongue.say("Vivid"),
        Grade.NIGHT: tongue.say("Night"),
        Grade.MONOCHROME: tongue.say("Black and white"),
    }
