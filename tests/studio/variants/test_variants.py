"""A variant hangs beside its picture, says how it was made, and can be undone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from io import BytesIO
from uuid import UUID, uuid4

import httpx
import numpy as np
import pytest
from benchmarks.studio.rendered_cloth import garment, photographed
from PIL import Image
from tests.studio.boards.broken_down import broken_down
from tests.studio.concept.test_draping import checked

from matinee.assembly.house import House
from matinee.clearance.desk.model import NewProduction
from matinee.errors import Invalid, NotFound
from matinee.studio.boards.model import REFERENCE, ConceptBoard, Operation
from matinee.studio.concept.model import Box
from matinee.studio.lineage.model import NodeKind, Relation, Term
from matinee.studio.variants.model import InCloth, InColour, Method

SCENE = garment(0, satin=False)
PICTURE = photographed(SCENE.drawn((176, 40, 52)), 1)
BOX = Box(0.05, 0.03, 0.95, 0.97)
SKIN = Box(0, 0.9, 0.1, 1)


def _png(pixels: np.ndarray) -> bytes:
    written = BytesIO()
    Image.fromarray(pixels).save(written, "PNG")
    return written.getvalue()


async def hung(house: House) -> tuple[ConceptBoard, UUID, UUID]:
    """A board of a production with a script, with a garment and a cloth on it."""
    fact = await house.record.add_production(NewProduction(title="Night tram"), by="Ines")
    await broken_down(house, UUID(fact.key))
    boards = house.concept_boards
    board = await boards.create(UUID(fact.key), "Coats", by="Ines")
    coat, cloth = [
        await boards.add_reference(
            board, _png(pixels), source=source, licence="CC0 1.0", place=[0, 0], by="Ines"
        )
        for source, pixels in (("A coat", PICTURE), ("Checks", checked()))
    ]
    return board, coat.id, cloth.id


async def test_a_variant_hangs_beside_its_picture_and_says_how_it_was_made(house: House) -> None:
    board, coat, cloth = await hung(house)
    variants, boards = house.boards.variants, house.concept_boards
    day = next(
        each.link.name
        for each in (await boards.linkable(board.production))[1]
        if each.link.kind == "day"
    )
    wish = InCloth(BOX, cloth, scale=0.4, drape=0.3)
    made = await variants.make(board, coat, wish, by="Ines", skin=SKIN, day=day)
    state = await house.boards.versions.stood(board, None)
    said = state[made.id][REFERENCE]
    assert said["source"] == "Made here of: A coat; Checks"
    assert said["credentials"]["standing"] == "valid"
    assert said["credentials"]["source_type"].endswith("algorithmicallyEnhanced")
    assert state[made.id][f"link day {day}"] is True
    assert state[made.id]["place"] == [264, 0]
    making = (await variants.makings(board))[made.id]
    assert (making.method, making.picture, making.example) == (Method.CLOTH, coat, cloth)
    assert making.figures["set"]["delta_e"] > 5
    assert set(making.figures) == {"set", "skin"}

    # Tried again on what came of it: the lineage leads through both to what was given.
    again = await variants.make(board, made.id, InColour(BOX, (38, 84, 150)), by="Ines")
    graph = await house.boards.lineage.of_picture(board.production, again.id)
    facts = {node.id: dict(node.facts) for node in graph.nodes if node.kind is NodeKind.PICTURE}
    assert facts.keys() == {str(each) for each in (again.id, made.id, coat, cloth)}
    assert facts[str(made.id)][Term.METHOD] == "cloth"
    assert Term.METHOD not in facts[str(coat)]
    ways = {(edge.above[8:], edge.below[8:]) for edge in graph.edges}
    assert ways == {
        (str(again.id), str(made.id)),
        (str(made.id), str(coat)),
        (str(made.id), str(cloth)),
    }
    assert {edge.relation for edge in graph.edges} == {Relation.MADE_OF}

    await variants.take_down(board, again.id, by="Ines")
    assert again.id not in await house.boards.versions.hanging(board)
    for refused in (again.id, uuid4()):
        with pytest.raises(NotFound):
            await variants.make(board, refused, InColour(BOX, (0, 0, 0)), by="Ines")
    with pytest.raises(NotFound):
        await variants.take_down(board, coat, by="Ines")
    with pytest.raises(Invalid, match="example"):
        await variants.make(board, coat, InCloth(BOX, uuid4()), by="Ines")
    with pytest.raises(Invalid, match="day"):
        await variants.make(board, coat, InColour(BOX, (0, 0, 0)), by="Ines", day="none")
    # With its board a variant is destroyed, and what is known of its making.
    await house.boards.removal.delete(board, by="Ines")
    house.boards.removal.clock = lambda: datetime.now(UTC) + timedelta(days=8)
    assert await house.boards.removal.destroy() == [board.id]
    assert await variants.makings(board) == {}


async def test_garments_are_tried_on_a_page_and_seen_side_by_side(
    house: House, client: httpx.AsyncClient
) -> None:
    client.headers["Accept"] = "text/html"
    board, coat, cloth = await hung(house)
    at = f"/desk/boards/{board.production}/{board.id}"
    sides = {"left": "5", "top": "3", "right": "95", "bottom": "97"}
    colour = {"method": "colour", "colour": "#265496", **sides}
    for wrong, field in (
        ({"method": "cloth"}, "example"),
        ({"left": ""}, "box"),
        ({"left": "99"}, "box"),
        ({"skin_left": "3"}, "skin"),
        ({"colour": "blue"}, "colour"),
        ({"method": "none"}, "method"),
    ):
        answer = await client.post(f"{at}/explore/{coat}", data=colour | wrong)
        assert answer.status_code == 422
        assert f"#{field}" in answer.text or f'id="{field}-fault"' in answer.text
    day = next(
        each.link
        for each in (await house.concept_boards.linkable(board.production))[1]
        if each.link.kind == "day"
    )
    whose = {"kind": "character", "name": "ANN", "on": True}
    linked = [Operation(uuid4(), coat, "link", whose)]
    await house.concept_boards.change(board, linked, by="Ines")
    answer = await client.post(f"{at}/explore/{coat}", data={**colour, "day": day.name})
    assert answer.status_code == 303
    [variant] = await house.boards.variants.makings(board)
    page = (await client.get(f"{at}/explore/{coat}")).text
    assert f'id="variant-{variant}"' in page
    assert "Against all around it" in page
    # Ann's coat in another colour is Ann's, and lies in her row.
    days = (await client.get(f"{at}/days")).text
    row = days[days.index(">ANN</span></th>") :]
    assert f"{variant}/512" in row[: row.index("</tr>")]
    assert 'class="mood-colours"' in days
    answer = await client.post(f"{at}/explore/{coat}/{variant}/take-down")
    assert answer.status_code == 303
    assert f"{variant}/512" not in (await client.get(f"{at}/days")).text
    assert (await client.get(f"{at}/explore/{variant}")).status_code == 404

    # The same picture as a set: each method makes something, and what does not fit is named.
    wall = {"corner_1_left": "10", "corner_1_top": "10", "corner_2_left": "60"}
    wall |= {"corner_2_top": "20", "corner_3_left": "60", "corner_3_top": "50"}
    wall |= {"corner_4_left": "10", "corner_4_top": "70", "scale": "25", "example": str(cloth)}
    lamp = {"lamp_left": "80", "lamp_top": "30", "reach": "30", "brightness": "100"}
    asked = {
        "hour": {"hour": "night", "strength": "80"},
        "lamp": {**lamp, "colour": "#ffc080"},
        "mood": {"example": str(cloth), "strength": "100"},
        "surface": wall,
        "extended": {"margin_right": "8"},
    }
    for method, fields in asked.items():
        answer = await client.post(f"{at}/set/{coat}", data={"method": method, **fields})
        assert answer.status_code == 303, answer.text
    made = await house.boards.variants.makings(board)
    assert {each.method.value for each in made.values()} == {"colour", *asked}
    assert (await client.get(f"{at}/set/{coat}")).text.count('id="variant-') == len(asked)
    for method, wrong, field in (
        ("hour", {"hour": "tea"}, "hour"),
        ("hour", {"strength": "101"}, "strength"),
        ("lamp", {"reach": ""}, "reach"),
        ("mood", {"example": ""}, "example"),
        ("surface", {"corner_3_top": ""}, "corners"),
        ("surface", {"corner_1_left": "99"}, "corners"),
        ("extended", {"margin_left": "51"}, "margin_left"),
        ("extended", {"margin_right": "0"}, "margins"),
        ("none", {}, "method"),
    ):
        told = {"method": method, **asked.get(method, {}), **wrong}
        answer = await client.post(f"{at}/set/{coat}", data=told)
        assert answer.status_code == 422
        assert f"#{field}" in answer.text or f'id="{field}-fault"' in answer.text
