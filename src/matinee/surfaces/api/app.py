"""The application: what stands around every request, and the routes of every part."""

from collections.abc import Awaitable, Callable, Mapping

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import iter_route_contexts
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware

import matinee
import matinee.ads.accounts.routes as ad_accounts
import matinee.ads.bidding.routes as outside_buyers
import matinee.ads.blends.routes as blends
import matinee.ads.breaks.routes as ad_breaks
import matinee.ads.creatives.routes as creatives
import matinee.ads.delivery.routes as ad_delivery
import matinee.ads.selling.routes as selling
import matinee.ads.sessions.routes as watching
import matinee.clearance.artwork.routes as artwork_terms
import matinee.clearance.ledger.routes as ledger
import matinee.clearance.provenance.routes as provenance
import matinee.clearance.record.routes as record
import matinee.discover.searches.routes as searches
import matinee.experiments.share.routes as share
import matinee.promote.approvals.routes as approvers
import matinee.promote.delivery.routes as partners
import matinee.studio.concept.routes as concept
import matinee.studio.floor.routes as floor
import matinee.studio.kitsu.routes as kitsu
import matinee.studio.lineage.routes as lineage
import matinee.studio.palettes.routes as palettes
import matinee.studio.schedule.routes as schedules
from matinee.access.door import OPEN
from matinee.access.service import address_quota, alone
from matinee.ads import routes as ads
from matinee.assembly.house import House
from matinee.assembly.settings import Settings
from matinee.audience import routes as audience
from matinee.catalogue import routes as catalogue
from matinee.clearance import routes as clearance
from matinee.discover import routes as discover
from matinee.discover.conversation.routes import routes as conversation_routes
from matinee.experiments import routes as experiments
from matinee.home import routes as home
from matinee.recommend import routes as recommend
from matinee.studio import routes as studio
from matinee.studio.concept.model import LARGEST_PICTURE
from matinee.studio.reage.service import LARGEST_FILE as LARGEST_SHOT
from matinee.surfaces.api import audit, failed, films, flags, generation, health, jobs, metrics
from matinee.surfaces.api.described import DescribedApp
from matinee.surfaces.api.errors import ErrorPage, answer_to, as_json
from matinee.surfaces.api.middleware.address_limit import AddressLimit
from matinee.surfaces.api.middleware.audited import Audited, Note
from matinee.surfaces.api.middleware.body_limit import BodyLimit
from matinee.surfaces.api.middleware.callers import Callers
from matinee.surfaces.api.middleware.clock import Clock
from matinee.surfaces.api.middleware.failures import Failures, Noted
from matinee.surfaces.api.middleware.media_type import MediaType
from matinee.surfaces.api.middleware.observation import Observation
from matinee.surfaces.api.middleware.request_id import RequestId
from matinee.surfaces.api.middleware.security_headers import SecurityHeaders
from matinee.surfaces.api.middleware.shedding import Shedding
from matinee.surfaces.api.middleware.time_limit import TimeLimit
from matinee.surfaces.web.access import account_desk, sign_in
from matinee.surfaces.web.access.going import asking_to_sign_in
from matinee.surfaces.web.ads import blend_pages, creative_pages
from matinee.surfaces.web.clearance import consent_pages, story_pages
from matinee.surfaces.web.languages import accepted_languages
from matinee.surfaces.web.pages import error_page, pages, stage
from matinee.surfaces.web.reageing import reage_pages
from matinee.surfaces.web.schedule import schedule_pages
from matinee.surfaces.web.studio import board_pages, board_version_pages, script_pages
from matinee.surfaces.web.studio.clean_up_pages import CLEAN_UP_PATH
from matinee.surfaces.web.studio.wardrobe_pages import WARDROBE_PATH

_PACK_FROM_BYTES = 1_000
_PACK_LEVEL = 4
_AROUND_A_FILE = 100_000
"""Bytes that a form may have besides the file that it carries."""
_FILES = {
    provenance.READ_PATH: provenance.FILE_TYPES,
    films.UPLOADS: frozenset({films.PIECE_TYPE}),
    creatives.UPLOADS: creatives.FILE_TYPES,
    creatives.PICTURES: creatives.PICTURE_TYPES,
    blends.MADE: creatives.PICTURE_TYPES,
    studio.SCRIPTS_PATH: studio.FILE_TYPES,
    schedules.UPLOADS: schedules.FILE_TYPES,
}


