from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from fastapi import APIRouter, Request
from fastapi.responses import StreamingResponse
from tests.surfaces.api.conftest import Calling

JSON = {"Content-Type": "application/json"}


@pytest.fixture
def router() -> APIRouter:
    router = APIRouter()

    @router.post("/v1/size")
    async def size(request: Request) -> int:
        return len(await request.body())

    @router.get("/late")
    async def late() -> None:
        await asyncio.sleep(60)

    @router.get("/stream")
    async def stream() -> StreamingResponse:
        async def parts() -> AsyncIterator[bytes]:
            for _ in range(3):
                await asyncio.sleep(0.5)
                yield b"part"

        return StreamingResponse(parts())

    return router


async def in_parts(count: int) -> AsyncIterator[bytes]:
    for _ in range(count):
        yield b"1" * 1000


async def test_a_body_within_the_limit_arrives_whole(calling: Calling, router: APIRouter) -> None:
    async with calling(router, body_limit_bytes=5000) as client:
        answer = await client.post("/v1/size", content=in_parts(5), headers=JSON)
    assert (answer.status_code, answer.json()) == (200, 5000)


async def test_a_body_that_announces_too_much_is_refused(
    calling: Calling, router: APIRouter
) -> None:
    async with calling(router, body_limit_bytes=5000) as client:
        answer = await client.post("/v1/size", content=b"1" * 5001, headers=JSON)
    assert (answer.status_code, answer.json()["code"]) == (413, "request_entity_too_large")


async def test_a_body_that_announces_nothing_is_refused_when_it_grows_too_large(
    calling: Calling, router: APIRouter
) -> None:
    async with calling(router, body_limit_bytes=5000) as client:
        answer = await client.post("/v1/size", content=in_parts(6), headers=JSON)
    assert answer.status_code == 413


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", ""])
async def test_a_body_that_does_not_call_itself_json_is_refused(
    calling: Calling, router: APIRouter, kind: str
) -> None:
    async with calling(router) as client:
        answer = await client.post("/v1/size", content=b"1", headers={"Content-Type": kind})
    assert (answer.status_code, answer.json()["code"]) == (415, "unsupported_media_type")


async def test_a_request_that_takes_too_long_is_given_up_with_a_word(
    calling: Calling, router: APIRouter
) -> None:
    async with calling(router, request_seconds=0.05) as client:
        answer = await client.get("/late")
    assert (answer.status_code, answer.json()["code"]) == (503, "too_slow")
    assert answer.headers["retry-after"]


async def test_a_board_may_take_longer_to_be_written_as_a_file(calling: Calling) -> None:
    slow = APIRouter()

    @slow.get("/desk/boards/1/board.zip")
    async def written() -> str:
        await asyncio.sleep(0.1)
        return "written"

    async with calling(slow, request_seconds=0.05) as client:
        assert (await client.get("/desk/boards/1/board.zip")).status_code == 200


async def test_an_answer_that_has_begun_may_take_its_time(
    calling: Calling, router: APIRouter
) -> None:
    async with calling(router, request_seconds=1.2) as client:
        answer = await client.get("/stream")
    assert answer.content == b"partpartpart"
