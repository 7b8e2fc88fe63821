"""``/v1/studio/…/lineage``: how a picture on a board, or an output, came to be, as a graph."""

from datetime import datetime
from uuid import UUID

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict

from matinee.access.door import may, nothing_here, reach
from matinee.access.model import ObjectKind, Role, Use
from matinee.errors import NotFound
from matinee.studio.lineage.model import Graph, NodeKind, Relation, Term
from matinee.studio.lineage.service import LineageService


class FactAnswer(BaseModel):
    """Something that is recorded of a node."""

    model_config = ConfigDict(frozen=True)

    term: Term
    value: bool | int | datetime | str


class NodeAnswer(BaseModel):
    """A node; ``id`` is its own where it has one."""

    model_config = ConfigDict(frozen=True)

    key: str
    kind: NodeKind
    id: str
    name: str
    facts: tuple[FactAnswer, ...]


class EdgeAnswer(BaseModel):
    """``above`` came of ``below``, or rests on it."""

    model_config = ConfigDict(frozen=True)

    above: str
    below: str
    relation: Relation


class GraphAnswer(BaseModel):
    """A lineage; ``cut`` where the record knows more than is told at once."""

    model_config = ConfigDict(frozen=True)

    root: str
    cut: bool
    nodes: tuple[NodeAnswer, ...]
    edges: tuple[EdgeAnswer, ...]


def routes(lineage: LineageService) -> APIRouter:
    """Lineages, for the film-makers of a production."""
    router = APIRouter(prefix="/v1/studio", tags=["studio"])
    own = may(Role.FILM_MAKER, of=ObjectKind.PRODUCTION, by="production_id")

    @router.get("/productions/{production_id}/pictures/{reference_id}/lineage", dependencies=[own])
    async def of_picture(production_id: UUID, reference_id: UUID) -> GraphAnswer:
        """Tell how a picture on a board came to be, as far as it is recorded."""
        return _answer(await lineage.of_picture(production_id, reference_id))

    @router.get("/outputs/{output_id}/lineage", dependencies=[may(Role.FILM_MAKER)])
    async def of_output(request: Request, output_id: UUID) -> GraphAnswer:
        """Tell how what a model made came to be: its leave, its model and what went into it."""
        return _answer(await own_output(request, lineage, output_id))

    return router


async def own_output(request: Request, lineage: LineageService, output: UUID) -> Graph:
    """The lineage of an output of the caller's own; the same answer for others' and for none."""
    try:
        production = await lineage.production_of(output)
    except NotFound as missing:
        raise nothing_here() from missing
    if production is None:
        raise nothing_here()
    await reach(request, Use.PRODUCE, ObjectKind.PRODUCTION, production)
    return await lineage.of_output(UUID(production), output)


def _answer(graph: Graph) -> GraphAnswer:
    return GraphAnswer(
        root=graph.root,
        cut=graph.cut,
        nodes=tuple(
            NodeAnswer(
                key=node.key,
                kind=node.kind,
                id=node.id,
                name=node.name,
                facts=tuple(FactAnswer(term=term, value=value) for term, value in node.facts),
            )
            for node in graph.nodes
        ),
        edges=tuple(
            EdgeAnswer(above=edge.above, below=edge.below, relation=edge.relation)
            for edge in graph.edges
        ),
    )
