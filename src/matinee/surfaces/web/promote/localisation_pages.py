"""The desk of localisation: what is owed in each language, both texts side by side, the names."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import RedirectResponse

from matinee.access.door import caller_of, may
from matinee.access.model import Role
from matinee.assembly.house import House
from matinee.errors import Conflict, Invalid, NotFound
from matinee.promote.localisation.model import Owed, Sheet, Standing
from matinee.promote.synopses.model import Returned, Text, TextId, TextState, width
from matinee.surfaces.web.languages import Tongue
from matinee.surfaces.web.media.film_pages import name_of
from matinee.surfaces.web.promote.synopsis_pages import fault_words, kind_words, stretches
from matinee.surfaces.web.rendering import Stage
from matinee.vocabulary.places import Language

_DESK = may(Role.PROGRAMMER)
_PREFIX = "/desk/localisation"
_LISTED = 100
_BETWEEN = ";"
"""What stands between the forms of a name."""


def routes(house: House, stage: Stage) -> APIRouter:
    """``/desk/localisation``."""
    router = APIRouter(prefix=_PREFIX, include_in_schema=False, dependencies=[_DESK])
    router.routes.extend(_acting(house, stage).routes)

    @router.get("")
    async def queue_page(
        request: Request, language: Annotated[str, Query(max_length=20)] = ""
    ) -> Response:
        """Show what is owed in a language, what is open first, and how much in the others."""
        tongue = stage.tongue(request)
        counts = await house.localisation.counts()
        if not counts:
            raise NotFound(
                "Nothing is translated here.", remedy="Set MATINEE_LOCALISATION__LANGUAGES."
            )
        chosen = Language(language) if language else next(iter(counts))
        queue = await house.localisation.queue(chosen)
        shelf = await house.catalogue.shelf()
        listed = [(owed, await house.synopses.text(owed.source)) for owed in queue[:_LISTED]]
        values = {
            "language": chosen,
            "counts": counts,
            "rows": [(owed, said, name_of(shelf, said.draft.title_id)) for owed, said in listed],
            "more": len(queue) - len(listed),
            "kinds": kind_words(tongue),
            "standings": Standing,
        }
        return stage.page("promote/localisation.html", tongue, values)

    @router.get("/{language}/{source_id}")
    async def sheet_page(request: Request, language: str, source_id: UUID) -> Response:
        """Show a text and its translation side by side, with what the translation lost."""
        return await _sheet_page(house, stage, request, language, source_id)

    return router


def _acting(house: House, stage: Stage) -> APIRouter:
    router = APIRouter(prefix=_PREFIX, include_in_schema=False, dependencies=[_DESK])

    @router.post("/{language}/{source_id}")
    async def translate(
        request: Request,
        language: str,
        source_id: UUID,
        text: Annotated[str, Form(max_length=4_000)],
        follows: Annotated[UUID | None, Form()] = None,
    ) -> Response:
        """Propose a translation, and show what it lost or added."""
        caller = await caller_of(request)
        try:
            await house.localisation.translate(
                TextId(source_id),
                Language(language),
                text,
                by=caller.name,
                follows=None if follows is None else TextId(follows),
            )
        except (Conflict, Invalid) as failure:
            return await _sheet_page(
                house, stage, request, language, source_id, written=text, failure=failure
            )
        return RedirectResponse(f"{_PREFIX}/{language}/{source_id}", 303)

    @router.post("/{language}/{source_id}/decide")
    async def decide(
        request: Request,
        language: str,
        source_id: UUID,
        text: Annotated[UUID, Form()],
        state: Annotated[TextState, Form()],
        reason: Annotated[str, Form(max_length=500)] = "",
    ) -> Response:
        """Decide on a translation, and go on to the next that is open in the language."""
        caller = await caller_of(request)
        await house.localisation.translation(TextId(text), TextId(source_id), Language(language))
        try:
            await house.synopses.decide(TextId(text), state, by=caller.name, reason=reason)
        except (Conflict, Invalid) as failure:
            return await _sheet_page(house, stage, request, language, source_id, failure=failure)
        after = _next(await house.localisation.queue(Language(language)), source_id)
        if after is None:
            return RedirectResponse(f"{_PREFIX}?language={Language(language)}", 303)
        return RedirectResponse(f"{_PREFIX}/{Language(language)}/{after}", 303)

    @router.post("/{language}/{source_id}/back")
    async def say_back(
        request: Request, language: str, source_id: UUID, text: Annotated[UUID, Form()]
    ) -> Response:
        """Have a translation said in English by the language model, and show where they part."""
        caller = await caller_of(request)
        source = TextId(source_id)
        returned = await house.synopses.said_back(TextId(text), of=source, by=caller.name)
        return await _sheet_page(house, stage, request, language, source_id, returned=returned)

    @router.post("/{language}/{source_id}/undo")
    async def undo(language: str, source_id: UUID) -> Response:
        """Take the last decision about the title's texts back."""
        said = await house.synopses.text(TextId(source_id))
        await house.synopses.undo(said.draft.title_id)
        return RedirectResponse(f"{_PREFIX}/{Language(language)}/{source_id}", 303)

    @router.post("/{language}/{source_id}/names")
    async def name(
        request: Request,
        language: str,
        source_id: UUID,
        term: Annotated[str, Form(max_length=200)],
        forms: Annotated[str, Form(max_length=1_000)] = "",
    ) -> Response:
        """Let a name of the title stand so in the language."""
        caller = await caller_of(request)
        said = await house.synopses.text(TextId(source_id))
        await house.synopses.glossary.put(
            said.draft.title_id, Language(language), term, forms.split(_BETWEEN), by=caller.name
        )
        return RedirectResponse(f"{_PREFIX}/{Language(language)}/{source_id}", 303)

    return router


async def _sheet_page(
    house: House,
    stage: Stage,
    request: Request,
    language: str,
    source: UUID,
    *,
    written: str = "",
    failure: Conflict | Invalid | None = None,
    returned: Returned | None = None,
) -> Response:
    tongue = stage.tongue(request)
    sheet = await house.localisation.sheet(TextId(source), Language(language))
    shelf = await house.catalogue.shelf()
    shown = sheet.translation
    values = {
        "sheet": sheet,
        "name": name_of(shelf, sheet.source.draft.title_id),
        "checks": _checks(shown),
        "next": _next(await house.localisation.queue(sheet.language), source),
        "direction": Tongue(sheet.language).direction,
        "room": sheet.source.draft.purpose.room,
        "width": width,
        "kinds": kind_words(tongue),
        "faults": fault_words(tongue),
        "standings": Standing,
        "written": written or _begun(sheet),
        "between": f"{_BETWEEN} ",
        "failure": failure,
        "has_model": house.synopses.has_model,
        "returned": returned,
    }
    status = 200 if failure is None else 409 if isinstance(failure, Conflict) else 422
    return stage.page("promote/translation.html", tongue, values, status=status)


def _checks(shown: Text | None) -> Sequence[object]:
    return [(each, stretches(each)) for each in shown.sentences] if shown else []


def _begun(sheet: Sheet) -> str:
    """What a translator goes on from."""
    return "" if sheet.translation is None else sheet.translation.draft.text


def _next(queue: Sequence[Owed], source: UUID) -> TextId | None:
    """Another text that is open in the language, one to decide on before one to write."""
    done = Standing.DONE
    return next(
        (each.source for each in queue if each.source != source and each.standing != done), None
    )
