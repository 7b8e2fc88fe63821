"""``/start``: a new member chooses titles that they like, and their page is made of that."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from matinee.access.door import may
from matinee.access.model import Role
from matinee.assembly.house import House
from matinee.audience.model import EventKind, Profile
from matinee.surfaces.web.home.member_pages import tongue_of
from matinee.surfaces.web.rendering import Stage
from matinee.surfaces.web.viewing import Shown, may_watch, record, to_picker, viewer
from matinee.vocabulary.ids import TitleId

PICKS = 3
_MOST = 24
_Titles = Annotated[list[UUID] | None, Form(max_length=_MOST)]


def routes(house: House, stage: Stage) -> APIRouter:
    """``/start``."""
    router = APIRouter(prefix="/start", include_in_schema=False, dependencies=[may(Role.MEMBER)])

    async def page(
        request: Request, profile: Profile, chosen: Sequence[UUID] = (), *, few: bool = False
    ) -> Response:
        tongue = tongue_of(stage, request, profile)
        offered = await house.home.openers(profile.id, datetime.now(UTC))
        shown = Shown(await house.catalogue.shelf(), profile, tongue)
        values = {
            "profile": profile,
            "cards": shown.cards(offered),
            "chosen": set(chosen),
            "picks": PICKS,
            "few": few,
        }
        return stage.page("home/start.html", tongue, values, status=422 if few else 200)

    @router.get("")
    async def start(request: Request) -> Response:
        """Offer titles to choose from."""
        profile = await viewer(request, house.audience)
        return to_picker() if profile is None else await page(request, profile)

    @router.post("")
    async def choose(request: Request, titles: _Titles = None) -> Response:
        """Take what was chosen for a thumb up each, and open the page that comes of it."""
        profile = await viewer(request, house.audience)
        if profile is None:
            return to_picker()
        now, shelf = datetime.now(UTC), await house.catalogue.shelf()
        known = [TitleId(one) for one in dict.fromkeys(titles or ())]
        liked = [one for one in known if may_watch(shelf, profile, one, now)]
        if len(liked) < PICKS:
            return await page(request, profile, liked, few=True)
        for title in liked:
            await record(
                house.audience, profile, EventKind.THUMB, title, surface="start", value=1.0
            )
        return RedirectResponse("/home", 303)

    return router
