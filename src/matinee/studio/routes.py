"""``/v1/studio``: scripts of productions, their scenes, elements, and what people decide."""

import asyncio
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from matinee.access.door import caller_of, may, reach, reached_by
from matinee.access.model import Caller, ObjectKind, Role, Use
from matinee.errors import Invalid
from matinee.studio import answers
from matinee.studio.breakdown.model import BY_KEY, Category
from matinee.studio.element_lists import as_csv, as_xlsx
from matinee.studio.model import Draft, Verdict
from matinee.studio.service import StudioService
from matinee.studio.timeline_markers import as_otio
from matinee.studio.vfx.listing import vfx_shots

SCRIPTS_PATH = "/v1/studio/scripts"
FILE_TYPES = frozenset(
    {"application/octet-stream", "application/pdf", "application/xml", "text/plain"}
)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MAKERS = may(Role.FILM_MAKER)
_FILE: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            kind: {"schema": {"type": "string", "format": "binary"}} for kind in sorted(FILE_TYPES)
        },
    }
}
_TABLE: dict[int | str, dict[str, Any]] = {
    200: {"content": {"text/csv": {"schema": {"type": "string"}}, XLSX: {}, "application/json": {}}}
}
_TIMELINE: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {"application/json": {"schema": {"type": "object"}}},
    }
}
_By = Annotated[Caller, Depends(caller_of)]
_CategoryKey = Annotated[str, Field(pattern="^[a-z_]{1,40}$")]


class Said(BaseModel):
    """What is decided on some elements; one ``name`` for several merges them."""

    model_config = ConfigDict(extra="forbid")

    elements: list[UUID] = Field(min_length=1, max_length=500)
    verdict: Literal["accept", "change", "refuse"]
    category: _CategoryKey | None = None
    name: str = Field(default="", max_length=200)


class Added(BaseModel):
    """An element that was missed; ``scene`` is the place of its scene, from 0."""

    model_config = ConfigDict(extra="forbid")

    scene: int = Field(ge=0, lt=2**31)
    category: _CategoryKey
    name: str = Field(min_length=1, max_length=200)


def routes(studio: StudioService) -> APIRouter:
    """Scripts, sheets and decisions; a film-maker reaches those of the own productions."""
    router = APIRouter()
    router.routes.extend(_scripts(studio).routes)
    router.routes.extend(_elements(studio).routes)
    return router


async def own_draft(request: Request, studio: StudioService, identifier: UUID) -> Draft:
    """A draft, if its production is the caller's own; else as if there were none."""
    draft = await studio.draft(identifier)
    await reach(request, Use.PRODUCE, ObjectKind.PRODUCTION, draft.production)
    return draft


def own_productions(caller: Caller) -> frozenset[UUID] | None:
    """The productions whose scripts a caller may list; None stands for all."""
    if Role.OPERATOR in caller.roles:
        return None
    own = reached_by(caller, Use.PRODUCE, ObjectKind.PRODUCTION)
    return frozenset(UUID(each) for each in own)


def _scripts(studio: StudioService) -> APIRouter:
    router = APIRouter(prefix="/v1/studio", tags=["studio"], dependencies=[_MAKERS])

    @router.post("/scripts", status_code=201, openapi_extra=_FILE)
    async def add_script(
        request: Request,
        by: _By,
        production: UUID,
        name: Annotated[str, Query(min_length=1, max_length=200)],
        *,
        ocr: bool = False,
    ) -> answers.DraftFacts:
        """Take a draft in: Fountain, FDX, PDF or plain text; its analysis is queued.

        With ``ocr`` the pages of a PDF that are pictures are read first: check what they say.
        """
        await reach(request, Use.PRODUCE, ObjectKind.PRODUCTION, production)
        data = await request.body()
        draft = await studio.add(production, data, name=name, by=by.name, pictures=ocr)
        return answers.draft_facts(draft)

    @router.get("/scripts")
    async def scripts(by: _By) -> answers.DraftList:
        """List the scripts of the own productions, the newest draft of each first."""
        return answers.draft_list(await studio.drafts(own_productions(by)))

    @router.get("/scripts/{script_id}")
    async def script(request: Request, script_id: UUID) -> answers.SheetFacts:
        """A draft with its scenes, and how many elements each has."""
        await own_draft(request, studio, script_id)
        return answers.sheet_facts(await studio.sheet(script_id))

    @router.get("/scripts/{script_id}/revision")
    async def revision(request: Request, script_id: UUID) -> answers.RevisionFacts:
        """What became of the scenes of the draft before."""
        await own_draft(request, studio, script_id)
        return answers.revision_facts(*await studio.revision(script_id))

    return router


