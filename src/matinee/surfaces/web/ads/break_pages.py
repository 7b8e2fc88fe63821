"""Breaks of titles: the list, and the editor of one over the strip of its film."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from matinee.access.door import may
from matinee.access.model import Role
from matinee.ads.breaks.model import HOUR, clock
from matinee.ads.breaks.service import LONGEST, PLACED, SHORTEST, USUAL, BreakDesk
from matinee.ads.model import TitleBreak
from matinee.errors import MatineeError
from matinee.media.model import Film, FilmId, FilmState
from matinee.surfaces.web.ads.break_drafts import Acts, Sitting, sitting_of
from matinee.surfaces.web.ads.break_strip import (
    marks_drawn,
    placements_drawn,
    places_drawn,
    stretches_drawn,
)
from matinee.surfaces.web.ads.break_words import (
    bar_words,
    changed_words,
    cue_words,
    fault_words,
    format_words,
    mood_words,
    placement_words,
)
from matinee.surfaces.web.ads.frame import ROOT, AdDesk
from matinee.surfaces.web.clearance.forms import Typed
from matinee.surfaces.web.media.film_pages import name_of, sheets_of
from matinee.surfaces.web.media.film_strip import strip_of
from matinee.surfaces.web.rendering import is_fragment
from matinee.vocabulary.ids import TitleId

BREAKS = f"{ROOT}/breaks"


@dataclass(frozen=True, slots=True)
class Shown:
    """A sitting as it is to be shown: what just happened, and what was refused."""

    sitting: Sitting
    said: str = ""
    refusal: str = ""


def routes(desk: AdDesk) -> APIRouter:
    """``/desk/ads/breaks`` and what is under it."""
    router = APIRouter(
        prefix=BREAKS, include_in_schema=False, dependencies=[may(Role.PROGRAMMER, Role.OPERATOR)]
    )

    @router.get("")
    async def titles(request: Request) -> Response:
        """List the titles whose films can have breaks."""
        shelf = await desk.house.catalogue.shelf()
        newest: dict[TitleId, Film] = {}
        for film in await desk.house.media.films():
            if film.state is FilmState.READY:
                newest.setdefault(film.title_id, film)
        rows = [
            (film, name_of(shelf, title), _sum(await desk.house.ad_delivery.breaks(title), film))
            for title, film in newest.items()
        ]
        return await desk.page(request, "breaks.html", {"rows": rows})

    @router.get("/{title_id}")
    async def editor(request: Request, title_id: UUID) -> Response:
        """Show a title's breaks on its film, to be edited."""
        known = await desk.house.ad_breaks.desk(TitleId(title_id))
        sitting = Sitting(known.draft, (), known.version)
        return await _shown(desk, request, known, Shown(sitting))

    @router.post("/{title_id}")
    async def act(request: Request, title_id: UUID) -> Response:
        """Change the draft that the form carries, or save it; htmx gets what changed alone."""
        typed = await Typed.of(request)
        known = await desk.house.ad_breaks.desk(TitleId(title_id))
        sitting = sitting_of(typed, known)
        try:
            if typed.one("act") == "save":
                return await _saved(desk, request, known, sitting)
            after = await Acts(desk.house.ad_breaks, known).done(sitting, typed)
        except MatineeError as refusal:
            return await _shown(desk, request, known, Shown(sitting, refusal=str(refusal)), 422)
        said = changed_words(sitting.draft, after.draft, desk.stage.tongue(request))
        return await _shown(desk, request, known, Shown(after, said))

    return router


async def _saved(desk: AdDesk, request: Request, known: BreakDesk, sitting: Sitting) -> Response:
    version = await desk.house.ad_breaks.save(known.title, sitting.draft, sitting.version)
    if not is_fragment(request):
        return RedirectResponse(f"{BREAKS}/{known.title}", 303)
    said = desk.stage.tongue(request).say(
        "Saved. Sessions that begin from now on meet these breaks."
    )
    now = await desk.house.ad_breaks.desk(known.title)
    return await _shown(desk, request, now, Shown(Sitting(now.draft, (), version), said))


async def _shown(
    desk: AdDesk, request: Request, known: BreakDesk, shown: Shown, status: int = 200
) -> Response:
    """The page, or for htmx, which shows no answer that is an error, what changes of it.

    Where no film was looked into nothing can change: the page says so.
    """
    fragment = is_fragment(request) and known.places is not None
    values = {
        "title_id": known.title,
        "here": f"{BREAKS}/{known.title}",
        "said": shown.said,
        "refusal": shown.refusal,
        "fragment": fragment,
        "clock": clock,
        **await _edited(desk, request, known, shown.sitting),
    }
    if fragment:
        return await desk.page(request, "break_sheet.html", values)
    values |= await _film(desk, request, known)
    return await desk.page(request, "break_editor.html", values, status=status)


async def _edited(
    desk: AdDesk, request: Request, known: BreakDesk, sitting: Sitting
) -> dict[str, Any]:
    """All that a change of the draft can change on the page."""
    if known.places is None:
        return {"judged": None}
    tongue = desk.stage.tongue(request)
    draft, before = sitting.written
    judged = await desk.house.ad_breaks.weigh(known.title, sitting.draft)
    beside = await desk.house.ad_breaks.beside_of(known.title, sitting.draft)
    seconds = known.places.seconds
    return {
        "judged": judged,
        "marks": marks_drawn(judged.breaks, seconds),
        "stretches": stretches_drawn(sitting.draft.marked, seconds),
        "marked": sitting.draft.marked,
        "placed": list(beside.judged(each.at for each in sitting.draft.breaks)),
        "pictures": placements_drawn(sitting.draft.placements, seconds),
        "placement_faults": placement_words(tongue),
        "formats": {each: words for each, words in format_words(tongue).items() if each in PLACED},
        "standing": (SHORTEST, LONGEST, USUAL),
        "advertisers": await desk.advertiser_names(),
        "kept_out": sitting.draft.kept_out,
        "blocks": known.house_rules.blocks,
        "rules": sitting.draft.rules or known.house_rules,
        "own_rules": sitting.draft.rules is not None,
        "draft": draft,
        "before": before,
        "steps": len(sitting.before),
        "version": sitting.version,
        "dirty": sitting.draft != known.draft,
        "scenes": known.places.scenes,
        "bars": bar_words(tongue),
        "faults_said": fault_words(tongue),
        "cues": cue_words(tongue),
        "moods": mood_words(tongue),
    }


async def _film(desk: AdDesk, request: Request, known: BreakDesk) -> dict[str, Any]:
    """The film under the breaks: its strip, and its places."""
    shelf = await desk.house.catalogue.shelf()
    found: dict[str, Any] = {"name": name_of(shelf, known.title), "strip": None}
    if known.places is None or known.film is None:
        return found
    film = await desk.house.media.film(FilmId(known.film))
    return found | {
        "strip": strip_of(await desk.house.media.story(film.id), desk.stage.tongue(request)),
        "sheets": sheets_of(desk.house, film),
        "seconds": known.places.seconds,
        "places": places_drawn(known.places),
        "film": film,
    }


def _sum(breaks: Sequence[TitleBreak], film: Film) -> tuple[int, float, float]:
    """How many breaks, their seconds, and seconds of ads in an hour of film."""
    seconds = sum(each.duration.total_seconds() for each in breaks)
    return len(breaks), seconds, seconds * HOUR / max(film.seconds or 0.0, 1.0)
