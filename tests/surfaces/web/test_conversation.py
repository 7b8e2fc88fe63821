from __future__ import annotations

import json

import httpx


async def test_a_sentence_is_shown_as_parts_that_can_be_taken_away(
    member: httpx.AsyncClient,
) -> None:
    said = await member.post(
        "/conversation", data={"say": "a comedy, nothing scary, under two hours"}
    )
    assert said.status_code == 303
    page = (await member.get(said.headers["location"])).text
    for label in ("Comedy", "at most 120 minutes", "not scary"):
        assert f"Take away: {label}" in page
    form = {"part": "without.moods", "value": "scary"}
    assert (await member.post("/conversation/without", data=form)).status_code == 303
    assert "not scary" not in (await member.get("/conversation")).text


async def test_a_part_is_changed_for_what_is_said_in_its_place(member: httpx.AsyncClient) -> None:
    await member.post("/conversation", data={"say": "a comedy, nothing scary, under two hours"})
    form = {"part": "without.moods", "value": "scary", "say": "nothing sad"}
    assert (await member.post("/conversation/changed", data=form)).status_code == 303
    page = (await member.get("/conversation")).text
    assert "Change: not sad" in page
    assert "Change: Comedy" in page
    assert "not scary" not in page
    refused = await member.post("/conversation/changed", data=form | {"part": "parts"})
    assert refused.status_code == 422


async def test_a_part_that_no_wish_has_is_refused(member: httpx.AsyncClient) -> None:
    for part in ("parts", "without", "without.age", "__class__"):
        answer = await member.post("/conversation/without", data={"part": part})
        assert answer.status_code == 422, part


async def test_a_shared_conversation_is_offered_and_only_then_begun(
    member: httpx.AsyncClient,
) -> None:
    page = await member.get("/conversation", params={"say": ["a comedy", "<b>older</b>"]})
    assert "Begin with it" in page.text
    assert "<b>older</b>" not in page.text
    assert "Take away" not in page.text
    await member.post("/conversation/shared", data={"say": ["a comedy", "in French"]})
    assert "Take away: Comedy" in (await member.get("/conversation")).text


async def test_nobody_speaks_before_a_profile_is_chosen(client: httpx.AsyncClient) -> None:
    assert (await client.get("/conversation")).headers["location"] == "/"
    assert (await client.post("/conversation", data={"say": "a"})).headers["location"] == "/"


async def test_what_is_typed_is_never_run(member: httpx.AsyncClient) -> None:
    await member.post("/conversation", data={"say": 'like "><script>alert(1)</script>'})
    page = (await member.get("/conversation")).text
    assert "<script>alert" not in page
    assert json.dumps("alert(1)") not in page
