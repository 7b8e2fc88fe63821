"""The film-makers' desk of re-ageing: take a shot in, render it, see before and after."""

import re
from collections.abc import Awaitable, Collection
from dataclasses import asdict
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from matinee.access.door import caller_of, may, reach
from matinee.access.model import ObjectKind, Role, Use
from matinee.assembly.house import House
from matinee.clearance.desk.model import Decision, Fact, FactKind
from matinee.errors import Conflict, Denied, Invalid, MatineeError, Unavailable
from matinee.studio.reage.model import Render, Shot
from matinee.studio.reage.service import (
    EDL,
    LARGEST_FILE,
    OTIO,
    RATES,
    SPACES,
    Retouch,
    Turnover,
    keyed,
)
from matinee.studio.routes import own_productions
from matinee.surfaces.web.clearance.forms import Reading, Typed
from matinee.surfaces.web.clearance.frame import ClearanceDesk
from matinee.surfaces.web.reageing.desk import ShotDesk, state_words
from matinee.surfaces.web.rendering import Stage
from matinee.surfaces.web.studio.frame import download

ROOT = "/desk/studio/reageing"
TAKE_PATH = f"{ROOT}/shots"
_MAKERS = may(Role.FILM_MAKER)
_REFUSALS = (Conflict, Denied, Invalid)


def routes(house: House, stage: Stage) -> APIRouter:
    """``/desk/studio/reageing`` and what is under it."""
    shots = ShotDesk(ClearanceDesk(house, stage))
    router = APIRouter()
    for part in (_shots, _shot, _renders, _cut):
        router.routes.extend(part(shots).routes)
    return router


def _shots(shots: ShotDesk) -> APIRouter:
    router = APIRouter(include_in_schema=False, dependencies=[_MAKERS])
    desk, reage = shots.desk, shots.desk.house.reage

    async def listing(
        request: Request,
        typed: Typed,
        faults: dict[str, str] | None = None,
        refused: Decision | None = None,
    ) -> Response:
        own = own_productions(await caller_of(request))
        found = await reage.shots(productions=own)
        renders = await reage.renders([each.id for each in found])
        uses = await _uses(desk, own)
        outcomes = await desk.house.desk.outcomes(uses)
        performers = {str(each.performer) for each in found}
        values: dict[str, Any] = {
            "shots": found,
            "newest": {each.shot: each for each in reversed(renders)},
            "uses": uses,
            "decided": outcomes,
            "titles": await desk.titles(),
            "who": await desk.names(performers | {str(use.performer) for use in uses}),
            "states": state_words(desk.stage.tongue(request)),
            "most": LARGEST_FILE // 2**20,
            "spaces": {each: each for each in SPACES},
            "was": typed,
            "faults": faults or {},
            "refused": refused,
        }
        return await desk.page(
            request,
            "shots.html",
            values,
            place="reageing",
            status=422 if faults else 200,
            folder="reageing",
        )

    @router.get(ROOT)
    async def all_shots(request: Request, use: str = "") -> Response:
        """List the shots of the own productions, with the form that takes one in."""
        return await listing(request, Typed.told(use=use))

    @router.post(TAKE_PATH)
    async def take(request: Request) -> Response:
        """Take a shot in, or show which rule speaks against it."""
        typed = await Typed.of(request)
        reading = Reading(typed, desk.stage.tongue(request))
        name, chosen = reading.needed("name"), _key(reading, "use")
        content = typed.files.get("file")
        if content is None:
            reading.faults["file"] = reading.tongue.say("Choose a file: a ZIP.")
        if chosen is None or content is None or reading.faults:
            return await listing(request, typed, reading.faults)
        declared = await desk.house.record.fact(FactKind.USE, str(chosen))
        await reach(request, Use.PRODUCE, ObjectKind.PRODUCTION, declared.production)
        try:
            by = (await caller_of(request)).name
            space = typed.one("space") or None
            shot = await reage.take(chosen, content, name=name, by=by, space=space)
        except (Denied, Invalid, Unavailable) as refusal:
            reading.refused(refusal, {"": "use"})
            told = await reage.decision(chosen) if isinstance(refusal, Denied) else None
            return await listing(request, typed, reading.faults, told)
        return RedirectResponse(f"{TAKE_PATH}/{shot.id}", 303)

    return router


