"""A picture that a board asks of a model: permit, queue, what hangs, and what it came to."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from uuid import UUID, uuid4

import numpy as np
import pytest
from PIL import Image
from tests.generation.conftest import pictures, png, respond
from tests.studio.commissions.premises import (
    BY,
    SCENE,
    Painter,
    as_png,
    board_of,
    declared,
    painting,
    terms,
    with_painter,
)
from tests.studio.reage.drawn import desk_of

from matinee.assembly.house import House, open_house
from matinee.assembly.settings import Settings
from matinee.clearance.record import shapes
from matinee.errors import Conflict, Denied, Invalid, NotFound, Unavailable
from matinee.foundation.database import Connection
from matinee.generation.model import IntendedCall, Modality
from matinee.generation.service import inputs_of
from matinee.studio.boards.model import REFERENCE, ConceptBoard, Operation, Reference
from matinee.studio.commissions import running
from matinee.studio.commissions.model import Begin, Commission, Way, Wish
from matinee.studio.commissions.repository import asked as stored
from matinee.studio.concept.model import Box
from matinee.studio.lineage.model import NodeKind, Relation, Term
from matinee.studio.model import WorkState
from matinee.studio.variants import repository as variants
from matinee.studio.variants.model import Method, VariantMaking


@pytest.fixture
async def painter() -> AsyncIterator[Painter]:
    async with painting() as model:
        yield model


@pytest.fixture
async def house(settings: Settings, tmp_path: Path, painter: Painter) -> AsyncIterator[House]:
    async with open_house(with_painter(settings, tmp_path, painter.address)) as house:
        yield house


async def _asked(house: House, board: ConceptBoard, use: UUID, wish: Wish) -> Commission:
    [commission] = await house.boards.commissions.ask(board, use, wish, by=BY)
    return commission


async def _now(house: House, board: ConceptBoard, commission: Commission) -> Commission:
    return await house.boards.commissions.commission(board, commission.id)


async def test_a_picture_from_a_scenes_words_hangs_as_temporary_and_says_how_it_was_made(
    house: House, painter: Painter
) -> None:
    board = await board_of(house)
    commissions = house.boards.commissions
    use = await declared(house, board)
    own, others = await commissions.scenes(board)
    assert ([row.number for row in own], [row.number for row in others]) == (["2"], ["1"])
    words = await commissions.words_of(board, SCENE)
    assert words == "Exterior, Shore, night. A zorgle stands there. A dog sleeps."
    [offer] = await commissions.offers(board)
    assert (offer.estimate.likely_micros, offer.estimate.most_micros) == (40_000, 40_000)

    waiting = await _asked(house, board, use, Wish(words, scene=SCENE))
    assert (waiting.state, waiting.seed) == (WorkState.WAITING, None)
    assert painter.asked == []
    await house.jobs.work(until_idle=True)
    made = await _now(house, board, waiting)
    assert (made.state, made.failure, made.cost_micros) == (WorkState.DONE, None, 40_000)
    [(_, _, asked)] = painter.asked
    assert (asked["prompt"], asked["size"]) == (words, "512x512")

    # It hangs with a mark; what the model made itself lies in the record, with its credentials.
    assert made.output is not None
    assert made.reference is not None
    state = await house.boards.versions.stood(board, None)
    said = state[made.reference][REFERENCE]
    stored, content = await house.record.outputs.content(made.output)
    assert said["sha256"] == stored.sha256 == hashlib.sha256(content).hexdigest()
    assert said["credentials"]["standing"] == "valid"
    assert said["credentials"]["source_type"].endswith("trainedAlgorithmicMedia")
    graph = await house.boards.lineage.of_picture(board.production, made.reference)
    facts = {node.kind: dict(node.facts) for node in graph.nodes}
    assert facts[NodeKind.MODEL][Term.LICENCE] == "Apache-2.0"
    assert facts[NodeKind.MODEL][Term.TRAINING_BASIS] == "licensed pictures"
    request = facts[NodeKind.REQUEST]
    assert request[Term.SHA256] == made.request_sha256
    assert (request[Term.PROMPT], request[Term.SCENE]) == (words, SCENE)
    assert request[Term.SIZE] == "512 × 512"
    assert Relation.SAME_FILE in {edge.relation for edge in graph.edges}
    assert facts.keys() >= {NodeKind.PERMIT, NodeKind.DECISION, NodeKind.USE, NodeKind.OUTPUT}


async def test_nothing_waits_where_a_rule_or_the_tool_speaks_against_it(
    house: House, painter: Painter
) -> None:
    board = await board_of(house)
    commissions = house.boards.commissions
    use = await declared(house, board)
    await house.record.list_name(shapes.ListedName(term="Orson Welles"), by=BY)
    with pytest.raises(Denied, match="Orson Welles") as named:
        await commissions.ask(board, use, Wish("A shore as Orson Welles would light it"), by=BY)
    assert named.value.field == "prompt"
    undecided = await declared(house, board, principles={"P1": "unsure"})
    with pytest.raises(Denied, match="review"):
        await commissions.ask(board, undecided, Wish("A shore"), by=BY)
    released = await declared(house, board, unreleased_input=False)
    with pytest.raises(Invalid, match="R4"):
        await commissions.ask(board, released, Wish("A shore", scene=SCENE), by=BY)
    with pytest.raises(Invalid, match="takes no seed"):
        await commissions.ask(board, use, Wish("A shore", seed=3), by=BY)
    other = await declared(house, board, tool="double", starts_at="2099-01-01T00:00:00Z")
    with pytest.raises(Invalid, match="starts at"):
        await commissions.ask(board, other, Wish("A shore"), by=BY)
    final = await declared(house, board, final=True)
    assert str(final) not in {each.use.key for each in await commissions.offers(board)}
    assert await commissions.listed(board) == []
    assert painter.asked == []


async def test_an_answer_that_does_not_do_fails_is_said_and_is_not_asked_for_again(
    house: House, painter: Painter
) -> None:
    board = await board_of(house)
    use = await declared(house, board)
    for answer, why, cost in (
        (pictures(png(64, 64)), "64 by 64 pixels, not 512 by 512", 40_000),
        (pictures(b"<svg onload='x'/>"), "no PNG", 40_000),
        (respond(500, b"{}"), "answered 500", 0),
    ):
        painter.answers = [answer]
        asked = await _asked(house, board, use, Wish("A shore"))
        await house.boards.commissions.running.run(asked.id)
        failed = await _now(house, board, asked)
        assert (failed.state, failed.cost_micros) == (WorkState.FAILED, cost)
        assert why in str(failed.failure)
    assert len(painter.asked) == 3
    assert await house.boards.versions.hanging(board) == {}


async def test_one_that_waits_leaves_the_queue_and_one_that_runs_stops(
    house: House, painter: Painter
) -> None:
    board = await board_of(house)
    commissions = house.boards.commissions
    use = await declared(house, board)
    painter.free.clear()
    running, waiting = await commissions.ask(board, use, Wish("A shore", pictures=2), by=BY)
    assert await commissions.before([running, waiting]) == {running.id: 0, waiting.id: 1}
    work = asyncio.ensure_future(house.jobs.work(until_idle=True))
    await asyncio.wait_for(painter.begun.wait(), 20)
    await commissions.stop(waiting)
    await commissions.stop(running)
    await work
    for one in (running, waiting):
        ended = await _now(house, board, one)
        assert (ended.state, ended.stopping) == (WorkState.STOPPED, True)
        with pytest.raises(Conflict):
            await commissions.stop(one)
    assert len(painter.asked) == 1
    assert await house.boards.versions.hanging(board) == {}

    # One whose process is gone for good ends with the asking, once it should have ended long ago.
    left = await _asked(house, board, use, Wish("A shore"))
    clock = house.record.recorder.clock
    async with house.database.transaction() as connection:
        await stored.begin(connection, left.id, clock())
    await commissions.stop(await _now(house, board, left))
    assert (await _now(house, board, left)).state is WorkState.RUNNING
    house.record.recorder.clock = lambda: clock() + timedelta(hours=1)
    await commissions.stop(await _now(house, board, left))
    assert (await _now(house, board, left)).state is WorkState.STOPPED


async def test_what_was_stopped_never_hangs_however_far_it_came(
    house: House, painter: Painter
) -> None:
    board = await board_of(house)
    commissions = house.boards.commissions
    use = await declared(house, board)
    clock = house.record.recorder.clock
    late, left = await commissions.ask(board, use, Wish("A shore", pictures=2), by=BY)
    for one in (late, left):
        async with house.database.transaction() as connection:
            await stored.begin(connection, one.id, clock())
        await commissions.stop(await _now(house, board, one))
    async with house.database.transaction() as connection:
        done = await stored.end(connection, late.id, WorkState.DONE, at=clock())
        assert not done
    # The process of the other died before it heard of it: the next one asks nothing.
    await commissions.running.run(left.id)
    assert (await _now(house, board, left)).state is WorkState.STOPPED
    assert painter.asked == []


async def test_where_the_process_died_it_is_asked_for_only_if_nothing_was_spent(
    house: House, painter: Painter
) -> None:
    board = await board_of(house)
    commissions = house.boards.commissions
    use = await declared(house, board)
    unspent, spent = await commissions.ask(board, use, Wish("A shore", pictures=2), by=BY)
    for one in (unspent, spent):
        async with house.database.transaction() as connection:
            await stored.begin(connection, one.id, house.record.recorder.clock())
    permit = await house.record.permits.permit(spent.permit)
    request = await commissions.running.request_of(spent)
    intended = IntendedCall(
        tool=permit.tool,
        modality=Modality.IMAGE,
        purpose=permit.purpose,
        production=permit.production,
        performer=None,
        inputs=inputs_of(request),
        input_class=None,
    )
    await house.record.permits.spend(permit, intended)
    for one in (unspent, spent):
        await commissions.running.run(one.id)
    assert (await _now(house, board, unspent)).state is WorkState.DONE
    failed = await _now(house, board, spent)
    assert (failed.state, failed.attempts) == (WorkState.FAILED, 2)
    assert "not repeated by itself" in str(failed.failure)
    assert len(painter.asked) == 1


async def test_a_paid_call_goes_on_while_nobody_can_tell_whether_it_was_stopped(
    house: House, painter: Painter, monkeypatch: pytest.MonkeyPatch
) -> None:
    board = await board_of(house)
    asked = await _asked(house, board, await declared(house, board), Wish("A shore"))
    looks: list[UUID] = []

    async def unsure(_connection: object, identifier: UUID) -> bool:
        looks.append(identifier)
        if len(looks) == 1:
            return False
        painter.free.set()
        raise Unavailable("The database does not answer.")

    painter.free.clear()
    monkeypatch.setattr(stored, "is_to_stop", unsure)
    monkeypatch.setattr(running, "_EVERY", 0.02)
    await house.boards.commissions.running.run(asked.id)
    assert (await _now(house, board, asked)).state is WorkState.DONE
    assert len(looks) > 1


async def test_a_picture_begins_from_one_of_the_board_within_a_mask_and_is_varied(
    house: House,
) -> None:
    board = await board_of(house)
    commissions, boards = house.boards.commissions, house.concept_boards
    use = await declared(house, board, tool="double")
    shore = np.full((60, 90, 3), 40, np.uint8)
    shore[20:40] = (200, 180, 120)
    given = await boards.add_reference(
        board, as_png(shore), source="A shore", licence="CC0 1.0", place=[0, 0], by=BY
    )
    wish = Wish("A lighthouse", seed=2_147_483_647, pictures=2)
    begin = Begin(given.id, box=Box(0.5, 0, 1, 1))
    for asked in await commissions.ask(board, use, wish, begin, by=BY):
        await commissions.running.run(asked.id)
    last, first = await commissions.listed(board)
    assert [first.seed, last.seed] == [2_147_483_647, 0]
    assert (first.way, first.width, first.height) == (Way.MASK, 512, 344)
    assert first.cost_micros is not None
    assert first.output is not None
    _, content = await house.record.outputs.content(first.output)
    drawn = np.asarray(Image.open(BytesIO(content)).convert("RGB"))
    kept = await boards.pixels(board, given.id)
    left = np.asarray(Image.fromarray(kept).resize((512, 344), Image.Resampling.LANCZOS))[:, :256]
    assert np.array_equal(drawn[:, :256], left)
    assert not np.array_equal(drawn[:, 256:], drawn[:, :256])
    # Its lineage leads to what hung there first, and to the mask and the fitted picture.
    graph = await house.boards.lineage.of_output(board.production, first.output)
    below = {edge.below for edge in graph.edges if edge.relation is Relation.MADE_OF}
    digests = {first.source_sha256, first.mask_sha256}
    roles = {node.id: dict(node.facts).get(Term.GIVEN_AS) for node in graph.nodes}
    assert [roles[str(each)] for each in (first.source_sha256, first.mask_sha256)] == [
        "picture",
        "mask",
    ]
    assert below >= {f"picture:{given.id}", *(f"input:{each}" for each in digests)}

    # Begun from what a model made: without the mark. A variation asks for the same, but its seed.
    assert first.reference is not None
    [again] = await commissions.ask(board, use, Wish("At dawn"), Begin(first.reference), by=BY)
    [other] = await commissions.vary(board, again, by=BY)
    assert again.way is Way.PICTURE
    assert (other.source, other.source_sha256) == (first.reference, again.source_sha256)
    assert other.seed != again.seed
    assert other.variation_of == again.id
    source = (await commissions.running.request_of(again)).source
    assert source is not None
    assert np.array_equal(np.asarray(Image.open(BytesIO(source))), drawn)
    for one in (again, other):
        await commissions.running.run(one.id)
        assert (await _now(house, board, one)).state is WorkState.DONE
    hanging = await house.boards.versions.hanging(board)
    places = {(one.left, one.top) for one in hanging.values()}
    assert len(places) == len(hanging) == 5

    black = as_png(np.zeros((20, 30), np.uint8))
    words_alone = await declared(house, board)
    for wrong, whose, field in (
        (Begin(given.id, mask=black), use, "mask"),
        (Begin(given.id, mask=b"no PNG"), use, "mask"),
        (Begin(given.id, box=Box(0.5, 0.5, 0.5, 0.9)), use, "box"),
        (Begin(given.id), words_alone, "use"),
    ):
        with pytest.raises(Invalid) as refused:
            await commissions.ask(board, whose, Wish("A lighthouse"), wrong, by=BY)
        assert refused.value.field == field


async def test_no_idea_begins_from_what_was_made_of_a_performer(house: House) -> None:
    desk, _, replica = await desk_of(house)
    await house.record.put_tool("double", terms(), by=BY)
    made = await desk.make(await desk.mint(replica), as_png(np.zeros((64, 64, 3), np.uint8)))
    boards = house.concept_boards
    board = await boards.create(UUID(desk.production), "Faces", by=BY)
    face = await boards.add_reference(
        board, made.content, source="A render", licence="the production's", place=[0, 0], by=BY
    )
    use = await desk.sketch(tool="double")
    commissions = house.boards.commissions

    # What was made of it here, and what a model made of that, are no matter of ideas either.
    async def enter(connection: Connection, made: Reference) -> None:
        making = VariantMaking(
            made.id, board.id, face.id, None, Method.CLOTH, settings={}, mask_sha256=None,
            figures={},
        )  # fmt: skip
        await variants.add(connection, making)

    grey = as_png(np.full((64, 64, 3), 90, np.uint8))
    variant = await boards.add_reference(
        board, grey, enter, source="Made here", licence="as that", place=[0, 0], by=BY
    )
    for picture in (face.id, variant.id):
        with pytest.raises(Denied, match="likeness") as refused:
            await commissions.ask(board, use, Wish("Older"), Begin(picture), by=BY)
        assert refused.value.code == "likeness"


async def test_a_variation_and_what_a_picture_says_are_asked_of_the_same_rules(
    house: House,
) -> None:
    board = await board_of(house)
    commissions, boards = house.boards.commissions, house.concept_boards
    use = await declared(house, board, tool="double")
    grey = as_png(np.full((64, 64, 3), 90, np.uint8))
    given = await boards.add_reference(
        board, grey, source="A shore", licence="CC0 1.0", place=[0, 0], by=BY
    )
    [asked] = await commissions.ask(board, use, Wish("Dawn"), Begin(given.id), by=BY)
    note = Operation(uuid4(), given.id, "note", "A frame of Orson Welles")
    await boards.change(board, [note], by=BY)
    await house.record.list_name(shapes.ListedName(term="Orson Welles"), by=BY)
    for again in (
        commissions.ask(board, use, Wish("Dawn"), Begin(given.id), by=BY),
        commissions.vary(board, asked, by=BY),
    ):
        with pytest.raises(Denied, match="said of the picture names.*Orson Welles"):
            await again
    gone = Operation(uuid4(), given.id, "gone", True)
    await boards.change(board, [gone], by=BY)
    with pytest.raises(NotFound):
        await commissions.vary(board, asked, by=BY)
    assert len(await commissions.listed(board)) == 1
