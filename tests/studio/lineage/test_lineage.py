"""A lineage tells what is recorded of a picture, of its own production, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID, uuid4

import httpx
import pytest
from tests.clearance.record.conftest import BY, Clock, Desk, Names, call
from tests.studio.boards.test_boards import drawn

from matinee.assembly.house import House
from matinee.clearance.desk.model import NewProduction, Revocation
from matinee.errors import NotFound
from matinee.generation.model import Output, Permit, RegisteredOutput, Weights, input_hash
from matinee.studio.boards.model import Reference
from matinee.studio.lineage.model import Graph, NodeKind, Relation, Term

SKETCH = b"a red coat"
TERMS = {"source": "Made for this test", "licence": "CC0 1.0"}


@dataclass
class Line:
    """A sketch that was made of a picture on a board, and hangs there itself."""

    house: House
    desk: Desk
    given: Reference
    sketch: RegisteredOutput
    hanging: Reference

    @property
    def production(self) -> UUID:
        return self.desk.record_key

    async def of_hanging(self) -> Graph:
        return await self.house.boards.lineage.of_picture(self.production, self.hanging.id)


async def _made(
    desk: Desk, permit: Permit, content: bytes, parents: tuple[str, ...]
) -> RegisteredOutput:
    spend = await desk.record.permits.spend(permit, call(permit, SKETCH))
    made = Output(
        content=content,
        media_type="image/png",
        model="sketcher-3",
        source_type="trainedAlgorithmicMedia",
        parents=parents,
        request=input_hash(SKETCH),
        licence="Apache-2.0",
        training_basis="pictures of its maker's own",
        weights=Weights("ab" * 32, read=True),
    )
    return await desk.record.outputs.register(made, spend)


async def sketched(house: House) -> Line:
    """Such a line in a house."""
    desk = Desk(house.record, Clock(), Names())
    house.record.recorder.clock = desk.clock
    await desk.furnish()
    boards = house.concept_boards
    board = await boards.create(desk.record_key, "Coats", by=BY)
    given = await boards.add_reference(board, drawn(), place=[0, 0], by=BY, **TERMS)
    permit = await desk.mint(await desk.sketch(), given=SKETCH)
    sketch = await _made(desk, permit, drawn(), (given.sha256, "f" * 64))
    hanging = await boards.add_reference(board, sketch.content, place=[9, 0], by=BY, **TERMS)
    return Line(house, desk, given, sketch, hanging)


@pytest.fixture
async def line(house: House) -> Line:
    return await sketched(house)


def _kinds(graph: Graph, above: str) -> dict[Relation, list[str]]:
    found: dict[Relation, list[str]] = {}
    for edge in graph.below(above):
        found.setdefault(edge.relation, []).append(edge.below)
    return found


async def test_from_a_picture_on_a_board_one_comes_to_all_that_it_rests_on(line: Line) -> None:
    graph = await line.of_hanging()
    nodes = {node.key: node for node in graph.nodes}
    output = f"output:{line.sketch.id}"
    assert _kinds(graph, graph.root) == {Relation.SAME_FILE: [output]}
    below = _kinds(graph, output)
    assert set(below[Relation.MADE_OF]) == {f"picture:{line.given.id}", f"input:{'f' * 64}"}
    assert below[Relation.ASKED_BY] == [f"request:{input_hash(SKETCH)}"]
    model = dict(nodes[below[Relation.MADE_BY][0]].facts)
    assert model[Term.LICENCE] == "Apache-2.0"
    assert model[Term.TRAINING_BASIS] == "pictures of its maker's own"
    assert (model[Term.WEIGHTS], model[Term.WEIGHTS_READ]) == ("ab" * 32, True)
    assert model[Term.TOOL_VERSION] == "3.1"
    decision = graph.below(below[Relation.PERMITTED_BY][0])[0].below
    assert dict(nodes[decision].facts)[Term.OUTCOME] == "go"
    assert nodes[graph.below(decision)[0].below].name == "mood board"
    hanging = dict(nodes[graph.root].facts)
    assert (hanging[Term.CREDENTIALS], hanging[Term.LICENCE]) == ("valid", "CC0 1.0")


async def test_nothing_is_told_of_what_is_not_recorded_here(line: Line) -> None:
    house = line.house
    alone = await house.boards.lineage.of_picture(line.production, line.given.id)
    assert [node.kind for node in alone.nodes] == [NodeKind.PICTURE]
    assert alone.edges == ()
    other = UUID((await house.record.add_production(NewProduction(title="Else"), by=BY)).key)
    board = await house.concept_boards.create(other, "Theirs", by="Rui")
    theirs = await house.concept_boards.add_reference(
        board, line.sketch.content, place=[0, 0], by="Rui", **TERMS
    )
    graph = await house.boards.lineage.of_picture(other, theirs.id)
    assert [node.key for node in graph.nodes] == [f"picture:{theirs.id}"]
    with pytest.raises(NotFound):
        await house.boards.lineage.of_picture(other, line.hanging.id)
    with pytest.raises(NotFound):
        await house.boards.lineage.of_output(other, line.sketch.id)


async def test_how_things_stand_now_is_told_and_where_the_line_is_cut(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = line.desk
    consent = await desk.consent()
    permit = await desk.mint(await desk.go(), given=SKETCH)
    made = await _made(desk, permit, drawn(), tuple(f"{n:064}" for n in range(9)))
    await desk.record.revocations.revoke(consent, Revocation(reason="No more."), by=BY)
    graph = await line.house.boards.lineage.of_output(desk.record_key, made.id)
    facts = {node.kind: dict(node.facts) for node in graph.nodes}
    assert facts[NodeKind.CONSENT][Term.STANDING] == "revoked"
    assert Term.CLOSED in facts[NodeKind.OUTPUT]
    assert Term.CLOSED in facts[NodeKind.PERMIT]
    assert facts[NodeKind.INPUT][Term.COUNT] == 9, "nine unknown inputs are one box"

    # Of a line that is too long the younger end is told, and that there is more.
    permit = await desk.mint(await desk.sketch(), given=SKETCH)
    later = await _made(desk, permit, drawn(), (line.sketch.sha256,))
    monkeypatch.setattr("matinee.clearance.ancestry.service.MOST_OUTPUTS", 1)
    graph = await line.house.boards.lineage.of_output(desk.record_key, later.id)
    assert graph.cut
    assert [node.id for node in graph.nodes if node.kind is NodeKind.OUTPUT] == [str(later.id)]


async def test_it_is_told_over_http_and_shown_as_a_graph_and_as_a_list(
    line: Line, client: httpx.AsyncClient
) -> None:
    at = f"productions/{line.production}/pictures/{line.hanging.id}"
    told = (await client.get(f"/v1/studio/{at}/lineage")).json()
    same = (await client.get(f"/v1/studio/outputs/{line.sketch.id}/lineage")).json()
    assert told["root"] == f"picture:{line.hanging.id}"
    assert same["edges"] == [edge for edge in told["edges"] if edge["above"] != told["root"]]
    assert (await client.get(f"/v1/studio/outputs/{uuid4()}/lineage")).status_code == 404
    page = await client.get(
        f"/desk/studio/lineage/pictures/{line.production}/{line.hanging.id}",
        headers={"Accept": "text/html"},
    )
    assert page.status_code == 200
    boxes = page.text.count('<a href="#node-') - page.text.count('class="came"')
    assert boxes == page.text.count('<li id="node-') == len(told["nodes"])
    shown = await client.get(
        f"/desk/clearance/outputs/{line.sketch.id}", headers={"Accept": "text/html"}
    )
    assert f"/desk/studio/lineage/outputs/{line.sketch.id}" in shown.text
