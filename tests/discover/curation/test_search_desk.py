"""The programmer's desk of searches over HTTP and as a page: decide, preview, undo."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from tests.discover.conftest import Seat

from matinee.surfaces.web.viewing import COOKIE
from matinee.vocabulary.ids import uuid7

DECISIONS = "/v1/search/decisions"


async def described(seat: Seat, query: str) -> list[str]:
    answer = await seat.ask("", query)
    return [one["title"]["name"] for one in answer.json()["titles"]]


async def test_words_are_taken_for_others_until_that_is_undone(seat: Seat) -> None:
    assert await seat.names("balboa") == []
    made = await seat.client.post(
        DECISIONS, json={"kind": "synonym", "said": "Balboa", "meant": "Rocky"}
    )
    assert (made.status_code, made.json()["in_force"]) == (201, True)
    assert await seat.names("balboa") == ["Rocky II"]
    number = made.json()["number"]
    undone = await seat.client.post(f"{DECISIONS}/{number}/undo")
    assert undone.status_code == 200
    assert await seat.names("balboa") == []
    late = await seat.client.post(f"{DECISIONS}/{number}/undo")
    assert late.status_code == 409
    assert (await seat.client.post(f"{DECISIONS}/999/undo")).status_code == 404
    listed = (await seat.client.get(DECISIONS)).json()["decisions"]
    assert [one["in_force"] for one in listed] == [False, False]


async def test_chosen_titles_come_first_and_undoing_brings_back_what_was_before(seat: Seat) -> None:
    for first in ("Rocky II", "Charade"):
        body = {"kind": "answer", "said": "date night", "titles": [str(await seat.title(first))]}
        made = await seat.client.post(DECISIONS, json=body)
        assert (await seat.names("Date night!"))[0] == first
        assert (await described(seat, "date night"))[0] == first
    await seat.client.post(f"{DECISIONS}/{made.json()['number']}/undo")
    assert (await seat.names("date night"))[0] == "Rocky II"
    answer = await seat.typed("date night")
    assert answer["titles"][0]["reason"] == "Chosen for this search."
    missing = {"kind": "answer", "said": "x", "titles": ["00000000-0000-0000-0000-000000000009"]}
    assert (await seat.client.post(DECISIONS, json=missing)).status_code == 404


async def test_how_good_searches_were_is_told_by_arm_and_on_the_page(seat: Seat) -> None:
    title = await seat.title("Charade")
    searched = {"profile_id": str(seat.profile.id), "kind": "search", "query": "charade"}
    shown = searched | {"kind": "impression", "query": "", "title_id": str(title)}
    now = datetime.now(UTC)
    events = [
        shown | {"arms": {"ranker": "new"}, "at": (now - timedelta(minutes=9)).isoformat()},
        searched | {"at": (now - timedelta(minutes=8)).isoformat(), "value": 1},
        searched | {
            "title_id": str(title), "position": 1, "at": (now - timedelta(minutes=7)).isoformat()
        },
    ]  # fmt: skip
    sent = await seat.client.post(
        "/v1/events", json={"events": [one | {"id": str(uuid7(now))} for one in events]}
    )
    assert sent.status_code < 300, sent.text
    asked = {"experiment": "ranker"}
    told = (await seat.client.get("/v1/search/quality", params=asked)).json()
    assert told["whole"]["success10"] == 1
    assert told["by_arm"]["new"]["mrr"] == 0.5
    page = await seat.client.get("/desk/searches", params=asked)
    assert re.search(r"Everybody.*>new<.*0\.500", page.text, re.DOTALL)


async def test_the_page_previews_before_anything_holds(seat: Seat) -> None:
    asked = {"kind": "synonym", "said": "balboa", "meant": "rocky", "member": str(seat.profile.id)}
    seat.client.cookies.set(COOKIE, str(seat.profile.id))
    page = await seat.client.get("/desk/searches", params=asked)
    assert page.status_code == 200, page.text
    assert re.search(r"<h3>Then</h3>.*Rocky II", page.text, re.DOTALL)
    assert await seat.names("balboa") == []
    put = await seat.client.post("/desk/searches", data=asked)
    assert put.status_code == 303
    assert await seat.names("balboa") == ["Rocky II"]
    wrong = await seat.client.post(
        "/desk/searches", data={"kind": "answer", "said": "x", "titles": "No such film"}
    )
    assert wrong.status_code == 422
    assert "There is no title named No such film." in wrong.text
    page = await seat.client.get("/desk/searches")
    assert page.status_code == 200
    assert ">x</" not in page.text
