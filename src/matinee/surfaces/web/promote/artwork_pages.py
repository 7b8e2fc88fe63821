"""The artwork desk: one picture at a time, one key for each decision, and what was decided."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from matinee.access.door import caller_of, may
from matinee.access.model import Role
from matinee.assembly.house import House
from matinee.errors import Invalid
from matinee.promote.gallery.jobs import PROPOSE
from matinee.promote.gallery.model import MOST_CUT, Picture, PictureId, PictureState, Terms
from matinee.promote.likeness.service import Closed
from matinee.promote.titling.jobs import TREAT
from matinee.surfaces.web.languages import Tongue
from matinee.surfaces.web.media.film_pages import name_of
from matinee.surfaces.web.promote.artwork_editing import editing_routes, grade_words
from matinee.surfaces.web.promote.title_setting import setting_routes
from matinee.surfaces.web.rendering import Stage
from matinee.vocabulary.ids import TitleId
from matinee.vocabulary.places import Language

_DESK = may(Role.PROGRAMMER, Role.OPERATOR)
_FRESH = {"Cache-Control": "private, max-age=3600"}
_LAYER = {"Content-Security-Policy": "default-src 'none'; sandbox"}
"""A layer is made by us, of outlines only; a browser that opens it need not take our word."""


def routes(house: House, stage: Stage) -> APIRouter:
    """``/desk/artwork``."""
    router = APIRouter(prefix="/desk/artwork", include_in_schema=False, dependencies=[_DESK])
    router.routes.extend(_deciding(house, stage).routes)
    # Before the files: the frame's address reads as that of a shape.
    router.routes.extend(editing_routes(house, stage).routes)
    router.routes.extend(setting_routes(house, stage).routes)
    router.routes.extend(_files(house).routes)

    @router.get("")
    async def artwork_page(request: Request) -> Response:
        """Show every film, and how many of its pictures stand where."""
        shelf = await house.catalogue.shelf()
        counts = await house.gallery.counts()
        rows = [
            (film, name_of(shelf, film.title_id), counts.get(film.id, {}))
            for film in await house.media.films()
        ]
        values = {"rows": rows, "states": PictureState}
        return stage.page("promote/artworks.html", stage.tongue(request), values)

    @router.get("/{title_id}")
    async def title_page(
        request: Request, title_id: UUID, picture: UUID | None = None, language: str = ""
    ) -> Response:
        """Show one picture to decide on, the contact sheet, and what the approved ones brought."""
        return await _title_page(house, stage, request, TitleId(title_id), picture, language)

    return router


async def _title_page(
    house: House,
    stage: Stage,
    request: Request,
    title: TitleId,
    picture: UUID | None,
    language: str = "",
    *,
    written: Mapping[str, object] | None = None,
    failure: Invalid | None = None,
) -> Response:
    tongue = stage.tongue(request)
    pictures = await house.gallery.pictures(title)
    shelf = await house.catalogue.shelf()
    shown = chosen(pictures, picture)
    titled = await house.titling.of_picture(shown.id) if shown else {}
    values = {
        "title_id": title,
        "name": name_of(shelf, title),
        "film": await house.media.film_of(title),
        "pictures": pictures,
        "shown": shown,
        "titled": titled,
        "language": language if language in titled else "",
        "refused": await house.titling.refused(title) if shown else {},
        "closed": await house.gallery.closed(title, pictures),
        "closed_words": closed_words(tongue),
        "report": await house.gallery.choice.report(title),
        "reasons": reason_words(tongue),
        "grades": grade_words(tongue),
        "most_cut": MOST_CUT,
        "now": datetime.now(UTC),
        "written": written or (_as_typed(shown.terms) if shown else {}),
        "failure": failure,
    }
    return stage.page("promote/artwork.html", tongue, values, status=422 if failure else 200)


def _as_typed(terms: Terms) -> Mapping[str, object]:
    ends = "" if terms.ends is None else f"{terms.ends.astimezone(UTC):%Y-%m-%dT%H:%M}"
    return {"ends": ends, "territories": " ".join(terms.codes), "locked": terms.locked}


def _files(house: House) -> APIRouter:
    router = APIRouter(prefix="/desk/artwork", include_in_schema=False, dependencies=[_DESK])

    @router.get("/{title_id}/{picture_id}/{shape}.jpg")
    async def picture_file(title_id: UUID, picture_id: UUID, shape: str) -> Response:
        """Give a picture, approved or not."""
        content = await house.gallery.desk_file(
            PictureId(picture_id), shape, title=TitleId(title_id)
        )
        return Response(content, media_type="image/jpeg", headers=_FRESH)

    @router.get("/{title_id}/{picture_id}/titled/{language}/{shape}.jpg")
    async def titled_file(title_id: UUID, picture_id: UUID, language: str, shape: str) -> Response:
        """Give a picture with its title."""
        content = await house.titling.desk_file(
            PictureId(picture_id), Language(language), shape, title=TitleId(title_id)
        )
        return Response(content, media_type="image/jpeg", headers=_FRESH)

    @router.get("/{title_id}/{picture_id}/titled/{language}/{shape}.svg")
    async def layer_file(title_id: UUID, picture_id: UUID, language: str, shape: str) -> Response:
        """Give the title alone, as a layer of the picture's size."""
        content = await house.titling.desk_file(
            PictureId(picture_id), Language(language), shape, title=TitleId(title_id), layer=True
        )
        return Response(content, media_type="image/svg+xml", headers=_FRESH | _LAYER)

    @router.get("/{title_id}/{picture_id}/titled/{language}/{shape}.zip")
    async def layered_file(title_id: UUID, picture_id: UUID, language: str, shape: str) -> Response:
        """Give picture, scrim and title as the layers of a PSD, with credentials beside it."""
        content = await house.titling.layered_file(
            PictureId(picture_id), Language(language), shape, title=TitleId(title_id)
        )
        return Response(content, media_type="application/zip", headers=_FRESH)

    return router


