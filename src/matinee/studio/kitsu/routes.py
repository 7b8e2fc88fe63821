"""``/v1/studio/scripts/ID/kitsu``: what would go to the house's Kitsu server, and sending it."""

from uuid import UUID

from fastapi import APIRouter, Request
from pydantic import BaseModel

from matinee.access.door import may
from matinee.access.model import Role
from matinee.studio.kitsu.plan import KitsuPlan
from matinee.studio.kitsu.service import KitsuDesk
from matinee.studio.routes import own_draft
from matinee.studio.service import StudioService


class AssetFacts(BaseModel):
    """A thing, by Kitsu's type and its name."""

    type: str
    name: str


class KitsuShotFacts(BaseModel):
    """A shot with what it is cast with."""

    sequence: str
    name: str
    description: str
    complexity: str
    cast: list[str]


class KitsuFacts(BaseModel):
    """What goes over; what stands there already stays as people have it."""

    assets: list[AssetFacts]
    sequences: list[str]
    shots: list[KitsuShotFacts]


def routes(kitsu: KitsuDesk, studio: StudioService) -> APIRouter:
    """A film-maker sees and sends those of the own productions."""
    router = APIRouter(prefix="/v1/studio", tags=["studio"], dependencies=[may(Role.FILM_MAKER)])

    @router.get("/scripts/{script_id}/kitsu")
    async def planned(request: Request, script_id: UUID) -> KitsuFacts:
        """Show the shots and assets that a draft has for Kitsu."""
        await own_draft(request, studio, script_id)
        return kitsu_facts(await kitsu.plan(script_id))

    @router.post("/scripts/{script_id}/kitsu", status_code=202)
    async def ask(request: Request, script_id: UUID) -> KitsuFacts:
        """Have them sent by a job; what is there is left alone."""
        await own_draft(request, studio, script_id)
        return kitsu_facts(await kitsu.ask(script_id))

    return router


def kitsu_facts(plan: KitsuPlan) -> KitsuFacts:
    """A plan as an answer."""
    return KitsuFacts(
        assets=[AssetFacts(type=each.type.value, name=each.name) for each in plan.assets],
        sequences=list(plan.sequences),
        shots=[
            KitsuShotFacts(
                sequence=each.sequence,
                name=each.name,
                description=each.description,
                complexity=each.complexity,
                cast=[asset.name for asset in each.cast],
            )
            for each in plan.shots
        ],
    )