QUESTIONS = frozenset(
    {
        concept.RECOLOUR_PATH,
        concept.FILL_PATH,
        palettes.PALETTE_PATH,
        provenance.READ_PATH,
        story_pages.STORY_PATH,
        *generation.IMAGE_PATHS,
        "/v1/ads/authorised-sellers/check",
        "/v1/ads/campaigns/{campaign_id}/tags/check",
        "/v1/clearance/check",
        "/v1/generation/text/inputs",
        "/desk/boards/{production_id}/{board_id}/operations",
        "/desk/boards/{production_id}/{board_id}/presence",
        "/desk/clearance/ledger/compare",
        "/desk/clearance/productions/{production_id}/declare/outcome",
        "/desk/studio/clean-up",
        "/desk/studio/wardrobe",
        "/v1/uploads/{upload_id}",
    }
)
"""Routes that are asked by POST and change nothing that an operator would look for."""


async def _right() -> None:
    """A clock that nothing is known against."""


def create_app(house: House) -> FastAPI:
    """The whole service over HTTP."""
    page = asking_to_sign_in(error_page(as_json))
    app = build_app(
        house.settings,
        routers(house),
        page=page,
        clock=house.clock.check,
        since=house.clock.check_since,
        shares=house.access.shares.number,
        note=house.operation.audit.note,
        noted=house.operation.failures.note_request,
    )
    app.state.access = house.access
    return app


def routers(house: House) -> list[APIRouter]:
    """The routes of every part; one line each."""
    return [
        health.routes(house),
        metrics.routes(house.ads, house.access),
        jobs.routes(house.jobs),
        flags.routes(house.operation.flags, house.access),
        audit.routes(house.operation.audit),
        failed.routes(house.operation.failures),
        films.routes(house),
        catalogue.routes(house.catalogue),
        audience.routes(house.audience),
        experiments.routes(house.laboratory.experiments, house.audience),
        share.routes(house.laboratory.share),
        recommend.routes(house.recommend),
        home.routes(house.home, _translated),
        partners.routes(house.promotion.deliveries),
        artwork_terms.routes(house.promotion.clearance),
        approvers.routes(house.promotion.approvers),
        discover.routes(house.discover, _translated),
        searches.routes(house.search_desk),
        conversation_routes(house.conversation, _translated),
        clearance.routes(house.clearance),
        ledger.routes(house.ledger),
        record.routes(house.record),
        provenance.routes(house.provenance),
        generation.routes(house),
        studio.routes(house.studio),
        kitsu.routes(house.kitsu, house.studio),
        ads.routes(house.ads),
        creatives.routes(house.creatives, house.ads, house.blends),
        blends.routes(house.blends, house.ads),
        ad_accounts.routes(house.ads, house.ads_watched, house.ad_reports),
        ad_breaks.routes(house.ad_breaks),
        outside_buyers.routes(house.outside_demand),
        selling.routes(house.selling),
        ad_delivery.routes(house.ad_delivery, house.ads),
        watching.routes(house.watching),
        schedules.routes(house.schedules),
        floor.routes(house.floor),
        concept.routes(house.concept),
        palettes.routes(house.boards.palettes),
        lineage.routes(house.boards.lineage),
        pages(house),
        sign_in.routes(house.access, stage()),
        account_desk.routes(house.access, stage()),
    ]


def _translated(message: str, locale: str) -> str:
    languages = stage().languages
    return languages.choose(accepted_languages(locale)).say(message)


