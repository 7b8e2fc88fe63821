"""``/v1/clearance``: productions, tools, strikes and counsel's names."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Path

from matinee.access.door import caller_of, may
from matinee.access.model import Caller, Grant, ObjectKind, Role
from matinee.clearance.record import shapes
from matinee.clearance.record.answers import FactAnswer, FactList, fact_answer, fact_list
from matinee.clearance.record.facts import FactKind
from matinee.clearance.record.service import RecordService

_COUNSEL = may(Role.COUNSEL)
_DESK = may(Role.FILM_MAKER, Role.PROGRAMMER, Role.COUNSEL, Role.REPRESENTATIVE)
_By = Annotated[Caller, Depends(caller_of)]
_Tool = Annotated[str, Path(pattern=r"^[a-z0-9][a-z0-9._-]{0,79}$")]


def routes(record: RecordService) -> APIRouter:
    """The registers that counsel keeps."""
    router = APIRouter()
    for part in (_productions, _tools, _disputes, _names):
        router.routes.extend(part(record).routes)
    return router


def _productions(record: RecordService) -> APIRouter:
    router = APIRouter(prefix="/v1/clearance", tags=["clearance"])

    @router.post("/productions", status_code=201, dependencies=[_COUNSEL])
    async def add_production(body: shapes.NewProduction, by: _By) -> FactAnswer:
        """Record a production."""
        return fact_answer(await record.add_production(body, by=by.name))

    @router.get("/productions", dependencies=[may(Role.FILM_MAKER, Role.COUNSEL)])
    async def productions(by: _By) -> FactList:
        """List productions: all of them for counsel, the own ones for film-makers."""
        found = await record.current(FactKind.PRODUCTION)
        whole = bool(by.roles & {Role.COUNSEL, Role.OPERATOR})
        own = {Grant(ObjectKind.PRODUCTION, UUID(fact.key)) for fact in found} & by.grants
        keys = {str(grant.object_id) for grant in own}
        return fact_list([fact for fact in found if whole or fact.key in keys])

    @router.post(
        "/productions/{production_id}/name-clearances", status_code=201, dependencies=[_COUNSEL]
    )
    async def clear_name(production_id: UUID, body: shapes.NameClearance, by: _By) -> FactAnswer:
        """Let a production name something, or no longer."""
        return fact_answer(await record.clear_name(production_id, body, by=by.name))

    return router


def _tools(record: RecordService) -> APIRouter:
    router = APIRouter(prefix="/v1/clearance", tags=["clearance"])

    @router.put("/tools/{tool}", dependencies=[_COUNSEL])
    async def put_tool(tool: _Tool, body: shapes.NewTool, by: _By) -> FactAnswer:
        """Record a tool's terms; every standing permit falls."""
        return fact_answer(await record.put_tool(tool, body, by=by.name))

    @router.get("/tools", dependencies=[_DESK])
    async def tools() -> FactList:
        """List the tools as they were last reviewed."""
        return fact_list(await record.current(FactKind.TOOL))

    return router


def _disputes(record: RecordService) -> APIRouter:
    router = APIRouter(prefix="/v1/clearance", tags=["clearance"])

    @router.post("/disputes", status_code=201, dependencies=[_COUNSEL])
    async def add_dispute(body: shapes.NewDispute, by: _By) -> FactAnswer:
        """Record a strike."""
        return fact_answer(await record.put_dispute(body, by=by.name))

    @router.put("/disputes/{dispute_id}", dependencies=[_COUNSEL])
    async def put_dispute(dispute_id: UUID, body: shapes.NewDispute, by: _By) -> FactAnswer:
        """Record what changed of a strike, such as its end."""
        return fact_answer(await record.put_dispute(body, by=by.name, dispute=dispute_id))

    @router.get("/disputes", dependencies=[_DESK])
    async def disputes() -> FactList:
        """List strikes."""
        return fact_list(await record.current(FactKind.DISPUTE))

    return router


def _names(record: RecordService) -> APIRouter:
    router = APIRouter(prefix="/v1/clearance", tags=["clearance"])

    @router.post("/names", status_code=201, dependencies=[_COUNSEL])
    async def list_name(body: shapes.ListedName, by: _By) -> FactAnswer:
        """Put a name on counsel's list, or take it off."""
        return fact_answer(await record.list_name(body, by=by.name))

    @router.get("/names", dependencies=[_COUNSEL])
    async def names() -> FactList:
        """List the names that counsel wants found in prompts."""
        return fact_list(await record.current(FactKind.LISTED_NAME))

    return router