def _shot(shots: ShotDesk) -> APIRouter:
    router = _router()

    @router.get("")
    async def show(request: Request, shot_id: UUID) -> Response:
        """Show a shot: its use and consent, its renders, and before and after."""
        return await _view(shots, request, await _own(shots, request, shot_id))

    @router.get("/before")
    async def before(request: Request, shot_id: UUID) -> Response:
        """Give the shot as it was filmed and painted."""
        return await shots.before(await _own(shots, request, shot_id))

    @router.post("/renders/{render_id}/after")
    async def after(request: Request, shot_id: UUID, render_id: UUID) -> Response:
        """Give what a render made, for the need that is said, else for the declared one."""
        return await shots.after(request, await _own(shots, request, shot_id), render_id, "")

    @router.post("/renders/{render_id}/sheet")
    async def sheet(request: Request, shot_id: UUID, render_id: UUID) -> Response:
        """Give the contact sheet of a render, for the need that is said."""
        return await shots.sheet(request, await _own(shots, request, shot_id), render_id)

    return router


def _renders(shots: ShotDesk) -> APIRouter:
    router = _router()
    reage = shots.desk.house.reage

    async def done(request: Request, shot: Shot, act: Awaitable[object]) -> Response:
        """Back to the shot, with which rule speaks against it where one does."""
        try:
            await act
        except _REFUSALS as refusal:
            return await _view(shots, request, shot, refusal)
        return RedirectResponse(f"{TAKE_PATH}/{shot.id}", 303)

    @router.post("/renders")
    async def render(request: Request, shot_id: UUID) -> Response:
        """Render it, or show which rule, or which field, speaks against that now."""
        shot = await _own(shots, request, shot_id)
        by, typed = (await caller_of(request)).name, await Typed.of(request)
        try:
            retouch = _retouch(typed) if typed.given("strengths") else None
            ages = _ages(typed) if typed.given("from_age", "to_age") else None
            await reage.ask(shot, by=by, retouch=retouch, ages=ages)
        except _REFUSALS as refusal:
            return await _view(shots, request, shot, refusal, typed)
        return RedirectResponse(f"{TAKE_PATH}/{shot.id}", 303)

    @router.post("/renders/{render_id}/stop")
    async def stop(request: Request, shot_id: UUID, render_id: UUID) -> Response:
        """Stop a render."""
        shot = await _own(shots, request, shot_id)
        return await done(request, shot, reage.stop(await shots.render(shot, render_id)))

    @router.post("/renders/{render_id}/measures")
    async def measure(request: Request, shot_id: UUID, render_id: UUID) -> Response:
        """Have a render measured of which there are no figures."""
        shot = await _own(shots, request, shot_id)
        return await done(request, shot, reage.measure(await shots.render(shot, render_id)))

    return router


def _cut(shots: ShotDesk) -> APIRouter:
    router = _router()
    reage = shots.desk.house.reage

    @router.post("/turnover")
    async def turn_over(request: Request, shot_id: UUID) -> Response:
        """Say where a shot lies in what was filmed."""
        shot = await _own(shots, request, shot_id)
        typed = await Typed.of(request)
        reading = Reading(typed, shots.desk.stage.tongue(request))
        head, tail = reading.count("head"), reading.count("tail")
        turnover = Turnover(
            typed.one("rate"), typed.one("start"), typed.one("reel"), head or 0, tail or 0
        )
        try:
            await reage.turn_over(shot, turnover)
        except Invalid as refusal:
            return await _view(shots, request, shot, refusal, typed)
        return RedirectResponse(f"{TAKE_PATH}/{shot.id}#cut-head", 303)

    @router.get("/edl")
    async def edl(request: Request, shot_id: UUID) -> Response:
        """Give the shot as an event of an EDL (CMX 3600)."""
        shot = await _own(shots, request, shot_id)
        return download(await reage.edl(shot), EDL, f"{shot.id}.edl")

    async def delivered(request: Request, shot_id: UUID, render_id: UUID, form: str) -> Response:
        shot = await _own(shots, request, shot_id)
        try:
            return await shots.delivered(request, shot, render_id, form)
        except (*_REFUSALS, Unavailable) as refusal:
            return await _view(shots, request, shot, refusal)

    @router.post("/renders/{render_id}/exr")
    async def plates(request: Request, shot_id: UUID, render_id: UUID) -> Response:
        """Give an approved render as OpenEXR, or show what speaks against it."""
        return await delivered(request, shot_id, render_id, "exr")

    @router.post("/renders/{render_id}/prores")
    async def movie(request: Request, shot_id: UUID, render_id: UUID) -> Response:
        """Give an approved render as ProRes, or show what speaks against it."""
        return await delivered(request, shot_id, render_id, "prores")

    @router.get("/otio")
    async def timeline(request: Request, shot_id: UUID) -> Response:
        """Give the shot as a clip of an OpenTimelineIO timeline."""
        shot = await _own(shots, request, shot_id)
        return download(await reage.otio(shot), OTIO, f"{shot.id}.otio")

    return router


