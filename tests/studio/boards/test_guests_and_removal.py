"""Guests see a board by a link that ends, and a deleted board leaves nothing behind."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text
from tests.studio.boards.test_boards import drawn
from tests.studio.test_studio_service import production

from matinee.assembly.house import House
from matinee.errors import Conflict, Invalid, NotFound
from matinee.studio.boards.allowance import Allowance
from matinee.studio.boards.guests import GuestService
from matinee.studio.boards.model import ConceptBoard, Operation, TooOften
from matinee.studio.boards.removal import RETURNS_FOR, RemovalService


async def _hung(house: House) -> tuple[ConceptBoard, UUID]:
    boards = house.concept_boards
    board = await boards.create(await production(house), "Mill", by="Ines")
    made = await boards.add_reference(
        board, drawn(), source="Ines", licence="CC0 1.0", place=[0, 0], by="Ines"
    )
    return board, made.id


async def test_a_link_lets_in_until_it_ends_and_only_its_hash_is_kept(house: House) -> None:
    board, _ = await _hung(house)
    now = datetime.now(UTC)
    guests = GuestService(house.database, lambda: now)
    guest, secret = await guests.invite(board, "The tailor", may_comment=False, days=2, by="Ines")
    assert (await guests.enter(secret, address="::1"))[1].id == board.id
    async with house.database.reading() as connection:
        rows = (await connection.execute(text("SELECT * FROM studio.concept_guests"))).all()
    assert secret not in str(rows)
    now += timedelta(days=2)
    with pytest.raises(NotFound):
        await guests.enter(secret, address="::1")
    assert not await guests.holds(guest)


@pytest.mark.parametrize("ending", ["revoked", "deleted"])
async def test_a_link_ends_with_its_revocation_and_with_its_board(
    house: House, ending: str
) -> None:
    board, _ = await _hung(house)
    guests = house.boards.guests
    guest, secret = await guests.invite(board, "The tailor", may_comment=True, days=9, by="Ines")
    assert await guests.holds(guest)
    if ending == "revoked":
        await guests.revoke(board, guest.id)
    else:
        await house.boards.removal.delete(board, by="Ines")
    with pytest.raises(NotFound):
        await guests.enter(secret, address="::1")
    assert not await guests.holds(guest)


@pytest.mark.parametrize("days", [0, 91])
async def test_no_link_lasts_for_ever(house: House, days: int) -> None:
    board, _ = await _hung(house)
    with pytest.raises(Invalid) as refused:
        await house.boards.guests.invite(board, "Otto", may_comment=False, days=days, by="Ines")
    assert refused.value.field == "days"


async def test_links_are_not_guessed_for_long(house: House) -> None:
    guests = house.boards.guests
    for _ in range(30):
        with pytest.raises(NotFound):
            await guests.enter("guess", address="192.0.2.1")
    with pytest.raises(TooOften):
        await guests.enter("guess", address="192.0.2.1")
    with pytest.raises(NotFound):
        await guests.enter("guess", address="192.0.2.2")


async def test_who_asks_by_a_link_that_ended_locks_nobody_out(house: House) -> None:
    board, _ = await _hung(house)
    guests = house.boards.guests
    ended, old = await guests.invite(board, "Otto", may_comment=False, days=9, by="Ines")
    _, secret = await guests.invite(board, "The tailor", may_comment=False, days=9, by="Ines")
    await guests.revoke(board, ended.id)
    for _ in range(31):
        with pytest.raises(NotFound):
            await guests.enter(old, address="192.0.2.1")
    for _ in range(30):
        with pytest.raises(NotFound):
            await guests.enter("guess", address="192.0.2.1")
    assert (await guests.enter(secret, address="192.0.2.1"))[1].id == board.id


def test_an_allowance_fills_by_the_second_and_forgets_the_longest_unseen() -> None:
    now = 0.0
    allowance = Allowance(at_once=2, each_second=0.5, now=lambda: now)
    allowance.spend("a")
    allowance.spend("a")
    with pytest.raises(TooOften) as late:
        allowance.spend("a")
    assert late.value.seconds == 2
    allowance.spend("b")
    now = 2.0
    allowance.spend("a")
    with pytest.raises(TooOften):
        allowance.spend("a")


async def test_comments_stand_beside_each_other_and_one_is_taken_away(house: House) -> None:
    board, pin = await _hung(house)
    boards = house.concept_boards
    first, second = (Operation(uuid4(), pin, "comment", said) for said in ("too red", "no"))
    await boards.change(board, [first], by="Otto (The tailor)")
    await boards.change(board, [second], by="Ines")
    await boards.change(board, [Operation(uuid4(), pin, "hush", str(second.id))], by="Ines")
    _, fields = await boards.standing(board)
    said = {one["field"]: one["value"] for one in fields if one["field"].startswith("comment ")}
    assert said == {
        f"comment {first.id}": {"by": "Otto (The tailor)", "text": "too red"},
        f"comment {second.id}": None,
    }
    for field, value in (("comment", "  "), ("comment", 7), ("hush", "that one")):
        with pytest.raises(Invalid):
            await boards.change(board, [Operation(uuid4(), pin, field, value)], by="Ines")


async def test_of_a_comment_that_is_taken_away_neither_words_nor_author_are_kept(
    house: House,
) -> None:
    board, pin = await _hung(house)
    said = Operation(uuid4(), pin, "comment", "his mother's address")
    await house.concept_boards.change(board, [said], by="Otto (The tailor)")
    await house.concept_boards.change(
        board, [Operation(uuid4(), pin, "hush", str(said.id))], by="Ines"
    )
    async with house.database.reading() as connection:
        kept = await connection.execute(
            text("SELECT value, by FROM studio.concept_operations ORDER BY sequence")
        )
        rows = [tuple(row) for row in kept]
    assert "address" not in str(rows)
    assert "Otto" not in str(rows)
    assert rows[-2:] == [(None, ""), (None, "Ines")]


async def test_comments_and_links_that_stand_have_a_bound(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("matinee.studio.boards.service.MOST_COMMENTS", 1)
    monkeypatch.setattr("matinee.studio.boards.guests.MOST_LINKS", 1)
    board, pin = await _hung(house)
    first, second = (Operation(uuid4(), pin, "comment", said) for said in ("too red", "no"))
    await house.concept_boards.change(board, [first], by="Otto")
    with pytest.raises(Conflict, match="at most 1 comments"):
        await house.concept_boards.change(board, [second], by="Otto")
    hush = Operation(uuid4(), pin, "hush", str(first.id))
    await house.concept_boards.change(board, [hush], by="Ines")
    await house.concept_boards.change(board, [second], by="Otto")
    guests = house.boards.guests
    ended, _ = await guests.invite(board, "Otto", may_comment=True, days=9, by="Ines")
    with pytest.raises(Conflict):
        await guests.invite(board, "Ines", may_comment=True, days=9, by="Ines")
    await guests.revoke(board, ended.id)
    await guests.invite(board, "Ines", may_comment=True, days=9, by="Ines")


async def test_a_deleted_board_comes_back_as_it_stood(house: House) -> None:
    board, _ = await _hung(house)
    before = await house.concept_boards.standing(board)
    await house.boards.removal.delete(board, by="Otto")
    assert await house.concept_boards.boards([board.production]) == []
    with pytest.raises(NotFound):
        await house.concept_boards.board(board.production, board.id)
    with pytest.raises(NotFound):
        await house.boards.removal.bring_back(uuid4(), board.id)
    assert await house.boards.removal.destroy() == []
    await house.boards.removal.bring_back(board.production, board.id)
    again = await house.concept_boards.board(board.production, board.id)
    assert await house.concept_boards.standing(again) == before


async def test_of_a_board_that_was_deleted_long_enough_ago_nothing_is_left(house: House) -> None:
    board, _ = await _hung(house)
    other, kept = await _hung(house)
    await house.board_versions.name(board, "First", by="Ines")
    await house.boards.guests.invite(board, "Otto", may_comment=False, days=9, by="Ines")
    await house.boards.removal.delete(board, by="Ines")
    later = RemovalService(
        house.database, house.concept_boards.blobs, lambda: datetime.now(UTC) + RETURNS_FOR
    )
    # Whoever brought it back at the last moment still has to find its files.
    assert await later.destroy() == []
    later.clock = lambda: datetime.now(UTC) + RETURNS_FOR + timedelta(hours=1)
    assert await later.destroy() == [board.id]
    assert await later.deleted([board.production]) == []
    assert await house.concept_boards.blobs.list(f"studio/boards/{board.id}") == []
    async with house.database.reading() as connection:
        for table in ("fields", "operations", "references", "versions", "guests"):
            found = await connection.execute(
                text(f"SELECT count(*) FROM studio.concept_{table} WHERE board = :board"),
                {"board": board.id},
            )
            assert found.scalar_one() == 0, table
    assert await house.concept_boards.picture(other, kept, 192)
