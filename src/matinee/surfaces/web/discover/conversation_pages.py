"""The conversation: a sentence a turn, what was understood as chips, and posters with reasons."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import RedirectResponse

from matinee.access.door import may
from matinee.access.model import Role
from matinee.assembly.house import House
from matinee.audience.model import Profile
from matinee.discover.conversation.model import MOST_TURNS, REPLACED, UNCHANGED, Reply
from matinee.discover.model import LONGEST_QUERY, FoundTitle
from matinee.surfaces.web.discover.wish_chips import wish_chips
from matinee.surfaces.web.languages import Tongue
from matinee.surfaces.web.rendering import Stage
from matinee.surfaces.web.viewing import Card, Shown, Strip, to_picker, viewer, words
from matinee.vocabulary.ids import RecommendationId, uuid7

_PAGE = "/conversation"
_TOLD = {"replaced": REPLACED, "unchanged": UNCHANGED}
Said = Annotated[str, Form(max_length=LONGEST_QUERY)]
Turns = Annotated[list[str], Query(max_length=MOST_TURNS, default_factory=list)]


@dataclass(frozen=True, slots=True)
class _Member:
    profile: Profile
    tongue: Tongue


@dataclass(frozen=True, slots=True)
class _Desk:
    """What the handlers share: who asks, and the way back to the page."""

    house: House
    stage: Stage

    async def member(self, request: Request) -> _Member | None:
        """Who is watching, and in which language."""
        profile = await viewer(request, self.house.audience)
        if profile is None:
            return None
        return _Member(profile, self.stage.tongue(request, tuple(profile.languages)))


def routes(house: House, stage: Stage) -> APIRouter:
    """``/conversation``, and what its forms call."""
    router = APIRouter(include_in_schema=False, dependencies=[may(Role.MEMBER)])
    desk = _Desk(house, stage)
    _add_page(router, desk)
    _add_turns(router, desk)
    _add_endings(router, desk)
    return router


def _add_page(router: APIRouter, desk: _Desk) -> None:
    @router.get(_PAGE)
    async def conversation(
        request: Request, say: Turns, told: Annotated[str, Query(max_length=20)] = ""
    ) -> Response:
        """Show where the conversation stands; ``say`` are the turns of one that was shared."""
        who = await desk.member(request)
        if who is None:
            return to_picker()
        reply = await desk.house.conversation.present(who.profile.id, datetime.now(UTC))
        if told in _TOLD:
            reply = replace(reply, notes=(_TOLD[told], *reply.notes))
        values = await _values(desk.house, who, reply)
        shared = [turn for turn in say if 0 < len(turn) <= LONGEST_QUERY]
        return desk.stage.page(
            "discover/conversation.html", who.tongue, values | {"shared": shared}
        )


def _add_turns(router: APIRouter, desk: _Desk) -> None:
    @router.post(_PAGE)
    async def take_turn(request: Request, say: Said = "") -> Response:
        """Take a turn, then show where that leads."""
        who = await desk.member(request)
        if who is None:
            return to_picker()
        if not say.strip():
            return RedirectResponse(_PAGE, 303)
        reply = await desk.house.conversation.said(who.profile.id, say, datetime.now(UTC))
        told = next((code for code, note in _TOLD.items() if note in reply.notes), "")
        return RedirectResponse(f"{_PAGE}?told={told}" if told else _PAGE, 303)

    @router.post(f"{_PAGE}/changed")
    async def changed(
        request: Request,
        part: Annotated[str, Form(max_length=40)],
        value: Said = "",
        say: Said = "",
    ) -> Response:
        """Put what is said in the place of a part of the wish."""
        who = await desk.member(request)
        if who is None:
            return to_picker()
        if say.strip():
            now = datetime.now(UTC)
            await desk.house.conversation.changed(who.profile.id, part, value, say, now)
        return RedirectResponse(_PAGE, 303)

    @router.post(f"{_PAGE}/without")
    async def without(
        request: Request, part: Annotated[str, Form(max_length=40)], value: Said = ""
    ) -> Response:
        """Take a part of the wish away."""
        who = await desk.member(request)
        if who is None:
            return to_picker()
        await desk.house.conversation.without(who.profile.id, part, value, datetime.now(UTC))
        return RedirectResponse(_PAGE, 303)


def _add_endings(router: APIRouter, desk: _Desk) -> None:
    @router.post(f"{_PAGE}/forget")
    async def forget(request: Request) -> Response:
        """Forget all of it."""
        who = await desk.member(request)
        if who is None:
            return to_picker()
        await desk.house.conversation.forget(who.profile.id)
        return RedirectResponse(_PAGE, 303)

    @router.post(f"{_PAGE}/shared")
    async def take_up(
        request: Request, say: Annotated[list[str], Form(max_length=MOST_TURNS)]
    ) -> Response:
        """Begin anew with the turns of a conversation that was shared."""
        who = await desk.member(request)
        if who is None:
            return to_picker()
        await desk.house.conversation.forget(who.profile.id)
        for turn in say:
            if turn.strip():
                await desk.house.conversation.said(who.profile.id, turn, datetime.now(UTC))
        return RedirectResponse(_PAGE, 303)


async def _values(house: House, who: _Member, reply: Reply) -> dict[str, Any]:
    shown = Shown(await house.catalogue.shelf(), who.profile, who.tongue)
    said = [turn.said for turn in reply.dialogue.turns if turn.said]
    spoken_of = reply.spoken_of
    return {
        "profile": who.profile,
        "said": said,
        "share": f"{_PAGE}?{urlencode([('say', turn) for turn in said])}" if said else "",
        "chips": wish_chips(reply.wish, who.tongue),
        "notes": [words(note, who.tongue) for note in reply.notes],
        "question": reply.question,
        "total": reply.total,
        "strip": _strip(reply.titles, shown, who.tongue),
        "spoken_of": None if spoken_of is None else _card(spoken_of, shown, 0),
    }


def _strip(titles: Sequence[FoundTitle], shown: Shown, tongue: Tongue) -> Strip:
    cards = (_card(title, shown, place) for place, title in enumerate(titles))
    return Strip(
        key="conversation",
        kind="search",
        heading=tongue.say("What fits"),
        recommendation_id=RecommendationId(uuid7(datetime.now(UTC))),
        cards=tuple(card for card in cards if card is not None),
    )


def _card(title: FoundTitle, shown: Shown, position: int) -> Card | None:
    if title.id not in shown.shelf.index:
        return None
    reason = words(title.reason, shown.tongue)
    return replace(shown.card(title.id), reason=reason, position=position)
