"""A title's page, the place where it would play, and the buttons on both."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse

from matinee.access.door import may
from matinee.access.model import Role
from matinee.assembly.house import House
from matinee.audience.model import EventKind, History, Profile
from matinee.catalogue.model import Title
from matinee.errors import Denied, Invalid, NotFound
from matinee.promote.tastes.service import groups_of
from matinee.surfaces.web.home.member_pages import tongue_of
from matinee.surfaces.web.languages import Tongue
from matinee.surfaces.web.media.playing import Pass, admitted, player_page
from matinee.surfaces.web.promote.artwork_address import ShownPicture, picture_shown
from matinee.surfaces.web.promote.badging import badges_for
from matinee.surfaces.web.promote.telling import TITLE_PAGE, taste_words, told_of
from matinee.surfaces.web.rendering import Stage, is_fragment
from matinee.surfaces.web.viewing import (
    Attribution,
    Card,
    Shown,
    attribution,
    may_watch,
    record,
    to_picker,
    viewer,
)
from matinee.vocabulary.ids import TitleId
from matinee.vocabulary.places import Language

From = Annotated[Attribution, Depends(attribution)]
_PRINCIPAL = ("director", "creator", "writer", "actor", "cast", "composer")


@dataclass(frozen=True, slots=True)
class Opened:
    """A title that a member may watch, and what is needed to show it."""

    profile: Profile
    tongue: Tongue
    shown: Shown
    title: Title

    @property
    def card(self) -> Card:
        """The title as it stands in a row."""
        return self.shown.card(self.id)

    @property
    def id(self) -> TitleId:
        """Of the title."""
        return self.title.id


async def open_title(house: House, stage: Stage, request: Request, title_id: UUID) -> Opened | None:
    """The title for whoever watches; None when nobody is chosen, Denied when it is not for them."""
    profile = await viewer(request, house.audience)
    if profile is None:
        return None
    title = await house.catalogue.title(TitleId(title_id))
    shelf = await house.catalogue.shelf()
    if not may_watch(shelf, profile, title.id, datetime.now(UTC)):
        raise Denied(
            "This title is not available to the profile that is watching.",
            remedy="Choose another title, or another profile.",
            code="not_watchable",
        )
    tongue = tongue_of(stage, request, profile)
    shown = Shown(shelf, profile, tongue, badges=await badges_for(house, shelf, profile))
    return Opened(profile, tongue, shown, title)


def standing(history: History, title_id: TitleId) -> dict[str, object]:
    """What the member has said of a title, for its buttons."""
    progress = next((seen for seen in history.watching if seen.title_id == title_id), None)
    return {
        "listed": title_id in history.my_list,
        "thumb": (title_id in history.liked) - (title_id in history.hidden),
        "watched": title_id in history.watched,
        "seconds": progress.seconds if progress else None,
    }


def routes(house: House, stage: Stage) -> APIRouter:
    """``/title/{id}`` and ``/watch/{id}``."""
    router = APIRouter(include_in_schema=False, dependencies=[may(Role.MEMBER)])
    router.routes.extend(_watching(house, stage).routes)

    @router.get("/title/{title_id}")
    async def title_page(request: Request, title_id: UUID, origin: From) -> Response:
        """Show everything about a title, and what is like it."""
        opened = await open_title(house, stage, request, title_id)
        if opened is None:
            return to_picker()
        return await _title_page(house, stage, opened, origin)

    @router.post("/title/{title_id}/list")
    async def put_aside(
        request: Request, title_id: UUID, value: Annotated[int, Form(ge=0, le=1)]
    ) -> Response:
        """Put a title on My list, or take it off."""
        return await _say(house, stage, request, title_id, EventKind.LIST, value)

    @router.post("/title/{title_id}/thumb")
    async def thumb(
        request: Request, title_id: UUID, value: Annotated[int, Form(ge=-1, le=1)]
    ) -> Response:
        """Say that a title is good or not, or take that back."""
        return await _say(house, stage, request, title_id, EventKind.THUMB, value)

    return router


def _watching(house: House, stage: Stage) -> APIRouter:
    router = APIRouter(include_in_schema=False, dependencies=[may(Role.MEMBER)])

    @router.get("/watch/{title_id}")
    async def watch(request: Request, title_id: UUID, origin: From) -> Response:
        """Play the film; without one, say so and offer to note how far one has watched."""
        opened = await open_title(house, stage, request, title_id)
        if opened is None:
            return to_picker()
        film = await house.media.film_of(opened.id)
        if film is not None:
            return await player_page(
                house,
                stage,
                profile=opened.profile,
                title=opened.title,
                tongue=opened.tongue,
                film=film,
                origin=origin,
            )
        values = {
            "profile": opened.profile,
            "title": opened.title,
            "card": opened.card,
            "origin": origin,
        }
        return stage.page("catalogue/watch.html", opened.tongue, values)

    @router.post("/watch/{title_id}/pass")
    async def admit(request: Request, title_id: UUID, asked: Pass) -> Response:
        """Give a player that begins, or whose addresses have expired, where the film is."""
        opened = await open_title(house, stage, request, title_id)
        film = None if opened is None else await house.media.film_of(opened.id)
        if opened is None or film is None:
            raise NotFound("There is no film here to play.")
        given = await admitted(
            house, profile=opened.profile, title=opened.id, film=film, asked=asked
        )
        return JSONResponse(given, headers={"Cache-Control": "no-store"})

    @router.post("/watch/{title_id}")
    async def note_watching(
        request: Request,
        title_id: UUID,
        origin: From,
        act: Annotated[str, Form(pattern="play|finish|stop")],
        share: Annotated[float, Form(ge=0, le=100)] = 0,
    ) -> Response:
        """Record that a title was started, left or finished."""
        opened = await open_title(house, stage, request, title_id)
        if opened is None:
            return to_picker()
        return await _note(house, opened, origin, act, share)

    return router


async def _title_page(house: House, stage: Stage, opened: Opened, origin: Attribution) -> Response:
    profile, title = opened.profile, opened.title
    member = await house.audience.member(profile.id)
    similar = await house.home.more_like_this(profile.id, title.id, datetime.now(UTC))
    shown = opened.shown
    art = await picture_shown(house, title.id, profile, member.history, row="title")
    groups = groups_of(shown.shelf, member.history)
    values = {
        "profile": profile,
        "title": title,
        "card": opened.card,
        "origin": origin,
        "told": await told_of(house, title, profile, TITLE_PAGE, groups=groups),
        "watched_much": taste_words(opened.tongue),
        "art": art,
        "poster": await poster_address(house, opened, art),
        "people": people_of(title),
        "parts": shown.cards(title.children),
        "strip": shown.strip(similar) if similar.items else None,
        **standing(member.history, title.id),
    }
    return stage.page("catalogue/title.html", opened.tongue, values)


async def poster_address(house: House, opened: Opened, art: ShownPicture | None) -> str:
    """The tall shape of a picture, with the title in the member's language if set.

    Empty where there is no picture.
    """
    if art is None:
        return ""
    wanted = (*opened.profile.languages, Language(opened.tongue.tag))
    return art.address("poster", await house.titling.language_for(art.id, wanted))


async def _say(
    house: House, stage: Stage, request: Request, title_id: UUID, kind: EventKind, value: int
) -> Response:
    opened = await open_title(house, stage, request, title_id)
    if opened is None:
        return to_picker()
    await record(
        house.audience, opened.profile, kind, opened.id, surface="title", value=float(value)
    )
    if not is_fragment(request):
        return RedirectResponse(f"/title/{title_id}", 303)
    member = await house.audience.member(opened.profile.id)
    values = {"title": opened.title, **standing(member.history, opened.id)}
    template = "catalogue/list_button.html" if kind is EventKind.LIST else "catalogue/thumbs.html"
    return stage.page(template, opened.tongue, values)


async def _note(
    house: House,
    opened: Opened,
    origin: Attribution,
    act: str,
    share: float,
) -> Response:
    kinds = {"play": EventKind.PLAY, "finish": EventKind.FINISH, "stop": EventKind.PROGRESS}
    length = opened.card.minutes * 60.0
    if act == "stop" and not length:
        raise Invalid(
            "The length of this title is not known, so no place in it can be kept.",
            remedy="Mark it as finished, or leave it.",
        )
    seconds = {"play": None, "finish": length or None, "stop": length * share / 100}[act]
    await record(
        house.audience,
        opened.profile,
        kinds[act],
        opened.id,
        surface="watch",
        seconds=seconds,
        origin=origin,
    )
    if act == "play":
        return RedirectResponse(f"/watch/{opened.id}?{origin.query}", 303)
    return RedirectResponse(f"/home?finished={opened.id}" if act == "finish" else "/home", 303)


def people_of(title: Title) -> list[tuple[str, list[str]]]:
    """The names by what they did, in the order of billing, the telling roles first."""
    by_role: dict[str, list[str]] = {}
    for credit in sorted(title.credits, key=lambda credit: credit.billing):
        by_role.setdefault(credit.role, []).append(credit.person.name)
    order = {role: place for place, role in enumerate(_PRINCIPAL)}
    return sorted(by_role.items(), key=lambda entry: order.get(entry[0], len(order)))
