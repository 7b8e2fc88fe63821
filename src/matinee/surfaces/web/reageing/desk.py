"""What the pages of re-ageing share: a shot as it stands, in words, and its two archives."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from fastapi import Request, Response

from matinee.access.door import caller_of
from matinee.clearance.desk.model import FactKind
from matinee.studio.model import WorkState
from matinee.studio.reage.model import EDITED, ENHANCED, Render, Shot
from matinee.studio.reage.service import Way, Word, standing_of
from matinee.surfaces.web.clearance.forms import Typed
from matinee.surfaces.web.clearance.frame import ClearanceDesk
from matinee.surfaces.web.languages import Tongue
from matinee.surfaces.web.reageing.measured import figures_of, rows_of
from matinee.surfaces.web.studio.frame import download

ZIP, PDF = "application/zip", "application/pdf"


@dataclass(frozen=True, slots=True)
class ShotDesk:
    """What every page about shots is made with."""

    desk: ClearanceDesk

    async def standing(self, request: Request, shot: Shot) -> dict[str, Any]:
        """A shot, its newest render and the one that is shown, its use and how that stands."""
        house, tongue = self.desk.house, self.desk.stage.tongue(request)
        renders = await house.reage.renders([shot.id])
        use = await house.record.fact(FactKind.USE, str(shot.use))
        consent = await house.record.fact(FactKind.CONSENT, str(shot.consent))
        shown = shown_of(shot, renders)
        said = [] if shown is None else await house.reage.approvals.said([shown.id])
        quality = None if shown is None else await house.reage.quality(shown)
        way = await house.reage.way(shot)
        made_as = shown.source_type if shown else (ENHANCED if way is Way.RETOUCH else EDITED)
        return {
            "shot": shot,
            "way": way.value,
            "made_as": made_as,
            "said": said,
            "approval": standing_of(shot.frames, said),
            "word_states": word_states(tongue),
            "renders": renders,
            "newest": renders[0] if renders else None,
            "shown": shown,
            "server": await house.reage.shown_to(shot),
            "stated": "" if shown is None else await house.reage.stated(shown),
            "measured": [] if quality is None else rows_of(quality, tongue),
            "seen": [] if quality is None else figures_of(quality, tongue),
            "use": use,
            "today": await house.reage.decision(shot.use),
            "consent": consent,
            "performer": (await self.desk.names({str(shot.performer)})).get(str(shot.performer)),
            "title": (await self.desk.titles()).get(str(shot.production), ""),
            "states": state_words(tongue),
            "stages": stage_words(tongue),
        }

    async def before(self, shot: Shot) -> Response:
        """The shot as it was filmed and painted."""
        return download(await self.desk.house.reage.before(shot), ZIP, f"{shot.id}-before.zip")

    async def after(self, request: Request, shot: Shot, render_id: UUID, need: str) -> Response:
        """What a render of this shot made; who is given it, and for what, is entered."""
        render = await self.render(shot, render_id)
        typed = await Typed.of(request)
        by = (await caller_of(request)).name
        said = typed.one("need") or need or None
        content = await self.desk.house.reage.after(render, by=by, need=said)
        return download(content, ZIP, f"{render.id}.zip")

    async def sheet(self, request: Request, shot: Shot, render_id: UUID) -> Response:
        """The contact sheet of a render of this shot; who is given it, and for what, is entered."""
        render = await self.render(shot, render_id)
        said = (await Typed.of(request)).one("need") or None
        by = (await caller_of(request)).name
        content = await self.desk.house.reage.contact_sheet(render, by=by, need=said)
        return download(content, PDF, f"{render.id}-sheet.pdf")

    async def delivered(self, request: Request, shot: Shot, render_id: UUID, form: str) -> Response:
        """An approved render as ``exr`` or ``prores``; who is given it, for what, is entered."""
        render = await self.render(shot, render_id)
        said = (await Typed.of(request)).one("need") or None
        by = (await caller_of(request)).name
        reage = self.desk.house.reage
        give = reage.plates if form == "exr" else reage.movie
        content = await give(render, by=by, need=said)
        return download(content, ZIP, f"{render.id}-{form}.zip")

    async def render(self, shot: Shot, identifier: UUID) -> Render:
        """A render of this shot, or NotFound."""
        return await self.desk.house.reage.render(identifier, of=shot.id)


def shown_of(shot: Shot, renders: list[Render]) -> Render | None:
    """The newest render of which something came, unless the shot is closed."""
    if shot.ended_at is not None:
        return None
    return next((each for each in renders if each.output is not None), None)


def word_states(tongue: Tongue) -> dict[Word, tuple[str, str]]:
    """What a performer's words are called, each with its sign."""
    return {
        Word.APPROVED: ("good", tongue.say("Approved")),
        Word.REFUSED: ("bad", tongue.say("Refused")),
    }


def state_words(tongue: Tongue) -> dict[WorkState, tuple[str, str]]:
    """What the states of a render are called, each with its sign."""
    say = tongue.say
    return {
        WorkState.WAITING: ("wait", say("Waiting for a worker")),
        WorkState.RUNNING: ("run", say("Being rendered")),
        WorkState.DONE: ("good", say("Rendered")),
        WorkState.STOPPED: ("off", say("Stopped")),
        WorkState.FAILED: ("bad", say("Failed")),
    }


def stage_words(tongue: Tongue) -> dict[str, str]:
    """What a render is at."""
    say = tongue.say
    return {
        "": say("Unsealing the pictures"),
        "learning": say("Learning from the key frames"),
        "carrying": say("Carrying the change, frame by frame"),
        "ageing": say("Bringing the face to its age, frame by frame"),
        "marking": say("Looking for the parts of the face"),
        "retouching": say("Retouching, frame by frame"),
    }
