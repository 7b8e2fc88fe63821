"""A guest without an account: what a link opens, what it does not, and what is not told."""

from __future__ import annotations

from contextlib import ExitStack
from uuid import UUID, uuid4

import httpx
from tests.access.conftest import OWN_PAGE, Foyer, foyer
from tests.studio.boards.test_boards import drawn
from tests.studio.test_studio_service import production

from matinee.access.model import Role
from matinee.assembly.house import House
from matinee.studio.boards.guests import MOST_LISTENERS
from matinee.studio.boards.model import ConceptBoard, Operation

__all__ = ["foyer"]


async def _hung(house: House) -> tuple[ConceptBoard, UUID]:
    boards = house.concept_boards
    board = await boards.create(await production(house), "Mill", by="Ines")
    made = await boards.add_reference(
        board, drawn(), source="Ines", licence="CC0 1.0", place=[0, 0], by="Ines"
    )
    await boards.change(board, [Operation(uuid4(), made.id, "vote", True)], by="Ines")
    return board, made.id


async def _invited(house: House, board: ConceptBoard, *, may_comment: bool) -> str:
    _, secret = await house.boards.guests.invite(
        board, "The tailor", may_comment=may_comment, days=3, by="Ines"
    )
    return f"/guest/boards/{secret}"


async def test_a_link_opens_one_board_and_nothing_else(foyer: Foyer) -> None:
    board, pin = await _hung(foyer.house)
    _, theirs = await _hung(foyer.house)
    at = await _invited(foyer.house, board, may_comment=False)
    async with foyer.visitor() as client:
        page = await client.get(at, headers={"Accept": "text/html"})
        assert page.status_code == 200
        assert page.headers["referrer-policy"] == "no-referrer"
        assert page.headers["cache-control"] == "no-store"
        told = (await client.get(f"{at}/standing")).json()["fields"]
        assert {one["field"] for one in told} == {"reference", "place"}
        picture = await client.get(f"{at}/pictures/{pin}/192")
        assert picture.headers["content-type"] == "image/webp"
        assert (await client.get(f"{at}/pictures/{theirs}/192")).status_code == 404
        inside = f"/desk/boards/{board.production}/{board.id}"
        outside = await client.get(f"{inside}/standing", headers={"Accept": "application/json"})
        assert outside.status_code == 401
        refused = await client.post(f"{at}/comments", json=_said(pin))
        assert refused.status_code == 403
        assert (await client.get(f"{at[:-3]}abc/standing")).status_code == 404


def _said(pin: UUID) -> dict[str, str]:
    return {"id": str(uuid4()), "pin": str(pin), "name": "Otto", "text": "too red"}


async def test_a_guest_comments_so_often_and_under_the_name_of_the_link(foyer: Foyer) -> None:
    board, pin = await _hung(foyer.house)
    at = await _invited(foyer.house, board, may_comment=True)
    async with foyer.visitor() as client:
        (taken,) = (await client.post(f"{at}/comments", json=_said(pin))).json()["taken"]
        assert taken["value"] == {"by": "Otto (The tailor)", "text": "too red"}
        for _ in range(9):
            assert (await client.post(f"{at}/comments", json=_said(pin))).status_code == 200
        late = await client.post(f"{at}/comments", json=_said(pin))
        assert (late.status_code, int(late.headers["retry-after"]) > 0) == (429, True)
        names = ("x" * 61, "  ", "O\0tto")
        for wrong in ({"field": "gone"}, {"text": ""}, *({"name": name} for name in names)):
            answer = await client.post(f"{at}/comments", json=_said(pin) | wrong)
            assert answer.status_code == 422