def _elements(studio: StudioService) -> APIRouter:
    router = APIRouter(prefix="/v1/studio", tags=["studio"], dependencies=[_MAKERS])

    @router.get("/scripts/{script_id}/vfx")
    async def vfx(request: Request, script_id: UUID) -> answers.ShotList:
        """The shots that a draft's elements make likely, with method, complexity and count."""
        await own_draft(request, studio, script_id)
        sheet = await studio.sheet(script_id)
        return answers.shot_list(sheet, vfx_shots(sheet))

    @router.get("/scripts/{script_id}/elements")
    async def elements(request: Request, script_id: UUID) -> answers.ElementList:
        """The elements of a draft, by scene and category."""
        await own_draft(request, studio, script_id)
        return answers.element_list((await studio.sheet(script_id)).elements)

    @router.get("/scripts/{script_id}/elements/file", responses=_TABLE, response_class=Response)
    async def element_file(
        request: Request, script_id: UUID, form: Literal["csv", "xlsx", "otio"] = "csv"
    ) -> Response:
        """The element list as a spreadsheet, or as markers on an OpenTimelineIO timeline."""
        await own_draft(request, studio, script_id)
        sheet = await studio.sheet(script_id)
        headers = {"Content-Disposition": f'attachment; filename="elements.{form}"'}
        if form == "csv":
            return Response(as_csv(sheet), media_type="text/csv; charset=utf-8", headers=headers)
        if form == "otio":
            content = await asyncio.to_thread(as_otio, sheet)
            return Response(content, media_type="application/json", headers=headers)
        return Response(as_xlsx(sheet), media_type=XLSX, headers=headers)

    @router.post("/scripts/{script_id}/decisions")
    async def decide(request: Request, script_id: UUID, body: Said, by: _By) -> answers.ElementList:
        """Accept, change or refuse elements; the tagger of this production learns from it."""
        await own_draft(request, studio, script_id)
        made = await studio.decide(
            script_id,
            body.elements,
            Verdict(body.verdict),
            by=by.name,
            category=category_named(body.category) if body.category else None,
            name=body.name,
        )
        return answers.element_list(made)

    @router.post("/scripts/{script_id}/elements", status_code=201)
    async def add_element(
        request: Request, script_id: UUID, body: Added, by: _By
    ) -> answers.ElementList:
        """Add an element that was missed."""
        await own_draft(request, studio, script_id)
        category = category_named(body.category)
        added = [(body.scene, category, body.name)]
        return answers.element_list(await studio.add_elements(script_id, added, by=by.name))

    @router.post("/scripts/{script_id}/timeline", openapi_extra=_TIMELINE)
    async def read_timeline(request: Request, script_id: UUID, by: _By) -> answers.MarkersRead:
        """Add what an editor noted by markers on an OpenTimelineIO timeline of this draft."""
        await own_draft(request, studio, script_id)
        notes = await studio.read_timeline(script_id, await request.body(), by=by.name)
        return answers.markers_read(notes)

    return router


def category_named(key: str) -> Category:
    """A category by its key; Invalid where there is none."""
    found = BY_KEY.get(key)
    if found is None:
        raise Invalid(
            f"There is no category {key}.",
            remedy=f"Give one of {', '.join(sorted(BY_KEY))}.",
            field="category",
        )
    return found
