"""The home page and My list."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from fastapi import APIRouter, Request, Response

from matinee.access.door import may
from matinee.access.model import Role
from matinee.assembly.house import House
from matinee.audience.model import Profile
from matinee.catalogue.model import Title
from matinee.home.model import RowKind
from matinee.surfaces.web.languages import Tongue
from matinee.surfaces.web.promote.artwork_address import ShownPicture, picture_shown
from matinee.surfaces.web.promote.badging import badges_for
from matinee.surfaces.web.promote.telling import HERO, told_of
from matinee.surfaces.web.rendering import SHOWING, Stage
from matinee.surfaces.web.viewing import Card, Shown, Strip, to_picker, viewer, words
from matinee.vocabulary.ids import TitleId

_DEVICE = "web"


@dataclass(frozen=True, slots=True)
class Hero:
    """The title that stands above the rows."""

    card: Card
    strip: Strip
    title: Title
    synopsis: str
    listed: bool
    art: ShownPicture | None


def tongue_of(stage: Stage, request: Request, profile: Profile) -> Tongue:
    """The language of a member's pages."""
    return stage.tongue(request, tuple(profile.languages))


def routes(house: House, stage: Stage) -> APIRouter:
    """``/home`` and ``/list``."""
    router = APIRouter(include_in_schema=False, dependencies=[may(Role.MEMBER)])

    @router.get("/home")
    async def home(request: Request, finished: UUID | None = None) -> Response:
        """Show the rows made for the member who watches."""
        profile = await viewer(request, house.audience)
        if profile is None:
            return to_picker()
        tongue = tongue_of(stage, request, profile)
        page = await house.home.page(profile.id, datetime.now(UTC), _DEVICE)
        shelf, previews = await house.catalogue.shelf(), await house.previews.playing_to(profile.id)
        badges = await badges_for(house, shelf, profile)
        shown = Shown(shelf, profile, tongue, previews, badges)
        strips = [strip for strip in map(shown.strip, page.rows) if strip.cards]
        just = shown.cards([TitleId(finished)]) if finished else ()
        values = {
            "profile": profile,
            "strips": strips,
            "arms": dict(page.arms),
            "hero": await _hero(house, profile, strips),
            "welcome": words(page.welcome, tongue) if page.welcome else "",
            "finished": just[0] if just else None,
        }
        return stage.page("home/home.html", tongue, values, policy=SHOWING)

    @router.get("/list")
    async def my_list(request: Request) -> Response:
        """Show what the member has put aside, the newest first, and what was refused."""
        profile = await viewer(request, house.audience)
        if profile is None:
            return to_picker()
        tongue = tongue_of(stage, request, profile)
        member = await house.audience.member(profile.id)
        shelf = await house.catalogue.shelf()
        previews = await house.previews.playing_to(profile.id)
        badges = await badges_for(house, shelf, profile)
        shown = Shown(shelf, profile, tongue, previews, badges)
        history = member.history
        refused = sorted(shown.cards(list(history.hidden)), key=lambda card: card.name.casefold())
        values = {
            "profile": profile,
            "cards": shown.cards(history.my_list),
            "refused": refused,
        }
        return stage.page("home/my_list.html", tongue, values, policy=SHOWING)

    return router


async def _hero(house: House, profile: Profile, strips: list[Strip]) -> Hero | None:
    """The first pick; where there are no picks, the first title that is not half seen."""
    fresh = [strip for strip in strips if strip.kind != RowKind.CONTINUE]
    picks = [strip for strip in fresh if strip.kind == RowKind.PICKS] or fresh
    if not picks:
        return None
    strip = picks[0]
    card = strip.cards[0]
    title = await house.catalogue.title(card.id)
    member = await house.audience.member(profile.id)
    history = member.history
    return Hero(
        card,
        strip,
        title,
        (await told_of(house, title, profile, HERO)).synopsis,
        card.id in history.my_list,
        await picture_shown(house, title.id, profile, history, row="hero"),
    )
