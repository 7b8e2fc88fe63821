"""A title set by hand at the artwork desk: tried as often as one likes, kept, taken back."""

from typing import Annotated, Literal
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import RedirectResponse

from matinee.access.door import caller_of, may
from matinee.access.model import Role
from matinee.assembly.house import House
from matinee.errors import Conflict, Invalid
from matinee.promote.gallery.model import PictureId
from matinee.promote.titling.model import REQUIRED, TitleAt, Treated, Wish
from matinee.surfaces.web.languages import Tongue
from matinee.surfaces.web.rendering import Stage
from matinee.vocabulary.ids import TitleId
from matinee.vocabulary.places import Language

_DESK = may(Role.PROGRAMMER, Role.OPERATOR)
_FRESH = {"Cache-Control": "no-store"}
_Shape = Literal["wide", "poster", "square", "tall"]
_SIDES = {"wide": (16, 9), "poster": (2, 3), "square": (1, 1), "tall": (9, 16)}
_LEAST, _MOST = 3, 30
"""Of the em, in percent of the picture's shorter side."""


def setting_routes(house: House, stage: Stage) -> APIRouter:
    """``/desk/artwork/TITLE/PICTURE/titled/LANGUAGE/SHAPE/set``."""
    router = APIRouter(
        prefix="/desk/artwork/{title_id}/{picture_id}/titled/{language}/{shape}",
        include_in_schema=False,
        dependencies=[_DESK],
    )
    titling = house.titling

    async def shown(
        request: Request, at: TitleAt, title: TitleId, wish: Wish, failure: str = ""
    ) -> Response:
        tried = await titling.tried(at, wish, title=title)
        now = (await titling.of_picture(at.picture))[at.language][at.shape]
        tongue = stage.tongue(request)
        wide, high = _SIDES[at.shape]
        values = {
            "title_id": title,
            "at": at,
            "wish": wish,
            "tried": tried,
            "now": now,
            "required": REQUIRED,
            "failure": failure,
            "places": place_words(tongue),
            "sides": side_words(tongue),
            "least": _LEAST,
            "most": _MOST,
            "query": urlencode(wish.model_dump()),
            "width": round(640 * (wide / high) ** 0.5),
            "height": round(640 * (high / wide) ** 0.5),
        }
        page = "promote/title_setting.html"
        return stage.page(page, tongue, values, status=422 if failure else 200)

    @router.get("/set")
    async def page(
        request: Request, title_id: UUID, picture_id: UUID, language: str, shape: _Shape
    ) -> Response:
        """Show the title as it stands, or as the address asks for it to be tried."""
        at, title = _at(picture_id, language, shape), TitleId(title_id)
        listed = (await titling.of_picture(at.picture)).get(at.language, {})
        asked = request.query_params
        try:
            wish = Wish.model_validate(dict(asked)) if asked else _as_wish(listed.get(shape))
        except ValueError:
            raise Invalid(
                "A title cannot be set like that.",
                remedy="Choose from what the page offers.",
                field="wish",
            ) from None
        return await shown(request, at, title, wish)

    @router.get("/setting.jpg")
    async def picture(
        title_id: UUID,
        picture_id: UUID,
        language: str,
        shape: _Shape,
        wish: Annotated[Wish, Query()],
    ) -> Response:
        """Give the picture with its title as it is tried."""
        at = _at(picture_id, language, shape)
        tried = await titling.tried(at, wish, title=TitleId(title_id))
        return Response(tried.content, media_type="image/jpeg", headers=_FRESH)

    @router.post("/set")
    async def keep(
        request: Request,
        title_id: UUID,
        picture_id: UUID,
        language: str,
        shape: _Shape,
        wish: Annotated[Wish, Form()],
    ) -> Response:
        """Set the title so, if it can be read."""
        at, title = _at(picture_id, language, shape), TitleId(title_id)
        by = (await caller_of(request)).name
        try:
            await titling.set_by_hand(at, wish, title=title, by=by)
        except Invalid as error:
            return await shown(request, at, title, wish, f"{error.sentence} {error.remedy}")
        return _back(title, at)

    @router.post("/set/undo")
    async def undo(
        request: Request, title_id: UUID, picture_id: UUID, language: str, shape: _Shape
    ) -> Response:
        """Take the last setting by hand back."""
        at, title = _at(picture_id, language, shape), TitleId(title_id)
        by = (await caller_of(request)).name
        try:
            await titling.undo_by_hand(at, title=title, by=by)
        except Conflict:
            return _back(title, at)  # Pressed twice: what it asked for is so.
        return _back(title, at)

    return router


def _at(picture: UUID, language: str, shape: str) -> TitleAt:
    return TitleAt(PictureId(picture), Language(language), shape)


def _back(title: TitleId, at: TitleAt) -> Response:
    where = f"/desk/artwork/{title}?picture={at.picture}&language={at.language}"
    return RedirectResponse(where, 303)


def _as_wish(now: Treated | None) -> Wish:
    """What the form begins with: the wish that holds, or near to what the house has chosen."""
    if now is None or now.wish is not None:
        return Wish() if now is None or now.wish is None else now.wish
    down, align = now.place.split("-")
    return Wish.model_validate({"down": down, "align": align, "ink": now.ink})


def place_words(tongue: Tongue) -> dict[str, str]:
    """From the top down."""
    return {
        "top": tongue.say("At the top"),
        "middle": tongue.say("In the middle"),
        "bottom": tongue.say("At the foot"),
    }


def side_words(tongue: Tongue) -> dict[str, str]:
    """Along the line."""
    return {
        "start": tongue.say("Where the language begins"),
        "middle": tongue.say("Centred"),
        "end": tongue.say("Where the language ends"),
    }
