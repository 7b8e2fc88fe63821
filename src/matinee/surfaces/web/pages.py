"""Every page of the service, joined: the surface that mounts them needs nothing else."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Protocol, TypeVar

from fastapi import APIRouter, Request, Response

import matinee.promote.gallery.routes as gallery
import matinee.promote.previews.routes as previews
import matinee.promote.titling.routes as titling
from matinee.assembly.house import House
from matinee.promote import routes as artwork
from matinee.promote.service import ArtworkService
from matinee.surfaces.web import static_files
from matinee.surfaces.web.ads import ad_pages
from matinee.surfaces.web.audience import profiles
from matinee.surfaces.web.catalogue import title_pages
from matinee.surfaces.web.clearance import clearance_pages
from matinee.surfaces.web.discover import conversation_pages, demand_pages, search_pages
from matinee.surfaces.web.experiments import experiment_pages, share_pages
from matinee.surfaces.web.home import member_pages, programme_pages, start_pages
from matinee.surfaces.web.languages import Languages
from matinee.surfaces.web.media import film_pages
from matinee.surfaces.web.operation import audit_pages, error_pages, flag_pages, job_pages
from matinee.surfaces.web.promote import (
    artwork_pages,
    delivery_pages,
    localisation_pages,
    preview_pages,
    specification_pages,
    synopsis_pages,
)
from matinee.surfaces.web.reageing import approval_pages, reage_pages
from matinee.surfaces.web.recommend import model_pages
from matinee.surfaces.web.rendering import Stage
from matinee.surfaces.web.schedule import schedule_pages
from matinee.surfaces.web.static_files import StaticFiles
from matinee.surfaces.web.studio import (
    board_pages,
    clean_up_pages,
    lineage_pages,
    studio_pages,
    wardrobe_pages,
)


class ProblemWords(Protocol):
    """What went wrong, in words."""

    @property
    def message(self) -> str:
        """What happened."""
        ...

    @property
    def remedy(self) -> str:
        """What to do about it."""
        ...


class Failure(Protocol):
    """A problem on its way to the reader."""

    @property
    def status(self) -> int:
        """As HTTP counts it."""
        ...

    @property
    def problem(self) -> ProblemWords:
        """What to tell."""
        ...

    @property
    def headers(self) -> Mapping[str, str]:
        """What goes with it."""
        ...


SomeFailure = TypeVar("SomeFailure", bound=Failure)


@lru_cache(maxsize=1)
def stage() -> Stage:
    """The built files and the languages, read once for the process."""
    return Stage(StaticFiles.load(), Languages.load())


def pages(house: House, on: Stage | None = None) -> APIRouter:
    """Members' pages, desks, the pictures of titles, and the files that all of them need."""
    on = on or stage()
    router = APIRouter()
    parts = (
        static_files.routes(on.static),
        artwork.routes(ArtworkService(house.catalogue, on.static.lettering)),
        gallery.routes(house.gallery, house.audience),
        titling.routes(house.titling, house.audience),
        previews.routes(house.previews),
        profiles.routes(house.audience, house.demo, on),
        member_pages.routes(house, on),
        start_pages.routes(house, on),
        conversation_pages.routes(house, on),
        search_pages.routes(house, on),
        title_pages.routes(house, on),
        job_pages.routes(house.jobs, house.database.slow, on),
        flag_pages.routes(house.operation.flags, house.access, on),
        audit_pages.routes(house.operation.audit, on),
        error_pages.routes(house.operation.failures, on),
        film_pages.routes(house, on),
        artwork_pages.routes(house, on),
        specification_pages.routes(house, on),
        delivery_pages.routes(house, on),
        preview_pages.routes(house, on),
        synopsis_pages.routes(house, on),
        localisation_pages.routes(house, on),
        model_pages.routes(house, on),
        experiment_pages.routes(house, on),
        share_pages.routes(house, on),
        programme_pages.routes(house, on),
        demand_pages.routes(house, on),
        clearance_pages.routes(house, on),
        studio_pages.routes(house, on),
        ad_pages.routes(house, on),
        schedule_pages.routes(house, on),
        board_pages.routes(house, on),
        wardrobe_pages.routes(house, on),
        lineage_pages.routes(house, on),
        reage_pages.routes(house, on),
        clean_up_pages.routes(house, on),
        approval_pages.routes(house, on),
    )
    for part in parts:
        router.routes.extend(part.routes)
    return router


def wants_page(request: Request) -> bool:
    """Whether a failure is better shown to this reader as a page than as JSON."""
    is_api = request.url.path.startswith("/v1/")
    return not is_api and "text/html" in request.headers.get("accept", "")


def error_page(
    otherwise: Callable[[Request, SomeFailure], Response], on: Stage | None = None
) -> Callable[[Request, SomeFailure], Response]:
    """How a failure is shown: a page to people, whatever ``otherwise`` gives to programs."""
    on = on or stage()

    def show(request: Request, failure: SomeFailure) -> Response:
        if not wants_page(request) or not on.static.files:
            return otherwise(request, failure)
        tongue = on.tongue(request)
        headings = {
            403: tongue.say("This is not for this profile"),
            404: tongue.say("There is nothing here"),
            503: tongue.say("Matinee cannot do this just now"),
        }
        heading = headings.get(failure.status, tongue.say("That did not work"))
        told = failure.problem
        # What points programs to the API's description is no remedy for a person.
        remedy = "" if "/v1/" in told.remedy else told.remedy
        values = {
            "heading": heading,
            "message": f"{told.message} {remedy}",
            "request_id": request.scope.get("state", {}).get("request_id", ""),
        }
        response = on.page("templates/error.html", tongue, values, status=failure.status)
        response.headers.update(failure.headers)
        return response

    return show