def build_app(
    settings: Settings,
    parts: list[APIRouter],
    *,
    page: ErrorPage = as_json,
    clock: Callable[[], Awaitable[None]] = _right,
    since: Callable[[float], Awaitable[None]] | None = None,
    shares: Callable[[], int] = alone,
    note: Note | None = None,
    noted: Noted | None = None,
) -> FastAPI:
    """An application of these parts behind everything that stands around a request.

    ``clock`` raises while the time here cannot be believed, and ``since`` also where it could not
    be at some moment since then. ``shares`` says how many processes serve beside one another.
    ``note`` enters in the audit what a request has changed, and
    ``noted`` is told what failed unforeseen.
    """

    async def refused(request: Request, failure: Exception) -> Response:
        return page(request, answer_to(failure))

    templates: dict[int, str] = {}
    app = DescribedApp(
        title="Matinee",
        version=matinee.__version__,
        summary="The open AI platform for a streaming service.",
        openapi_url=None,
        redirect_slashes=False,
        middleware=around(settings, page, templates, clock, since, shares, note, noted),
        exception_handlers={HTTPException: refused, RequestValidationError: refused},
    )
    # Taken over as they are: to include a router builds each of its routes again.
    for part in [*parts, _description(app)]:
        app.router.routes.extend(part.routes)
    for route in iter_route_contexts(app.routes):
        templates[id(route.original_route)] = route.path or ""
    return app


def around(
    settings: Settings,
    page: ErrorPage,
    templates: Mapping[int, str],
    clock: Callable[[], Awaitable[None]],
    since: Callable[[float], Awaitable[None]] | None = None,
    shares: Callable[[], int] = alone,
    note: Note | None = None,
    noted: Noted | None = None,
) -> list[Middleware]:
    """From the outermost to the innermost; ``templates`` are the routes' paths, by identity."""
    readable = settings.provenance.read_limit_bytes
    larger = {
        provenance.READ_PATH: readable,
        story_pages.STORY_PATH: readable + _AROUND_A_FILE,
        consent_pages.NEW_PATH: consent_pages.LARGEST_SCAN + _AROUND_A_FILE,
        films.UPLOADS: films.PIECE_BYTES,
        creatives.UPLOADS: creatives.largest(settings.ads),
        creatives.PICTURES: creatives.LARGEST_PICTURE,
        blends.MADE: creatives.LARGEST_PICTURE,
        blend_pages.UPLOADS: creatives.LARGEST_PICTURE + _AROUND_A_FILE,
        creative_pages.UPLOADS: creatives.largest(settings.ads),
        schedules.UPLOADS: schedules.LARGEST_BODY,
        schedule_pages.NEW_PATH: schedule_pages.LARGEST_FILE + _AROUND_A_FILE,
    }
    larger |= {
        studio.SCRIPTS_PATH: settings.studio.script_bytes,
        script_pages.UPLOAD_PATH: settings.studio.script_bytes + _AROUND_A_FILE,
    }
    larger[board_pages.UPLOADS] = LARGEST_PICTURE + _AROUND_A_FILE
    larger[reage_pages.TAKE_PATH] = LARGEST_SHOT + _AROUND_A_FILE
    larger |= dict.fromkeys(generation.IMAGE_PATHS, generation.LARGEST_BODY)
    pictures = (
        concept.RECOLOUR_PATH, WARDROBE_PATH, concept.FILL_PATH, CLEAN_UP_PATH,
        palettes.PALETTE_PATH,
    )  # fmt: skip
    larger |= dict.fromkeys(pictures, concept.LARGEST_BODY)
    return [
        Middleware(RequestId),
        Middleware(Observation, metrics=metrics.REQUESTS, templates=templates),
        Middleware(SecurityHeaders),
        Middleware(Failures, page=page, noted=noted, templates=templates),
        Middleware(Audited, note=note, templates=templates, questions=QUESTIONS),
        Middleware(Callers, bound_to=settings.host, allowed=settings.allowed_hosts),
        Middleware(AddressLimit, take=address_quota(settings.access, shares).take),
        Middleware(Shedding, at_once=settings.requests_at_once),
        Middleware(BodyLimit, most_bytes=settings.body_limit_bytes, larger=larger),
        Middleware(MediaType, files=_FILES),
        Middleware(TimeLimit, seconds=settings.request_seconds, longer=board_version_pages.SLOW),
        Middleware(Clock, check=clock, since=since),
        Middleware(GZipMiddleware, minimum_size=_PACK_FROM_BYTES, compresslevel=_PACK_LEVEL),
    ]


def _description(app: FastAPI) -> APIRouter:
    router = APIRouter(tags=["operation"])

    @router.get("/v1/openapi.json", dependencies=[OPEN], include_in_schema=False)
    async def openapi() -> dict[str, object]:
        """Describe every route, by OpenAPI."""
        return app.openapi()

    return router
