from __future__ import annotations

import pytest
from fastapi import APIRouter, Response
from tests.surfaces.api.conftest import Calling


@pytest.fixture
def router() -> APIRouter:
    router = APIRouter()

    @router.get("/page")
    async def page() -> Response:
        return Response(b"page", headers={"Cache-Control": "max-age=60"})

    @router.post("/list")
    async def change() -> dict[str, bool]:
        return {"changed": True}

    return router


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "127.0.0.1:8400", "localhost:8400", "LOCALHOST", "[::1]:8400"]
)
async def test_the_service_answers_to_the_names_of_this_machine(
    calling: Calling, router: APIRouter, host: str
) -> None:
    async with calling(router) as client:
        assert (await client.get("/page", headers={"Host": host})).status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "", "127.0.0.1.nip.io"])
async def test_a_name_that_only_resolves_to_this_machine_is_refused(
    calling: Calling, router: APIRouter, host: str
) -> None:
    async with calling(router) as client:
        answer = await client.get("/page", headers={"Host": host})
    assert (answer.status_code, answer.json()["code"]) == (403, "unknown_host")


async def test_a_name_that_the_operator_allows_is_answered(
    calling: Calling, router: APIRouter
) -> None:
    async with calling(router, allowed_hosts="films.example") as client:
        assert (await client.get("/page", headers={"Host": "films.example"})).status_code == 200


async def test_on_an_open_address_any_name_is_answered_unless_names_are_given(
    calling: Calling, router: APIRouter
) -> None:
    elsewhere = {"Host": "films.example"}
    async with calling(router, host="192.0.2.1") as client:
        assert (await client.get("/page", headers=elsewhere)).status_code == 200
    async with calling(router, host="192.0.2.1", allowed_hosts="other.example") as client:
        assert (await client.get("/page", headers=elsewhere)).status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:9999"},
    ],
)
async def test_another_site_cannot_change_anything(
    calling: Calling, router: APIRouter, headers: dict[str, str]
) -> None:
    async with calling(router) as client:
        answer = await client.post("/list", headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (403, "other_origin")
        assert (await client.get("/page", headers=headers)).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [{}, {"Sec-Fetch-Site": "same-origin"}, {"Origin": "http://127.0.0.1"}],
)
async def test_own_pages_and_programs_may_change_things(
    calling: Calling, router: APIRouter, headers: dict[str, str]
) -> None:
    async with calling(router) as client:
        assert (await client.post("/list", headers=headers)).status_code == 200


async def test_every_answer_forbids_what_a_page_does_not_need(
    calling: Calling, router: APIRouter
) -> None:
    async with calling(router) as client:
        for answer in (await client.get("/page"), await client.get("/nowhere")):
            assert "default-src 'self'" in answer.headers["content-security-policy"]
            assert "unsafe" not in answer.headers["content-security-policy"]
            assert answer.headers["x-content-type-options"] == "nosniff"
            assert answer.headers["x-frame-options"] == "DENY"


async def test_an_answer_is_not_kept_unless_it_says_so(calling: Calling, router: APIRouter) -> None:
    async with calling(router) as client:
        assert (await client.get("/page")).headers["cache-control"] == "max-age=60"
        assert (await client.get("/nowhere")).headers["cache-control"] == "no-store"
