"""The preview desk: one preview at a time, one key for each decision, and scenes kept back."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Header, Request, Response
from fastapi.responses import RedirectResponse

from matinee.access.door import caller_of, may
from matinee.access.model import Role
from matinee.assembly.house import House
from matinee.errors import NotFound
from matinee.media.model import FilmId
from matinee.promote.previews.jobs import MAKE
from matinee.promote.previews.model import Preview, PreviewId, PreviewState
from matinee.promote.previews.routes import answer
from matinee.surfaces.web.languages import Tongue
from matinee.surfaces.web.media.film_pages import name_of
from matinee.surfaces.web.promote.artwork_pages import closed_words
from matinee.surfaces.web.rendering import SHOWING, Stage
from matinee.vocabulary.ids import TitleId

_DESK = may(Role.PROGRAMMER, Role.OPERATOR)
_PREFIX = "/desk/previews"


def routes(house: House, stage: Stage) -> APIRouter:
    """``/desk/previews``."""
    router = APIRouter(prefix=_PREFIX, include_in_schema=False, dependencies=[_DESK])
    router.routes.extend(_deciding(house).routes)
    router.routes.extend(_keeping_back(house).routes)

    @router.get("")
    async def previews_page(request: Request) -> Response:
        """Show every film, how far its previews are, and how many stand where."""
        shelf = await house.catalogue.shelf()
        values = {
            "rows": [(film, name_of(shelf, film.title_id)) for film in await house.media.films()],
            "counts": await house.previews.counts(),
            "runs": await house.previews.runs(),
        }
        return stage.page("promote/previews.html", stage.tongue(request), values)

    @router.get("/{title_id}")
    async def title_page(request: Request, title_id: UUID, preview: UUID | None = None) -> Response:
        """Show one preview to decide on, the others, and the film's scenes."""
        tongue, title = stage.tongue(request), TitleId(title_id)
        previews = await house.previews.previews(title)
        film = await house.media.film_of(title)
        back = await house.previews.held_back(film.id) if film else ()
        runs = await house.previews.runs()
        values = {
            "title_id": title,
            "name": name_of(await house.catalogue.shelf(), title),
            "film": film,
            "run": runs.get(film.id) if film else None,
            "previews": previews,
            "shown": _chosen(previews, preview),
            "closed": await house.previews.closed(title, previews),
            "closed_words": closed_words(tongue),
            "on_air": (await house.previews.on_air()).get(title),
            "scenes": (await house.media.story(film.id)).scenes if film else (),
            "kept": {round(each.begins, 3): each for each in back},
            "reasons": _reason_words(tongue),
        }
        return stage.page("promote/preview.html", tongue, values, policy=SHOWING)

    @router.get("/{title_id}/{preview_id}/{name}")
    async def preview_file(
        title_id: UUID,
        preview_id: UUID,
        name: str,
        asked: Annotated[str, Header(alias="Range", max_length=200)] = "",
    ) -> Response:
        """Give a preview's file, approved or not."""
        content = await house.previews.file(
            PreviewId(preview_id), name, title=TitleId(title_id), approved_only=False
        )
        return answer(content, name, asked)

    return router


def _deciding(house: House) -> APIRouter:
    router = APIRouter(prefix=_PREFIX, include_in_schema=False, dependencies=[_DESK])

    @router.post("/make")
    async def make() -> Response:
        """Have a worker choose and cut previews of films that have none."""
        async with house.database.transaction() as connection:
            await house.jobs.enqueue(connection, MAKE, unless_waiting=MAKE)
        return RedirectResponse("/desk/jobs", 303)

    @router.post("/{title_id}/undo")
    async def undo(title_id: UUID) -> Response:
        """Take the last verdict back, and show its preview again."""
        preview = await house.previews.undo(TitleId(title_id))
        again = f"?preview={preview}" if preview else ""
        return RedirectResponse(f"{_PREFIX}/{title_id}{again}", 303)

    @router.post("/{title_id}/again")
    async def choose_again(title_id: UUID, film: Annotated[UUID, Form()]) -> Response:
        """Choose anew, around what is kept back, and have a worker cut what is chosen."""
        await house.previews.plan(await _film_of(house, title_id, film))
        async with house.database.transaction() as connection:
            await house.jobs.enqueue(connection, MAKE, unless_waiting=MAKE)
        return RedirectResponse(f"{_PREFIX}/{title_id}", 303)

    @router.post("/{title_id}/verdict/{preview_id}")
    async def decide(
        request: Request,
        title_id: UUID,
        preview_id: UUID,
        state: Annotated[PreviewState, Form()],
    ) -> Response:
        """Decide on a preview, and go on to the next that is open."""
        caller = await caller_of(request)
        await house.previews.decide(
            PreviewId(preview_id), state, title=TitleId(title_id), by=caller.name
        )
        return RedirectResponse(f"{_PREFIX}/{title_id}", 303)

    return router


def _keeping_back(house: House) -> APIRouter:
    router = APIRouter(prefix=_PREFIX, include_in_schema=False, dependencies=[_DESK])

    @router.post("/{title_id}/scenes/{film_id}/keep")
    async def keep(
        request: Request, title_id: UUID, film_id: UUID, scene: Annotated[int, Form(ge=0)]
    ) -> Response:
        """Keep a scene back; previews that show it are rejected."""
        caller = await caller_of(request)
        film = await _film_of(house, title_id, film_id)
        await house.previews.keep_back(film, scene, by=caller.name)
        return RedirectResponse(f"{_PREFIX}/{title_id}#scenes", 303)

    @router.post("/{title_id}/scenes/{film_id}/release")
    async def release(
        title_id: UUID, film_id: UUID, begins: Annotated[float, Form(ge=0)]
    ) -> Response:
        """Keep a scene back no longer."""
        await house.previews.release(await _film_of(house, title_id, film_id), begins)
        return RedirectResponse(f"{_PREFIX}/{title_id}#scenes", 303)

    return router


async def _film_of(house: House, title: UUID, film: UUID) -> FilmId:
    """The film that an address or a form names; NotFound where it is not of the title."""
    found = await house.media.film(FilmId(film))
    if found.title_id != title:
        raise NotFound("The title has no such film.", remedy="Open the title's page again.")
    return found.id


def _chosen(previews: tuple[Preview, ...], asked: UUID | None) -> Preview | None:
    """The preview that was asked for, else the first that nobody has decided on."""
    named = next((each for each in previews if each.id == asked), None)
    waiting = (each for each in previews if each.state is PreviewState.PROPOSED)
    return named or next(waiting, None)


def _reason_words(tongue: Tongue) -> dict[str, str]:
    """Why a preview was proposed."""
    return {
        "intensity": tongue.say("Intensity"),
        "faces": tongue.say("Faces"),
        "novelty": tongue.say("Novelty"),
        "speech": tongue.say("Speech"),
    }
