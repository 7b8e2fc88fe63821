"""``/v1/experiments`` and what a member is assigned to, as a client meets them."""

from __future__ import annotations

import httpx

from matinee.assembly.house import House

NEW = {
    "key": "taller-rows",
    "name": "Taller rows",
    "arms": [{"key": "usual"}, {"key": "taller", "what": "Posters a third larger"}],
    "guardrails": [{"measure": "finishes", "tolerated": 0.1}],
}


async def test_an_experiment_is_planned_started_read_and_stopped(client: httpx.AsyncClient) -> None:
    made = await client.post("/v1/experiments", json=NEW)
    assert (made.status_code, made.json()["state"]) == (201, "draft")
    assert (await client.get("/v1/experiments/taller-rows/reading")).status_code == 409
    started = (await client.post("/v1/experiments/taller-rows/start")).json()
    assert started["state"] == "running"
    reading = (await client.get("/v1/experiments/taller-rows/reading")).json()
    assert reading["verdict"] == "waiting"
    assert reading["exposed"] == {"usual": 0, "taller": 0}
    assert reading["curves"][0]["looks"][-1]["high"] is None
    stopped = (await client.post("/v1/experiments/taller-rows/stop")).json()
    assert (stopped["state"], stopped["stop_reason"]) == ("stopped", "by hand")
    listed = (await client.get("/v1/experiments", params={"state": "stopped"})).json()
    assert [one["key"] for one in listed["experiments"]] == ["taller-rows"]


async def test_what_is_wrong_with_a_plan_is_named(client: httpx.AsyncClient) -> None:
    one_arm = await client.post("/v1/experiments", json=NEW | {"arms": [{"key": "usual"}]})
    assert (one_arm.status_code, one_arm.json()["field"]) == (422, "arms")
    await client.post("/v1/experiments", json=NEW)
    again = await client.post("/v1/experiments", json=NEW)
    assert (again.status_code, again.json()["code"]) == (409, "key_taken")
    assert (await client.get("/v1/experiments/nothing")).status_code == 404


async def test_a_member_has_an_arm_while_it_runs(client: httpx.AsyncClient, house: House) -> None:
    household = await house.audience.create_household("Test")
    given: list[dict[str, str]] = []
    await client.post("/v1/experiments", json=NEW)
    await client.post("/v1/experiments/taller-rows/start")
    for number in range(12):
        one = await house.audience.create_profile(household.id, f"Member {number}")
        told = (await client.get(f"/v1/profiles/{one.id}/experiments")).json()
        assert told["held_out"] == (told["arms"]["holdout"] == "unpersonalised")
        given.append(told["arms"])
    drawn = {arms["taller-rows"] for arms in given if "taller-rows" in arms}
    assert drawn == {"usual", "taller"}
