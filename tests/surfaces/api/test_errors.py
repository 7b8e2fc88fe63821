from __future__ import annotations

import pytest
from fastapi import APIRouter
from pydantic import BaseModel
from structlog.testing import capture_logs
from tests.surfaces.api.conftest import Calling

from matinee.errors import Conflict, Denied, Invalid, MatineeError, NotFound, Unavailable

SECRET = "the-password-in-the-driver-message"


class Order(BaseModel):
    seats: int
    film: str


def failing(failure: Exception) -> APIRouter:
    router = APIRouter()

    @router.get("/fails")
    async def fails() -> None:
        raise failure

    @router.post("/v1/orders")
    async def order(order: Order) -> Order:
        return order

    return router


@pytest.mark.parametrize(
    ("failure", "status"),
    [
        (Invalid("No.", field="seats"), 422),
        (Denied("No."), 403),
        (NotFound("No."), 404),
        (Conflict("No."), 409),
        (Unavailable("No."), 503),
    ],
)
async def test_each_error_of_the_house_has_its_status(
    calling: Calling, failure: MatineeError, status: int
) -> None:
    failure.remedy = "Do otherwise."
    async with calling(failing(failure)) as client:
        answer = await client.get("/fails")
    assert answer.status_code == status
    assert answer.json()["message"] == "No."
    assert answer.json()["remedy"] == "Do otherwise."
    assert answer.json()["code"] == failure.code
    assert answer.json().get("field") == failure.field
    assert ("retry-after" in answer.headers) is (status == 503)


@pytest.mark.parametrize("failure", [MemoryError(), RuntimeError("can't start new thread")])
async def test_a_service_that_is_short_of_memory_asks_to_come_again(
    calling: Calling, failure: Exception
) -> None:
    async with calling(failing(failure)) as client:
        answer = await client.get("/fails")
    assert (answer.status_code, answer.json()["code"]) == (503, "short_of_memory")
    assert "retry-after" in answer.headers


async def test_what_was_not_foreseen_shows_an_id_and_nothing_of_the_inside(
    calling: Calling,
) -> None:
    with capture_logs() as logs:
        async with calling(failing(RuntimeError(SECRET))) as client:
            answer = await client.get("/fails", headers={"X-Request-ID": "r-7"})
    assert answer.status_code == 500
    assert SECRET not in answer.text
    assert answer.json()["request_id"] == answer.headers["x-request-id"] == "r-7"
    assert [line["event"] for line in logs if line["log_level"] == "error"] == ["request failed"]


async def test_a_missing_field_is_named(calling: Calling) -> None:
    async with calling(failing(NotFound("No."))) as client:
        answer = await client.post("/v1/orders", json={"seats": "many", "film": 3})
    assert (answer.status_code, answer.json()["field"]) == (422, "seats")
    assert "1 more" in answer.json()["message"]


async def test_malformed_json_is_told_with_its_place(calling: Calling) -> None:
    async with calling(failing(NotFound("No."))) as client:
        answer = await client.post(
            "/v1/orders", content=b'{"seats": 2,}', headers={"Content-Type": "application/json"}
        )
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_json")
    assert "character 12" in answer.json()["message"]


async def test_an_unknown_address_and_a_wrong_method_are_told_apart(calling: Calling) -> None:
    async with calling(failing(NotFound("No."))) as client:
        nowhere, method = await client.get("/nowhere"), await client.delete("/fails")
    assert (nowhere.status_code, nowhere.json()["code"]) == (404, "not_found")
    assert (method.status_code, method.json()["code"]) == (405, "method_not_allowed")
    assert method.headers["allow"] == "GET"
