"""What begins from a picture ends with it: also from a variant, whose permit does not name that."""

from __future__ import annotations

import asyncio
from uuid import UUID

import numpy as np
import pytest
from sqlalchemy import text
from tests.studio.commissions.premises import BY, as_png, terms
from tests.studio.commissions.test_commissions import house, painter
from tests.studio.reage.drawn import desk_of

from matinee.assembly.house import House
from matinee.foundation.database import Connection
from matinee.generation.answers import ImageAnswer
from matinee.generation.providers.deterministic import Deterministic
from matinee.generation.service import ImageRequest
from matinee.studio.boards.model import ConceptBoard, Reference
from matinee.studio.commissions import running
from matinee.studio.commissions.model import Begin, Wish
from matinee.studio.model import WorkState
from matinee.studio.variants import repository as variants
from matinee.studio.variants.model import Method, VariantMaking

__all__ = ["house", "painter"]


async def _variant(house: House, board: ConceptBoard, content: bytes) -> UUID:
    """A picture, and beside it one that was made of it here, whose file is no output's."""
    boards = house.concept_boards
    given = await boards.add_reference(
        board, content, source="A test", licence="CC0 1.0", place=[0, 0], by=BY
    )

    async def enter(connection: Connection, made: Reference) -> None:
        making = VariantMaking(
            made.id, board.id, given.id, None, Method.CLOTH, settings={}, mask_sha256=None,
            figures={},
        )  # fmt: skip
        await variants.add(connection, making)

    grey = as_png(np.full((64, 64, 3), 90, np.uint8))
    made = await boards.add_reference(
        board, grey, enter, source="Made here", licence="as that", place=[0, 0], by=BY
    )
    return made.id


@pytest.mark.parametrize("answers", [False, True])
async def test_what_waits_and_what_runs_ends_once_what_it_begins_from_is_closed(
    house: House, monkeypatch: pytest.MonkeyPatch, answers: bool
) -> None:
    desk, _, _ = await desk_of(house)
    await house.record.put_tool("double", terms(), by=BY)
    commissions = house.boards.commissions
    board = await house.concept_boards.create(UUID(desk.production), "Shores", by=BY)
    sketch = await desk.make(
        await desk.mint(await desk.sketch()), as_png(np.full((64, 64, 3), 70, np.uint8))
    )
    variant = await _variant(house, board, sketch.content)
    use = await desk.sketch(tool="double")
    wish = Wish("Dawn", pictures=2)
    runs, waits = await commissions.ask(board, use, wish, Begin(variant), by=BY)
    drawn, called = Deterministic.picture, [0]

    async def meanwhile(self: Deterministic, request: ImageRequest) -> ImageAnswer:
        called[0] += 1
        closed = "UPDATE clearance.outputs SET quarantined_at = now(), quarantined_for = 'a test'"
        async with house.database.transaction() as connection:
            await connection.execute(text(f"{closed} WHERE id = '{sketch.id}'"))
        if not answers:
            await asyncio.Event().wait()
        return await drawn(self, request)

    monkeypatch.setattr(Deterministic, "picture", meanwhile)
    monkeypatch.setattr(running, "_EVERY", 0.02)
    for one in (runs, waits):
        await asyncio.wait_for(commissions.running.run(one.id), 60)
        ended = await commissions.commission(board, one.id)
        assert (ended.state, ended.output) == (WorkState.STOPPED, None)
        assert "closed away" in str(ended.failure)
    # The one that waited was not even asked for, and neither hangs.
    assert called == [1]
    assert len(await house.boards.versions.hanging(board)) == 2
