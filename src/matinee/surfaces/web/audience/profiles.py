"""The picker of profiles, and the form that makes one."""

from contextlib import suppress
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from matinee.access.door import caller_of, may
from matinee.access.model import Caller, ObjectKind, Role
from matinee.audience.model import Household, Profile
from matinee.audience.service import AudienceService
from matinee.demo.service import DemoService
from matinee.errors import Invalid, MatineeError, NotFound
from matinee.surfaces.web.rendering import Stage
from matinee.surfaces.web.viewing import COOKIE, seat
from matinee.vocabulary.ids import HouseholdId, ProfileId
from matinee.vocabulary.places import Language

AGES = (6, 7, 10, 12, 13, 16, 18)
TONGUES = ("en", "es", "fr", "de", "it", "pt", "hi", "zh", "ja", "ko", "ru", "ar", "sv", "pl")
_SHOWN = 20


def routes(audience: AudienceService, demo: DemoService, stage: Stage) -> APIRouter:
    """``/``, ``/profiles/new`` and what their forms call."""
    router = APIRouter(include_in_schema=False, dependencies=[may(Role.MEMBER)])

    @router.get("/")
    async def picker(request: Request, all_simulated: bool = False) -> Response:
        """Ask who is watching."""
        caller = await caller_of(request)
        own = await _own_profiles(audience, caller)
        limit = 500 if all_simulated else 60
        simulated = [] if caller.confined else await _simulated(audience, demo, limit)
        values = {
            "own": own,
            "simulated": simulated if all_simulated else simulated[:_SHOWN],
            "more": len(simulated) > _SHOWN and not all_simulated,
        }
        return stage.page("audience/picker.html", stage.tongue(request), values)

    @router.get("/profiles/new")
    async def new_profile(request: Request) -> Response:
        """Show the form that makes a profile."""
        return _form(stage, request)

    @router.post("/profiles")
    async def create_profile(
        request: Request,
        name: Annotated[str, Form(max_length=200)] = "",
        kids: Annotated[bool, Form()] = False,
        maturity_limit: Annotated[str, Form(max_length=3)] = "",
        language: Annotated[str, Form(max_length=20)] = "",
    ) -> Response:
        """Make a profile and ask what it likes; the form again, where something is wrong."""
        try:
            if not name.strip():
                raise Invalid("A profile needs a name.", remedy="Write one.", field="name")
            household = await _own_household(audience, await caller_of(request))
            profile = await audience.create_profile(
                household,
                name,
                kids=kids,
                maturity_limit=int(maturity_limit) if maturity_limit.isdecimal() else None,
                languages=[Language(language)] if language else [],
            )
        except MatineeError as error:
            return _form(stage, request, error=error, name=name, kids=kids)
        return seat(RedirectResponse("/start", 303), request, profile.id)

    @router.post(
        "/profiles/{profile_id}/choose",
        dependencies=[may(Role.MEMBER, of=ObjectKind.PROFILE, by="profile_id")],
    )
    async def choose_profile(request: Request, profile_id: UUID) -> Response:
        """Watch as this profile."""
        profile = await audience.profile(ProfileId(profile_id))
        return seat(RedirectResponse("/home", 303), request, profile.id)

    @router.post("/profiles/leave")
    async def leave() -> Response:
        """Forget the choice, so that someone else can watch."""
        response = RedirectResponse("/", 303)
        response.delete_cookie(COOKIE)
        return response

    return router


def _form(
    stage: Stage,
    request: Request,
    *,
    error: MatineeError | None = None,
    name: str = "",
    kids: bool = False,
) -> Response:
    values = {"error": error, "name": name, "kids": kids, "ages": AGES, "languages": TONGUES}
    status = 422 if error else 200
    tongue = stage.tongue(request)
    return stage.page("audience/new_profile.html", tongue, values, status=status)


async def _simulated(audience: AudienceService, demo: DemoService, limit: int) -> list[Profile]:
    """Simulated members, those that the demo points at first."""
    known = {one.id: one for one in await audience.profiles(limit=limit) if one.simulated}
    pointed_at = [ProfileId(one.profile_id) for one in await demo.highlights()] if known else []
    for profile in pointed_at:
        if profile not in known:
            with suppress(NotFound):
                known[profile] = await audience.profile(profile)
    first = [known.pop(profile) for profile in pointed_at if profile in known]
    return [*first, *known.values()]


async def _own_households(audience: AudienceService) -> list[Household]:
    found = await audience.households(limit=1000)
    return [household for household in found if not household.simulated]


async def _own_household(audience: AudienceService, caller: Caller) -> HouseholdId:
    """Where profiles made on this page live: the member's household.

    For who runs the service it is the first real household, made when there is none.
    """
    if caller.household is not None:
        return caller.household
    own = await _own_households(audience)
    return (own[0] if own else await audience.create_household("Home")).id


async def _own_profiles(audience: AudienceService, caller: Caller) -> list[Profile]:
    if caller.confined:
        return list(await audience.profiles(caller.household)) if caller.household else []
    own: list[Profile] = []
    for household in (await _own_households(audience))[:3]:
        own.extend(await audience.profiles(household.id))
    return [profile for profile in own if not profile.simulated][:60]