async def test_a_guest_is_told_how_a_board_stands_and_nothing_of_its_past(foyer: Foyer) -> None:
    board, pin = await _hung(foyer.house)
    boards, guests = foyer.house.concept_boards, foyer.house.boards.guests
    down = await boards.add_reference(
        board, drawn(), source="Otto", licence="CC0 1.0", place=[9, 9], by="Ines"
    )
    said = Operation(uuid4(), pin, "comment", "dismiss him")
    for one in (
        said,
        Operation(uuid4(), pin, "note", "secret"),
        Operation(uuid4(), pin, "note", "open"),
        Operation(uuid4(), pin, "hush", str(said.id)),
        Operation(uuid4(), down.id, "gone", True),
    ):
        await boards.change(board, [one], by="Ines")
    at = await _invited(foyer.house, board, may_comment=False)
    async with foyer.visitor() as client:
        standing = (await client.get(f"{at}/standing")).json()["fields"]
        assert {one["pin"] for one in standing} == {str(pin)}
        assert (await client.get(f"{at}/pictures/{down.id}/192")).status_code == 404

    async def told(after: int) -> list[tuple[UUID, str, object]]:
        following = boards.follow(board, after)
        happened = await anext(following)
        await following.aclose()
        heard = await guests.heard(board, happened.operations)
        return [(pin, field, value) for pin, field, value, _ in heard]

    heard = await told(0)
    assert [each for each in heard if each[1] not in ("reference", "place")] == [
        (pin, "note", "open"),
        (pin, f"comment {said.id}", None),
        (down.id, "gone", True),
    ]
    assert {each[0] for each in heard if each[1] == "reference"} == {pin}
    # A guest who came while it was away hears of what comes back as if it were new.
    before, _ = await boards.standing(board)
    await boards.change(board, [Operation(uuid4(), down.id, "gone", False)], by="Ines")
    assert [field for _, field, _ in await told(before)] == ["reference", "place", "gone"]


async def test_one_more_who_listens_than_there_is_room_for_is_told_to_wait(foyer: Foyer) -> None:
    board, _ = await _hung(foyer.house)
    at = await _invited(foyer.house, board, may_comment=False)
    guests = foyer.house.boards.guests
    (guest,) = await guests.guests(board)
    async with foyer.visitor() as client:
        with ExitStack() as listeners:
            for _ in range(MOST_LISTENERS):
                listeners.enter_context(guests.listening(guest))
            late = await client.get(f"{at}/changes")
        assert (late.status_code, int(late.headers["retry-after"]) > 0) == (429, True)


async def test_a_link_is_made_told_once_and_ended_on_its_page(foyer: Foyer) -> None:
    board, _ = await _hung(foyer.house)
    operator = await foyer.account(Role.OPERATOR)
    opened = await foyer.house.access.sign_in_by_openid(operator)
    at = f"/desk/boards/{board.production}/{board.id}"
    async with foyer.visitor() as client:
        client.cookies.set("matinee_session", opened.secret)
        client.headers.update(OWN_PAGE | {"Accept": "text/html"})
        refused = await client.post(f"{at}/sharing", data={"name": "", "days": "200"})
        assert refused.status_code == 422
        made = await client.post(f"{at}/sharing", data={"name": "The tailor", "days": "5"})
        secret = made.text.split("/guest/boards/")[1].split('"')[0]
        assert secret not in (await client.get(f"{at}/sharing")).text
        (guest,) = await foyer.house.boards.guests.guests(board)
        await client.post(f"{at}/sharing/{guest.id}/revoke")
    async with foyer.visitor() as stranger:
        assert (await stranger.get(f"/guest/boards/{secret}/standing")).status_code == 404


async def test_a_board_is_deleted_and_brought_back_from_the_list(
    client: httpx.AsyncClient, house: House
) -> None:
    board, _ = await _hung(house)
    at = f"/desk/boards/{board.production}/{board.id}"
    client.headers["Accept"] = "text/html"
    assert (await client.post(f"{at}/delete")).status_code == 303
    assert (await client.get(at)).status_code == 404
    assert "Bring it back" in (await client.get("/desk/boards")).text
    assert (await client.post(f"{at}/bring-back")).headers["location"] == at
    assert (await client.get(at)).status_code == 200
