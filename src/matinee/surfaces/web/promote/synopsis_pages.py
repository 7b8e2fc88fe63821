"""The desk of synopses: one text at a time, its checks beside each sentence, one key a decision."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import RedirectResponse

from matinee.access.door import caller_of, may
from matinee.access.model import Role
from matinee.assembly.house import House
from matinee.errors import Conflict, Invalid
from matinee.promote.synopses.model import (
    Purpose,
    Text,
    TextId,
    TextKind,
    TextState,
    width,
)
from matinee.promote.tastes.model import TASTES
from matinee.promote.words.model import CheckedSentence, Fault
from matinee.surfaces.web.languages import Tongue
from matinee.surfaces.web.media.film_pages import name_of, titles_like
from matinee.surfaces.web.promote.telling import taste_words
from matinee.surfaces.web.rendering import Stage
from matinee.vocabulary.ids import TitleId

_DESK = may(Role.PROGRAMMER)
_PREFIX = "/desk/synopses"
_For = Annotated[str, Form(max_length=40)]
_Said = Annotated[str, Form(max_length=4_000)]
_NOTHING: Mapping[str, str] = {"kind": "", "text": "", "reason": ""}


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of a sentence, and why it is refused; None where it is not."""

    text: str
    fault: Fault | None = None


def routes(house: House, stage: Stage) -> APIRouter:
    """``/desk/synopses``."""
    router = APIRouter(prefix=_PREFIX, include_in_schema=False, dependencies=[_DESK])
    router.routes.extend(_deciding(house, stage).routes)
    router.routes.extend(_writing(house, stage).routes)

    @router.get("")
    async def synopses_page(
        request: Request, find: Annotated[str, Query(max_length=200)] = ""
    ) -> Response:
        """Show the titles that have texts, those that wait first, and find others by name."""
        shelf = await house.catalogue.shelf()
        counts = await house.synopses.counts()
        waiting = sorted(counts, key=lambda title: not counts[title].get(TextState.PROPOSED, 0))
        values = {
            "rows": [(title, name_of(shelf, title), counts[title]) for title in waiting],
            "find": find,
            "found": titles_like(shelf, find),
        }
        return stage.page("promote/synopses.html", stage.tongue(request), values)

    @router.get("/{title_id}")
    async def title_page(request: Request, title_id: UUID, text: UUID | None = None) -> Response:
        """Show one text to decide on with its checks, all texts of the title, and its sources."""
        return await _title_page(house, stage, request, TitleId(title_id), text)

    return router


def _deciding(house: House, stage: Stage) -> APIRouter:
    router = APIRouter(prefix=_PREFIX, include_in_schema=False, dependencies=[_DESK])

    @router.post("/{title_id}/undo")
    async def undo(title_id: UUID) -> Response:
        """Take the last decision back, and show its text again."""
        text = await house.synopses.undo(TitleId(title_id))
        return _to(title_id, text)

    @router.post("/{title_id}/texts/{text_id}")
    async def decide(
        request: Request,
        title_id: UUID,
        text_id: UUID,
        state: Annotated[TextState, Form()],
        reason: Annotated[str, Form(max_length=500)] = "",
    ) -> Response:
        """Decide on a text, and go on to the next that is open."""
        caller = await caller_of(request)
        await house.synopses.text_of(TitleId(title_id), TextId(text_id))
        try:
            await house.synopses.decide(TextId(text_id), state, by=caller.name, reason=reason)
        except (Conflict, Invalid) as failure:
            kept = {**_NOTHING, "reason": reason}
            title = TitleId(title_id)
            return await _title_page(
                house, stage, request, title, text_id, written=kept, failure=failure
            )
        return _to(title_id)

    return router


def _writing(house: House, stage: Stage) -> APIRouter:
    router = APIRouter(prefix=_PREFIX, include_in_schema=False, dependencies=[_DESK])

    @router.post("/{title_id}/texts")
    async def write(
        request: Request,
        title_id: UUID,
        kind: _For,
        text: _Said,
        follows: Annotated[UUID | None, Form()] = None,
    ) -> Response:
        """Propose a text, or another version of one, and show what is found of it."""
        caller = await caller_of(request)
        version = None if follows is None else TextId(follows)
        try:
            purpose = Purpose.read(kind)
            written = await house.synopses.write(
                TitleId(title_id),
                purpose.kind,
                text,
                by=caller.name,
                taste=purpose.taste,
                follows=version,
            )
        except Invalid as failure:
            kept = {**_NOTHING, "kind": kind, "text": text}
            title = TitleId(title_id)
            return await _title_page(
                house, stage, request, title, follows, written=kept, failure=failure
            )
        return _to(title_id, written.id)

    @router.post("/{title_id}/model")
    async def have_written(request: Request, title_id: UUID, kind: _For) -> Response:
        """Have the configured language model write a text, and show what is found of it."""
        caller = await caller_of(request)
        purpose = Purpose.read(kind)
        written = await house.synopses.have_written(
            TitleId(title_id), purpose.kind, by=caller.name, taste=purpose.taste
        )
        return _to(title_id, written.id)

    @router.post("/{title_id}/extract")
    async def extract(title_id: UUID) -> Response:
        """Have texts taken from the sources by procedure, for each purpose that has none."""
        await house.synopses.extract(TitleId(title_id))
        return _to(title_id)

    @router.post("/{title_id}/notes")
    async def note(request: Request, title_id: UUID, text: Annotated[str, Form()] = "") -> Response:
        """Keep what is known of a title beside its facts, as a source."""
        caller = await caller_of(request)
        await house.synopses.sources.put_notes(TitleId(title_id), text, by=caller.name)
        return _to(title_id)

    return router


