from __future__ import annotations

from collections.abc import Awaitable, Callable

import httpx
import pytest
from fastapi import FastAPI, Request, Response

from matinee.access.door import may
from matinee.access.model import Caller, Role
from matinee.errors import Denied


def _service(caller: Caller | None) -> FastAPI:
    app = FastAPI()

    @app.middleware("http")
    async def enter(
        request: Request, forward: Callable[[Request], Awaitable[Response]]
    ) -> Response:
        if caller is not None:
            request.state.caller = caller
        return await forward(request)

    @app.get("/desk", dependencies=[may(Role.PROGRAMMER)])
    async def desk() -> str:
        return "desk"

    return app


async def _get(app: FastAPI) -> httpx.Response:
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://desk") as client:
        return await client.get("/desk")


async def test_a_caller_with_the_role_comes_in() -> None:
    caller = Caller("Ana", frozenset({Role.PROGRAMMER}))
    assert (await _get(_service(caller))).status_code == 200


async def test_a_caller_without_the_role_is_denied() -> None:
    with pytest.raises(Denied, match="Sign in as someone who may"):
        await _get(_service(Caller("Rui", frozenset({Role.MEMBER}))))


async def test_until_accounts_exist_the_local_operator_comes_in() -> None:
    assert (await _get(_service(None))).status_code == 200
