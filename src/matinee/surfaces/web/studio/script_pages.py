"""The studio's desk: scripts of productions, one with its tags, and its element list."""

from collections import Counter
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from matinee.access.door import caller_of, may, reach
from matinee.access.model import ObjectKind, Role, Use
from matinee.errors import Conflict, Invalid, Unavailable
from matinee.studio.breakdown.model import BY_KEY, Category
from matinee.studio.model import DraftState, Notes, Sheet
from matinee.studio.routes import XLSX, category_named, own_productions
from matinee.surfaces.web.clearance.forms import Typed
from matinee.surfaces.web.studio.asking import read_decision
from matinee.surfaces.web.studio.frame import ROOT, StudioDesk, download

UPLOAD_PATH = f"{ROOT}/scripts"
_MAKERS = may(Role.FILM_MAKER)
_ROWS = 250
"""Rows of the element list on one page."""


def routes(desk: StudioDesk) -> APIRouter:
    """The list of scripts, a script, its elements, and what is decided on them."""
    router = APIRouter()
    router.routes.extend(_scripts(desk).routes)
    router.routes.extend(_elements(desk).routes)
    router.routes.extend(_decisions(desk).routes)
    return router


def _scripts(desk: StudioDesk) -> APIRouter:
    router = APIRouter(include_in_schema=False, dependencies=[_MAKERS])
    studio = desk.house.studio

    async def listing(request: Request, fault: str = "") -> Response:
        own = own_productions(await caller_of(request))
        titles = await studio.productions.titles()
        productions = {key: title for key, title in titles.items() if own is None or key in own}
        drafts = [each for each in await studio.drafts(own) if each.production in titles]
        values = {
            "titles_of": dict(sorted(productions.items(), key=lambda item: item[1].casefold())),
            "drafts": drafts,
            "waiting": any(each.state is DraftState.WAITING for each in drafts),
            "fault": fault,
        }
        return await desk.page(
            request, "scripts.html", values, place="studio", status=422 if fault else 200
        )

    @router.get(ROOT)
    async def scripts(request: Request) -> Response:
        """List the scripts of the own productions, with the form for a new draft."""
        return await listing(request)

    @router.post(UPLOAD_PATH)
    async def add(request: Request) -> Response:
        """Take a draft in from the form."""
        say = desk.stage.tongue(request).say
        async with request.form(max_files=1, max_fields=5) as form:
            file, production = form.get("file"), str(form.get("production", ""))
            data = b"" if file is None or isinstance(file, str) else await file.read()
            name = "" if file is None or isinstance(file, str) else file.filename or ""
            pictures = form.get("ocr") == "on"
        try:
            key = UUID(production)
        except ValueError:
            return await listing(request, say("Choose the production that the script is of."))
        await reach(request, Use.PRODUCE, ObjectKind.PRODUCTION, key)
        try:
            by = (await caller_of(request)).name
            draft = await studio.add(key, data, name=name, by=by, pictures=pictures)
        except (Invalid, Unavailable) as refused:
            return await listing(request, f"{refused.sentence} {refused.remedy}".strip())
        return RedirectResponse(f"{ROOT}/scripts/{draft.id}", 303)

    @router.get(f"{ROOT}/scripts/{{script_id}}")
    async def script(request: Request, script_id: UUID) -> Response:
        """Show a script with its tags, and each scene's breakdown sheet beside it."""
        draft = await desk.own(request, script_id)
        if draft.state is not DraftState.READY:
            return await desk.page(request, "waiting.html", draft=draft, place="script")
        sheet, scenes = await desk.house.studio_views.marked(draft)
        boards = await desk.house.concept_boards.boards_of_scenes(draft.production, sheet.scenes)
        values = {"scenes": scenes, "shown": _counts(sheet), "boards": boards}
        return await desk.page(request, "script.html", values, draft=draft, place="script")

    return router


def _counts(sheet: Sheet) -> dict[Category, int]:
    counts = Counter(element.found.category for element in sheet.elements)
    return {category: counts[category] for category in Category if counts[category]}