async def _title_page(
    house: House,
    stage: Stage,
    request: Request,
    title: TitleId,
    asked: UUID | None,
    *,
    written: Mapping[str, str] = _NOTHING,
    failure: Conflict | Invalid | None = None,
) -> Response:
    tongue = stage.tongue(request)
    texts = await house.synopses.texts(title)
    shown = chosen(texts, asked)
    vouched = {
        each.text_id: each
        for each in reversed(await house.synopses.verdicts(title))
        if each.after is TextState.APPROVED and each.reason
    }
    values = {
        "title_id": title,
        "name": (await house.catalogue.title(title)).name,
        "texts": texts,
        "shown": shown,
        "checks": [(each, stretches(each)) for each in shown.sentences] if shown else [],
        "vouched": vouched,
        "kinds": kind_words(tongue),
        "faults": fault_words(tongue),
        "width": width,
        "points": tongue.signed_percent,
        "notes": await house.synopses.sources.notes(title),
        "sources": (await house.synopses.sources.material(title)).evidence.sources,
        "report": await house.variants.report(await house.synopses.published(title)),
        "has_model": house.synopses.has_model,
        "next": await _next(house, title),
        "written": written,
        "failure": failure,
    }
    status = 200 if failure is None else 409 if isinstance(failure, Conflict) else 422
    return stage.page("promote/synopsis.html", tongue, values, status=status)


async def _next(house: House, title: TitleId) -> TitleId | None:
    """Another title whose texts wait, the longest first."""
    counts = await house.synopses.counts()
    waiting = (each for each in counts if counts[each].get(TextState.PROPOSED) and each != title)
    return next(waiting, None)


def _to(title: UUID, text: UUID | None = None) -> Response:
    again = f"?text={text}" if text else ""
    return RedirectResponse(f"{_PREFIX}/{title}{again}", 303)


def chosen(texts: tuple[Text, ...], asked: UUID | None) -> Text | None:
    """The text that was asked for, else the oldest English one that nobody has decided on."""
    named = next((each for each in texts if each.id == asked), None)
    english = (each for each in reversed(texts) if each.draft.translates is None)
    waiting = (each for each in english if each.state is TextState.PROPOSED)
    return named or next(waiting, None)


def stretches(sentence: CheckedSentence) -> tuple[Stretch, ...]:
    """A sentence in pieces, so that what is refused can be marked where it stands."""
    pieces: list[Stretch] = []
    at = 0
    for found in sentence.findings:
        if found.start < at:
            continue
        pieces += [
            Stretch(sentence.text[at : found.start]),
            Stretch(sentence.text[found.start : found.end], found.fault),
        ]
        at = found.end
    return tuple(each for each in (*pieces, Stretch(sentence.text[at:])) if each.text)


def kind_words(tongue: Tongue) -> dict[Purpose, str]:
    """What a text is for."""
    watched = taste_words(tongue)
    return {
        Purpose(TextKind.SHORT): tongue.say("Short line"),
        Purpose(TextKind.MEDIUM): tongue.say("Synopsis for the top of the page"),
        Purpose(TextKind.LONG): tongue.say("Synopsis for the title's page"),
        Purpose(TextKind.TAGLINE): tongue.say("Tagline"),
        **{
            Purpose(TextKind.APPEAL, taste): tongue.say("Appeal to viewers of %(what)s")
            % {"what": watched[taste]}
            for taste in TASTES
        },
    }


def fault_words(tongue: Tongue) -> dict[str, str]:
    """Why a word is refused."""
    return {
        Fault.NAME: tongue.say("no source has this name"),
        Fault.ROLE: tongue.say("no source gives this person that role"),
        Fault.NUMBER: tongue.say("no source has this number of that"),
        Fault.GENRE: tongue.say("it is not of this genre"),
        Fault.WORD: tongue.say("nothing in the sources says this"),
        Fault.DENIAL: tongue.say("the sources say the opposite"),
        Fault.DEED: tongue.say("in the sources this is done by another, or to another"),
        Fault.SPOILER: tongue.say("only the last third of the story tells this"),
        Fault.NAME_LOST: tongue.say("this name of the English text does not stand here"),
        Fault.NUMBER_LOST: tongue.say("this number of the English text does not stand here"),
        Fault.NUMBER_ADDED: tongue.say("the English text has no such number"),
        Fault.UNTRANSLATED: tongue.say("this is not written in the language"),
    }
