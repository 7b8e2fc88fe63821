"""The desk's films: how far each is, a new one by upload, and the strip of what was found in it."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from matinee.access.door import may
from matinee.access.model import Role
from matinee.assembly.house import House
from matinee.catalogue.model import Shelf
from matinee.media.model import Film, FilmId, FilmState, Step
from matinee.surfaces.web.languages import Tongue
from matinee.surfaces.web.media.film_strip import strip_of
from matinee.surfaces.web.rendering import Stage, is_fragment
from matinee.vocabulary.ids import TitleId

_OFFERED = 30
_PIECE = 8_000_000
"""Bytes that the page sends at once; the service takes more."""


def routes(house: House, stage: Stage) -> APIRouter:
    """``/desk/films``."""
    router = APIRouter(
        prefix="/desk/films",
        include_in_schema=False,
        dependencies=[may(Role.OPERATOR, Role.PROGRAMMER)],
    )

    @router.get("")
    async def films_page(request: Request) -> Response:
        """Show all films and how far they are; htmx asks for the table alone."""
        tongue = stage.tongue(request)
        films = await house.media.films()
        shelf = await house.catalogue.shelf()
        values = {
            "rows": [
                (film, name_of(shelf, film.title_id), step_words(film, tongue)) for film in films
            ],
            "working": any(each.state in {FilmState.WAITING, FilmState.WORKING} for each in films),
        }
        template = "media/film_table.html" if is_fragment(request) else "media/films.html"
        return stage.page(template, tongue, values)

    @router.get("/new")
    async def upload_page(
        request: Request, find: Annotated[str, Query(max_length=200)] = ""
    ) -> Response:
        """Choose a title by its name, then send its film."""
        shelf = await house.catalogue.shelf()
        values = {"find": find, "titles": titles_like(shelf, find), "piece": _PIECE}
        return stage.page("media/upload.html", stage.tongue(request), values)

    @router.get("/{film_id}")
    async def film_page(request: Request, film_id: UUID) -> Response:
        """Show a film as a strip: its shots, its curves, and what was found in it."""
        tongue = stage.tongue(request)
        film = await house.media.film(FilmId(film_id))
        story = await house.media.story(film.id)
        shelf = await house.catalogue.shelf()
        values = {
            "film": film,
            "name": name_of(shelf, film.title_id),
            "step": step_words(film, tongue),
            "story": story,
            "strip": strip_of(story, tongue) if story.shots else None,
            "sheets": sheets_of(house, film),
        }
        return stage.page("media/film.html", tongue, values)

    return router


def sheets_of(house: House, film: Film) -> str:
    """The address under which the film's small pictures lie; empty before there are any."""
    if film.state is not FilmState.READY:
        return ""
    return f"/v1/films/{film.id}/{house.media.admissions.admit(film.id)}/"


def name_of(shelf: Shelf, title: TitleId) -> str:
    """What the catalogue calls it; its id when it is gone from there."""
    row = shelf.index.get(title)
    return str(title) if row is None else shelf.names[row]


def titles_like(shelf: Shelf, words: str) -> list[tuple[TitleId, str, int]]:
    """Titles whose name holds the words, the shortest names first."""
    wanted = words.casefold().strip()
    if not wanted:
        return []
    rows = [row for row, name in enumerate(shelf.names) if wanted in name.casefold()]
    rows.sort(key=lambda row: (len(shelf.names[row]), shelf.names[row]))
    return [
        (TitleId(shelf.ids[row]), shelf.names[row], int(shelf.years[row]))
        for row in rows[:_OFFERED]
    ]


def step_words(film: Film, tongue: Tongue) -> str:
    """What is being done to a film."""
    words = {
        Step.PROBE: tongue.say("Looking at the file"),
        Step.FAST: tongue.say("Fast pass"),
        Step.FULL: tongue.say("Full pass"),
        Step.PACKAGE: tongue.say("Packaging"),
        Step.PUBLISH: tongue.say("Publishing"),
    }
    return words[film.step] if film.step else ""
