from __future__ import annotations

import httpx

from matinee.assembly.house import House
from matinee.errors import Invalid
from matinee.foundation.jobs import Payload


async def test_a_failed_job_shows_why_and_can_be_run_again(
    client: httpx.AsyncClient, house: House
) -> None:
    @house.jobs.task("test.fail")
    async def fail(payload: Payload) -> None:
        raise Invalid(f"There is no reel {payload['reel']}.")

    async with house.database.transaction() as connection:
        number = await house.jobs.enqueue(connection, "test.fail", {"reel": 9})
    await house.jobs.work(until_idle=True)

    listing = (await client.get("/v1/jobs", params={"status": "failed"})).json()
    assert listing["counts"]["failed"] == 1
    assert [(job["id"], job["failure"]) for job in listing["jobs"]] == [
        (number, "There is no reel 9.")
    ]
    assert (await client.post(f"/v1/jobs/{number}/retry")).status_code == 204
    again = (await client.get("/v1/jobs", params={"status": "waiting"})).json()
    assert number in {job["id"] for job in again["jobs"]}


async def test_a_job_that_did_not_fail_cannot_be_run_again(client: httpx.AsyncClient) -> None:
    answer = await client.post("/v1/jobs/1/retry")
    assert (answer.status_code, answer.json()["code"]) == (409, "conflict")