async def _listing(
    desk: StudioDesk,
    request: Request,
    script_id: UUID,
    category: str,
    page: int = 1,
    *,
    fault: str = "",
    notes: Notes | None = None,
    status: int = 200,
) -> Response:
    draft = await desk.own(request, script_id)
    if draft.state is not DraftState.READY:
        return await desk.page(request, "waiting.html", draft=draft, place="elements")
    sheet = await desk.house.studio.sheet(script_id)
    chosen = BY_KEY.get(category)
    found = [each for each in sheet.elements if chosen in {None, each.found.category}]
    pages = max(1, -(-len(found) // _ROWS))
    page = min(max(page, 1), pages)
    values: dict[str, Any] = {
        "sheet": sheet,
        "chosen": chosen,
        "shown": _counts(sheet),
        "elements": found[(page - 1) * _ROWS : page * _ROWS],
        "page": page,
        "pages": pages,
        "decided": sum(each.decided for each in sheet.elements),
        "all_categories": list(Category),
        "fault": fault,
        "notes": notes,
    }
    return await desk.page(
        request, "elements.html", values, draft=draft, place="elements", status=status
    )


def _elements(desk: StudioDesk) -> APIRouter:
    router = APIRouter(include_in_schema=False, dependencies=[_MAKERS])

    @router.get(f"{ROOT}/scripts/{{script_id}}/elements")
    async def elements(
        request: Request, script_id: UUID, category: str = "", page: int = 1
    ) -> Response:
        """List elements, all or one category, to accept, change, refuse and merge."""
        return await _listing(desk, request, script_id, category, page)

    @router.get(f"{ROOT}/scripts/{{script_id}}/elements.csv")
    async def elements_csv(request: Request, script_id: UUID) -> Response:
        """Write the element list as CSV."""
        await desk.own(request, script_id)
        content = await desk.house.studio_views.elements_csv(script_id)
        return download(content, "text/csv; charset=utf-8", "elements.csv")

    @router.get(f"{ROOT}/scripts/{{script_id}}/elements.xlsx")
    async def elements_xlsx(request: Request, script_id: UUID) -> Response:
        """Write the element list as a workbook."""
        await desk.own(request, script_id)
        content = await desk.house.studio_views.elements_xlsx(script_id)
        return download(content, XLSX, "elements.xlsx")

    @router.get(f"{ROOT}/scripts/{{script_id}}/elements.otio")
    async def elements_otio(request: Request, script_id: UUID) -> Response:
        """Write the scenes and their elements as a timeline with markers."""
        await desk.own(request, script_id)
        content = await desk.house.studio_views.elements_otio(script_id)
        return download(content, "application/json", "elements.otio")

    @router.get(f"{ROOT}/scripts/{{script_id}}/script.fdx")
    async def fdx(request: Request, script_id: UUID) -> Response:
        """Write the script for Final Draft, with the elements as tags."""
        await desk.own(request, script_id)
        content = await desk.house.studio_views.tagged_fdx(script_id)
        return download(content, "application/xml", "script.fdx")

    return router


def _decisions(desk: StudioDesk) -> APIRouter:
    router = APIRouter(include_in_schema=False, dependencies=[_MAKERS])
    studio = desk.house.studio

    @router.post(f"{ROOT}/scripts/{{script_id}}/decisions")
    async def decide(request: Request, script_id: UUID) -> Response:
        """Accept, change, refuse or merge what is ticked, or one row by its own button."""
        await desk.own(request, script_id)
        typed = await Typed.of(request)
        say = desk.stage.tongue(request).say
        chosen = typed.one("category")
        page = int(typed.one("page")) if typed.one("page").isdecimal() else 1
        asked = read_decision(typed, await studio.sheet(script_id))
        if asked is None:
            fault = say("Tick the elements first, or use a row's own buttons.")
            return await _listing(desk, request, script_id, chosen, page, fault=fault, status=422)
        try:
            await studio.decide(
                script_id,
                asked.elements,
                asked.verdict,
                by=(await caller_of(request)).name,
                category=asked.category,
                name=asked.name,
            )
        except (Conflict, Invalid) as refused:
            fault = f"{refused.sentence} {refused.remedy}".strip()
            return await _listing(desk, request, script_id, chosen, page, fault=fault, status=409)
        back = f"{ROOT}/scripts/{script_id}/elements?page={page}"
        back += f"&category={chosen}" if chosen in BY_KEY else ""
        return RedirectResponse(f"{back}#e-{asked.next_row}", 303)

    @router.post(f"{ROOT}/scripts/{{script_id}}/elements")
    async def add_element(request: Request, script_id: UUID) -> Response:
        """Add an element that was missed."""
        await desk.own(request, script_id)
        typed = await Typed.of(request)
        try:
            scene = int(typed.one("scene")) if typed.one("scene").isdecimal() else -1
            added = [(scene, category_named(typed.one("becomes")), typed.one("name"))]
            by = (await caller_of(request)).name
            await studio.add_elements(script_id, added, by=by)
        except Invalid as refused:
            fault = f"{refused.sentence} {refused.remedy}".strip()
            return await _listing(desk, request, script_id, "", fault=fault, status=422)
        return RedirectResponse(f"{ROOT}/scripts/{script_id}/elements", 303)

    @router.post(f"{ROOT}/scripts/{{script_id}}/timeline")
    async def timeline(request: Request, script_id: UUID) -> Response:
        """Add what an editor noted by markers on a timeline of this draft."""
        await desk.own(request, script_id)
        async with request.form(max_files=1, max_fields=2) as form:
            file = form.get("file")
            data = b"" if file is None or isinstance(file, str) else await file.read()
        try:
            by = (await caller_of(request)).name
            notes = await studio.read_timeline(script_id, data, by=by)
        except (Conflict, Invalid) as refused:
            fault = f"{refused.sentence} {refused.remedy}".strip()
            return await _listing(desk, request, script_id, "", fault=fault, status=422)
        return await _listing(desk, request, script_id, "", notes=notes)

    return router