def _deciding(house: House, stage: Stage) -> APIRouter:
    router = APIRouter(prefix="/desk/artwork", include_in_schema=False, dependencies=[_DESK])

    @router.post("/propose")
    async def propose() -> Response:
        """Have a worker look for pictures of films that have none."""
        async with house.database.transaction() as connection:
            await house.jobs.enqueue(connection, PROPOSE, unless_waiting=PROPOSE)
        return RedirectResponse("/desk/jobs", 303)

    @router.post("/titles")
    async def set_titles() -> Response:
        """Have a worker set the titles that approved pictures lack."""
        async with house.database.transaction() as connection:
            await house.jobs.enqueue(connection, TREAT, unless_waiting=TREAT)
        return RedirectResponse("/desk/jobs", 303)

    @router.post("/{title_id}/undo")
    async def undo(title_id: UUID) -> Response:
        """Take back what was decided last, a verdict or terms, and show its picture again."""
        picture = await house.gallery.undo(TitleId(title_id))
        again = f"?picture={picture}" if picture else ""
        return RedirectResponse(f"/desk/artwork/{title_id}{again}", 303)

    @router.post("/{title_id}/{picture_id}")
    async def decide(
        request: Request,
        title_id: UUID,
        picture_id: UUID,
        state: Annotated[PictureState, Form()],
    ) -> Response:
        """Decide on a picture, and go on to the next that is open."""
        caller = await caller_of(request)
        await house.gallery.decide(
            PictureId(picture_id), state, title=TitleId(title_id), by=caller.name
        )
        return RedirectResponse(f"/desk/artwork/{title_id}", 303)

    @router.post("/{title_id}/{picture_id}/terms")
    async def limit(
        request: Request,
        title_id: UUID,
        picture_id: UUID,
        ends: Annotated[str, Form(max_length=40)] = "",
        territories: Annotated[str, Form(max_length=1_000)] = "",
        locked: Annotated[bool, Form()] = False,
    ) -> Response:
        """Say until when and where a picture may be shown; empty for ever, and for everywhere.

        Where a locked one may be shown, no other of the title is.
        """
        caller, title = await caller_of(request), TitleId(title_id)
        try:
            terms = Terms.read(ends, territories, locked=locked)
            await house.gallery.limit(PictureId(picture_id), terms, title=title, by=caller.name)
        except Invalid as failure:
            typed = {"ends": ends, "territories": territories, "locked": locked}
            return await _title_page(
                house, stage, request, title, picture_id, written=typed, failure=failure
            )
        return RedirectResponse(f"/desk/artwork/{title_id}?picture={picture_id}", 303)

    return router


def chosen(pictures: tuple[Picture, ...], asked: UUID | None) -> Picture | None:
    """The picture that was asked for, else the first that nobody has decided on."""
    named = next((each for each in pictures if each.id == asked), None)
    waiting = (each for each in pictures if each.state is PictureState.PROPOSED)
    return named or next(waiting, None)


def closed_words(tongue: Tongue) -> dict[Closed, str]:
    """Why nobody is shown a picture or a preview."""
    return {
        Closed.NO_TERMS: tongue.say(
            "Not shown: there is a face in it, and counsel has entered no likeness terms."
        ),
        Closed.WAITING: tongue.say("Not shown: it waits for a performer's approval."),
        Closed.REFUSED: tongue.say("Not shown: a performer has refused it."),
    }


def reason_words(tongue: Tongue) -> dict[str, str]:
    """Why a picture was proposed."""
    return {
        "focus": tongue.say("Focus"),
        "exposure": tongue.say("Exposure"),
        "colour": tongue.say("Colour"),
        "people": tongue.say("People"),
        "eyes": tongue.say("Eyes open"),
        "subject": tongue.say("Subject"),
        "composition": tongue.say("Composition"),
    }
