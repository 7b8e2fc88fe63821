"""What a model made becomes final by an approval alone, and is so no longer than that stands."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any
from uuid import UUID

import numpy as np
import pytest
from PIL import Image
from tests.clearance.record.conftest import Clock
from tests.studio.commissions.premises import BY, board_of, declared
from tests.studio.commissions.test_commissions import house, painter

from matinee.assembly.house import House
from matinee.clearance.desk.model import Exchange, Outcome
from matinee.clearance.record import shapes
from matinee.errors import Conflict, Denied, Invalid, Unavailable
from matinee.studio.boards.model import SIZES, ConceptBoard
from matinee.studio.boards.service import BoardService
from matinee.studio.commissions.model import ASKED_PRINCIPLES, Promotion, Wish

__all__ = ["house", "painter"]
YES: dict[str, str] = dict.fromkeys(ASKED_PRINCIPLES, "yes")
SAID = {**YES, "P1": "unsure"}
FINAL = {"languages": ["pt"], "principles": {**SAID, "P4": "no"}, "final": True}


async def test_a_picture_is_final_by_an_approval_and_no_longer_than_it_stands(house: House) -> None:
    clock = Clock(datetime.now(UTC))
    house.record.recorder.clock = clock
    board = await board_of(house)
    rooms, promotions = house.boards, house.boards.promotions
    use = await declared(house, board, languages=["pt"])
    [asked] = await rooms.commissions.ask(board, use, Wish("A shore"), by=BY)
    with pytest.raises(Conflict, match="Nothing was made"):
        await promotions.ask(
            board, asked, kind="key_design", starts_at=clock.now, principles=YES, by=BY
        )
    await rooms.commissions.running.run(asked.id)
    made = await rooms.commissions.commission(board, asked.id)
    assert made.output is not None
    _, content = await house.record.outputs.content(made.output)
    clean = np.asarray(Image.open(BytesIO(content)).convert("RGB"), np.int16)
    later = clock.now + timedelta(hours=1)
    # The idea's answers are not the final picture's: each principle is asked anew.
    for kind, starts, answers, field in (
        ("ideation", later, YES, "kind"),
        ("key_design", clock.now, YES, "starts_at"),
        ("key_design", later, {**YES, "P3": "perhaps"}, "P3"),
        ("key_design", later, {}, "P1"),
    ):
        with pytest.raises(Invalid) as refused:
            await promotions.ask(
                board, made, kind=kind, starts_at=starts, principles=answers, by=BY
            )
        assert refused.value.field == field

    promotion = await promotions.ask(
        board, made, kind="key_design", starts_at=later, principles=SAID, by=BY
    )
    with pytest.raises(Conflict):
        await promotions.ask(board, made, kind="key_design", starts_at=later, principles=YES, by=BY)
    standing = await promotions.standing(made)
    assert standing is not None
    assert standing.use.body | FINAL == standing.use.body
    assert (standing.outcome, standing.approved_by) == (Outcome.REVIEW, None)
    with pytest.raises(Denied) as early:
        await promotions.promote(board, made, by=BY)
    assert early.value.code == "not_approved"
    approval = shapes.Approval(scope=("final", "key_design", "principles"))
    await house.record.approve(promotion.use, approval, by="Marta Leal")
    with pytest.raises(Denied) as early:
        await promotions.promote(board, made, by=BY)
    assert early.value.code == "not_yet"
    clock.pass_by(hours=1)
    final = await promotions.promote(board, made, by=BY)
    with pytest.raises(Conflict):
        await promotions.promote(board, made, by=BY)
    hangs = await rooms.boards.pixels(board, final.id)
    assert np.abs(hangs - clean).max() < 8
    assert final.licence == "Final by the approval of Marta Leal"
    assert await promotions.look() == []

    # Counsel takes the word back: within a minute it is marked again, and hangs no more.
    await house.desk.withdraw(promotion.use, Exchange(words="Not this one."), by="Marta Leal")
    assert await promotions.look() == [promotion.id]
    assert final.id not in await rooms.versions.hanging(board)
    marked = await rooms.boards.pixels(board, final.id)
    assert (np.abs(marked - clean).max(axis=2) > 30).mean() > 0.02
    assert await promotions.standing(made) is None
    again = await promotions.ask(
        board,
        made,
        kind="key_design",
        starts_at=clock.now + timedelta(hours=1),
        principles=YES,
        by=BY,
    )
    await promotions.take_back(board, made, reason="Another was chosen.", by=BY)
    assert await promotions.of([made.id]) == {}
    assert again.use != promotion.use


async def test_one_that_cannot_be_taken_back_holds_no_other_up(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock(datetime.now(UTC))
    house.record.recorder.clock = clock
    board = await board_of(house)
    rooms, promotions = house.boards, house.boards.promotions
    use = await declared(house, board)
    wish = Wish("A shore", pictures=2)
    promoted: list[tuple[Promotion, UUID]] = []
    for asked in await rooms.commissions.ask(board, use, wish, by=BY):
        await rooms.commissions.running.run(asked.id)
        made = await rooms.commissions.commission(board, asked.id)
        starts = clock.now + timedelta(minutes=1)
        promotion = await promotions.ask(
            board, made, kind="key_design", starts_at=starts, principles=YES, by=BY
        )
        approval = shapes.Approval(scope=("final", "key_design", "principles"))
        await house.record.approve(promotion.use, approval, by="Marta Leal")
        clock.pass_by(minutes=1)
        final = await promotions.promote(board, made, by=BY)
        await house.desk.withdraw(promotion.use, Exchange(words="No."), by="Marta Leal")
        promoted.append((promotion, final.id))
    [(first, broken), (second, missing)] = promoted
    for size in SIZES:
        await rooms.boards.blobs.delete(f"studio/boards/{board.id}/{missing}-{size}.webp")
    redraw = BoardService.redraw

    async def fails(self: BoardService, board: ConceptBoard, reference: UUID, over: Any) -> None:
        if reference == broken:
            raise Unavailable("The store does not answer.")
        await redraw(self, board, reference, over)

    monkeypatch.setattr(BoardService, "redraw", fails)
    assert await promotions.look() == [second.id]
    # What could not be marked hangs no more all the same, and is tried again.
    assert not {broken, missing} & set(await rooms.versions.hanging(board))
    monkeypatch.setattr(BoardService, "redraw", redraw)
    assert await promotions.look() == [first.id]
    assert await promotions.look() == []
