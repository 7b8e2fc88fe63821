from __future__ import annotations

import pytest
from fastapi import APIRouter
from prometheus_client import REGISTRY
from structlog.contextvars import get_contextvars
from structlog.testing import capture_logs
from tests.surfaces.api.conftest import Calling


@pytest.fixture
def titles() -> APIRouter:
    router = APIRouter()

    @router.get("/v1/titles/{title_id}")
    async def title(title_id: str) -> dict[str, object]:
        return {"title": title_id, "request": get_contextvars()["request_id"]}

    @router.get("/guest/boards/{token}/standing")
    async def standing(token: str) -> dict[str, int]:
        return {"letters": len(token)}

    @router.post("/guest/boards/{token}/comments")
    async def failing(token: str) -> None:
        raise RuntimeError("no room")

    return router


def requests(**labels: str) -> float:
    return REGISTRY.get_sample_value("matinee_requests_total", labels) or 0


async def test_a_sane_id_of_the_client_is_kept_through_log_and_answer(
    calling: Calling, titles: APIRouter
) -> None:
    async with calling(titles) as client:
        answer = await client.get("/v1/titles/1", headers={"X-Request-ID": "abc-1"})
    assert answer.headers["x-request-id"] == answer.json()["request"] == "abc-1"


@pytest.mark.parametrize("hostile", ["", "a b", "x" * 65, "a\x1b[2J", "é"])
async def test_an_id_that_is_not_sane_is_replaced(
    calling: Calling, titles: APIRouter, hostile: str
) -> None:
    async with calling(titles) as client:
        answer = await client.get(
            "/v1/titles/1", headers=[(b"X-Request-ID", hostile.encode("latin-1"))]
        )
    assert len(answer.headers.get_list("x-request-id")) == 1
    assert answer.headers["x-request-id"].isalnum()


async def test_a_request_is_one_line_in_the_log_without_its_query(
    calling: Calling, titles: APIRouter
) -> None:
    with capture_logs() as logs:
        async with calling(titles) as client:
            await client.get("/v1/titles/1?token=open-sesame")
    (line,) = logs
    assert (line["method"], line["path"], line["status"]) == ("GET", "/v1/titles/1", 200)
    assert "open-sesame" not in repr(line)


async def test_a_token_in_a_path_does_not_reach_the_log(
    calling: Calling, titles: APIRouter
) -> None:
    with capture_logs() as logs:
        async with calling(titles) as client:
            answer = await client.get("/guest/boards/open-sesame/standing")
    assert answer.json() == {"letters": 11}
    assert [line["path"] for line in logs] == ["/guest/boards/…/standing"]
    assert "open-sesame" not in repr(logs)


@pytest.mark.parametrize(
    ("method", "rest", "length", "status"),
    [
        ("GET", "/", 0, 404),
        ("GET", "/nowhere", 0, 404),
        ("POST", "/comments", 10**9, 413),
        ("POST", "/comments", 0, 500),
    ],
)
async def test_a_token_of_a_request_that_no_route_answers_does_not_reach_the_log(
    calling: Calling, titles: APIRouter, method: str, rest: str, length: int, status: int
) -> None:
    with capture_logs() as logs:
        async with calling(titles) as client:
            answer = await client.request(
                method,
                f"/guest/boards/open-sesame{rest}",
                headers={"Content-Length": str(length)},
            )
    assert answer.status_code == status
    assert {line["path"] for line in logs} == {f"/guest/boards/…{rest}"}
    assert "open-sesame" not in repr([{**line, "exc_info": None} for line in logs])


async def test_requests_are_counted_by_route_and_not_by_address(
    calling: Calling, titles: APIRouter
) -> None:
    labels = {"method": "GET", "route": "/v1/titles/{title_id}", "status": "200"}
    before = requests(**labels)
    async with calling(titles) as client:
        await client.get("/v1/titles/1")
        await client.get("/v1/titles/2")
    assert requests(**labels) == before + 2


async def test_a_route_within_a_part_of_a_part_is_counted_by_its_whole_path(
    calling: Calling, titles: APIRouter
) -> None:
    within = APIRouter()

    @within.get("/rows/{row}")
    async def row(row: str) -> str:
        return row

    part = APIRouter(prefix="/v1/home")
    part.include_router(within)
    labels = {"method": "GET", "route": "/v1/home/rows/{row}", "status": "200"}
    before = requests(**labels)
    async with calling(part) as client:
        await client.get("/v1/home/rows/1")
    assert requests(**labels) == before + 1


async def test_an_unknown_method_does_not_become_a_label(
    calling: Calling, titles: APIRouter
) -> None:
    labels = {"method": "other", "route": "/v1/titles/{title_id}", "status": "405"}
    before = requests(**labels)
    async with calling(titles) as client:
        await client.request("BREW", "/v1/titles/1")
    assert requests(**labels) == before + 1