def _router() -> APIRouter:
    return APIRouter(
        prefix=f"{TAKE_PATH}/{{shot_id}}", include_in_schema=False, dependencies=[_MAKERS]
    )


async def _own(shots: ShotDesk, request: Request, identifier: UUID) -> Shot:
    found = await shots.desk.house.reage.shot(identifier)
    await reach(request, Use.PRODUCE, ObjectKind.PRODUCTION, found.production)
    return found


async def _view(
    shots: ShotDesk,
    request: Request,
    shot: Shot,
    refusal: MatineeError | None = None,
    typed: Typed | None = None,
) -> Response:
    standing = await shots.standing(request, shot)
    newest = standing["newest"]
    field = (refusal.field if isinstance(refusal, Invalid) else None) or ""
    faults = {} if refusal is None else {field: str(refusal)}
    values = {
        **standing,
        "faults": faults,
        "at": f"{TAKE_PATH}/{shot.id}",
        "rates": {each: each for each in RATES},
        "was": _told(shot, newest, typed),
    }
    status = (422 if field else 409) if faults else 200
    return await shots.desk.page(
        request, "shot.html", values, place="reageing", status=status, folder="reageing"
    )


def _told(shot: Shot, newest: Render | None, typed: Typed | None) -> Typed:
    """The fields of a shot as they stand, and over them what was typed."""
    told = asdict(shot.turnover or Turnover("24", "01:00:00:00", ""))
    asked = (newest.retouch if newest else None) or Retouch()
    ages = (newest.ages if newest else None) or ("", "")
    degrees = {name: round(_WHOLE * getattr(asked, name)) for name in (*_DEGREES, *_PARTS)}
    keyed = " ".join(f"{frame + 1}:{strength:g}" for frame, strength in asked.strengths)
    by_age = {"from_age": ages[0], "to_age": ages[1]}
    stands = {**told, **degrees, **by_age, "strengths": keyed}
    values = Typed.told(**{name: str(value) for name, value in stands.items()}).values
    return Typed({**values, **(typed.values if typed else {})})


def _retouch(typed: Typed) -> Retouch:
    """What a form asks digital cosmetics for; Invalid names the field that does not fit."""
    degrees: dict[str, float] = {}
    for name in _DEGREES:
        text = typed.one(name)
        if not text.isascii() or not text.isdigit() or int(text) > _WHOLE:
            raise Invalid("It lies between 0 and 100 percent.", remedy="Correct it.", field=name)
        degrees[name] = int(text) / _WHOLE
    for name in _PARTS:
        text = typed.one(name) or "0"
        if not _MOVED.fullmatch(text) or abs(int(text)) > _WHOLE:
            raise Invalid("It lies between -100 and 100.", remedy="Correct it.", field=name)
        degrees[name] = int(text) / _WHOLE
    return Retouch(**degrees, strengths=keyed(typed.one("strengths")))


def _ages(typed: Typed) -> tuple[int, int]:
    """From which age to which a form asks; Invalid names the field that does not fit."""
    ages: list[int] = []
    for name in ("from_age", "to_age"):
        text = typed.one(name)
        if not text.isascii() or not text.isdigit():
            raise Invalid("An age is a number of years.", remedy="Correct it.", field=name)
        ages.append(int(text))
    return ages[0], ages[1]


_DEGREES, _WHOLE = ("lines", "tone", "shadows"), 100
_PARTS = ("jaw", "chin", "brows", "mouth")
_MOVED = re.compile(r"-?[0-9]{1,3}")


async def _uses(desk: ClearanceDesk, own: Collection[UUID] | None) -> list[Fact]:
    """Declared uses of a performer's likeness in the own productions, the newest first."""
    found = await desk.house.record.current(FactKind.USE)
    keys = None if own is None else {str(each) for each in own}
    theirs = [
        fact
        for fact in found
        if fact.performer is not None and (keys is None or fact.production in keys)
    ]
    return sorted(theirs, key=lambda fact: fact.entry, reverse=True)


def _key(reading: Reading, name: str) -> UUID | None:
    try:
        return UUID(reading.typed.one(name))
    except ValueError:
        reading.faults[name] = reading.tongue.say("Choose one of those that are offered.")
        return None
