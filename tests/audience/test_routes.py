from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import httpx
from tests.audience.reports import batch, reported, seen

from matinee.audience.model import EventKind, Profile
from matinee.audience.service import AudienceService

JSON = {"content-type": "application/json"}


async def test_a_batch_is_answered_with_what_became_of_it(
    web: httpx.AsyncClient, profile: Profile
) -> None:
    event = reported(profile)
    body = batch(event, event, reported(profile, kind="stare"))
    answer = await web.post("/v1/events", content=body, headers=JSON)
    assert answer.status_code == 200
    assert answer.json()["accepted"] == 1
    assert answer.json()["duplicates"] == 1
    (refusal,) = answer.json()["refused"]
    assert (refusal["index"], refusal["field"]) == (2, "kind")


async def test_a_malformed_batch_is_answered_with_a_remedy(web: httpx.AsyncClient) -> None:
    answer = await web.post("/v1/events", content=b'{"events": [', headers=JSON)
    assert answer.status_code == 422
    assert answer.json()["code"] == "malformed_batch"
    assert answer.json()["field"] == "events"
    assert answer.json()["remedy"]


async def test_a_body_of_ten_megabytes_is_refused(web: httpx.AsyncClient) -> None:
    answer = await web.post("/v1/events", content=b" " * 10_000_000, headers=JSON)
    assert answer.status_code == 413


async def test_a_household_and_its_profiles_are_made_read_changed_and_listed(
    web: httpx.AsyncClient,
) -> None:
    household = (await web.post("/v1/households", json={"name": "Almeida"})).json()
    assert (await web.get(f"/v1/households/{household['id']}")).json() == household
    made = await web.post(
        "/v1/profiles",
        json={"household_id": household["id"], "name": "Zé", "kids": True, "languages": ["PT-br"]},
    )
    assert made.status_code == 201
    profile = made.json()
    assert (profile["languages"], profile["territory"]) == (["pt-BR"], "*")
    changed = await web.patch(
        f"/v1/profiles/{profile['id']}", json={"maturity_limit": 12, "territory": "pt"}
    )
    assert changed.json() == profile | {"maturity_limit": 12, "territory": "PT"}
    listed = await web.get("/v1/profiles", params={"household_id": household["id"]})
    assert listed.json() == {"profiles": [changed.json()], "next_cursor": None}
    assert (await web.get("/v1/households")).json()["households"] == [household]


async def test_lists_are_read_page_by_page(web: httpx.AsyncClient) -> None:
    for _ in range(3):
        await web.post("/v1/households", json={})
    first = (await web.get("/v1/households", params={"limit": 2})).json()
    rest = await web.get("/v1/households", params={"cursor": first["next_cursor"]})
    assert len(first["households"] + rest.json()["households"]) == 3
    assert rest.json()["next_cursor"] is None


async def test_bad_values_are_named(web: httpx.AsyncClient, profile: Profile) -> None:
    path = f"/v1/profiles/{profile.id}"
    wrong: list[dict[str, object]] = [
        {"name": ""},
        {"territory": "Portugal"},
        {"languages": ["português"]},
        {"maturity_limit": 99},
        {"age": 7},
    ]
    for change in wrong:
        answer = await web.patch(path, json=change)
        assert answer.status_code == 422, change


async def test_unknown_profiles_are_not_found(web: httpx.AsyncClient) -> None:
    for path in ("", "/history", "/export"):
        assert (await web.get(f"/v1/profiles/{uuid4()}{path}")).status_code == 404
    assert (await web.delete(f"/v1/profiles/{uuid4()}")).status_code == 404


async def test_history_is_read_page_by_page(
    web: httpx.AsyncClient, audience: AudienceService, profile: Profile
) -> None:
    now = datetime.now(UTC)
    kinds = [EventKind.FINISH, EventKind.PLAY]
    events = [
        seen(profile, kinds[place % 2], at=now - timedelta(minutes=place // 2))
        for place in range(7)
    ]
    await audience.record(events)
    read: list[str] = []
    cursor: str | None = None
    while True:
        params = {"limit": "3"} | ({"cursor": cursor} if cursor else {})
        page = (await web.get(f"/v1/profiles/{profile.id}/history", params=params)).json()
        read += [event["id"] for event in page["events"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    by_time = sorted(events, key=lambda event: (event.at, event.id), reverse=True)
    assert read == [str(event.id) for event in by_time]


async def test_a_cursor_that_no_page_gave_is_refused(
    web: httpx.AsyncClient, profile: Profile
) -> None:
    for cursor in ("x", "é", "AAAA", "f" * 32):
        answer = await web.get(f"/v1/profiles/{profile.id}/history", params={"cursor": cursor})
        assert answer.status_code == 422, cursor
        assert answer.json()["field"] == "cursor"


async def test_an_export_is_a_file_and_an_erased_profile_is_gone(
    web: httpx.AsyncClient, audience: AudienceService, profile: Profile
) -> None:
    event = seen(profile)
    await audience.record([event])
    export = await web.get(f"/v1/profiles/{profile.id}/export")
    assert "attachment" in export.headers["content-disposition"]
    assert [one["id"] for one in json.loads(export.content)["events"]] == [str(event.id)]
    assert (await web.delete(f"/v1/profiles/{profile.id}")).status_code == 204
    assert (await web.get(f"/v1/profiles/{profile.id}")).status_code == 404
