"""The page of a lineage: a graph to look at, and the same as a list to be read."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response

from matinee.access.door import may
from matinee.access.model import ObjectKind, Role
from matinee.assembly.house import House
from matinee.studio.lineage.model import Graph, NodeKind
from matinee.studio.lineage.routes import own_output
from matinee.surfaces.web.clearance.frame import ClearanceDesk
from matinee.surfaces.web.rendering import Stage
from matinee.surfaces.web.studio.lineage_drawing import HIGH, WIDE, drawn
from matinee.surfaces.web.studio.lineage_words import kind_words, relation_words, term_words

ROOT = "/desk/studio/lineage"
_PAGES = {
    NodeKind.OUTPUT: "/desk/clearance/outputs/",
    NodeKind.SHOT: "/desk/studio/reageing/shots/",
}


def routes(house: House, stage: Stage) -> APIRouter:
    """``/desk/studio/lineage``."""
    router = APIRouter(prefix=ROOT, include_in_schema=False)
    desk = ClearanceDesk(house, stage)
    own = may(Role.FILM_MAKER, of=ObjectKind.PRODUCTION, by="production_id")

    async def page(request: Request, graph: Graph) -> Response:
        tongue = stage.tongue(request)
        values: dict[str, Any] = {
            "graph": graph,
            "drawn": drawn(graph),
            "wide": WIDE,
            "high": HIGH,
            "kinds": kind_words(tongue),
            "relations": relation_words(tongue),
            "terms": term_words(tongue),
            "pages": _PAGES,
        }
        return await desk.page(request, "lineage.html", values, place="lineage", folder="studio")

    @router.get("/pictures/{production_id}/{reference_id}", dependencies=[own])
    async def of_picture(request: Request, production_id: UUID, reference_id: UUID) -> Response:
        """Show how a picture on a board came to be."""
        return await page(
            request, await house.boards.lineage.of_picture(production_id, reference_id)
        )

    @router.get("/outputs/{output_id}", dependencies=[may(Role.FILM_MAKER)])
    async def of_output(request: Request, output_id: UUID) -> Response:
        """Show how what a model made came to be."""
        return await page(request, await own_output(request, house.boards.lineage, output_id))

    return router
