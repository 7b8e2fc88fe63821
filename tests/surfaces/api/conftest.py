from __future__ import annotations

from collections.abc import AsyncGenerator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import httpx
import pytest
from fastapi import APIRouter

from matinee.assembly.settings import Settings
from matinee.surfaces.api.app import build_app

Calling = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]


@pytest.fixture
def calling() -> Calling:
    """Call some routes behind everything that stands around a request."""

    @asynccontextmanager
    async def call(part: APIRouter, **settings: object) -> AsyncGenerator[httpx.AsyncClient]:
        app = build_app(Settings.model_validate(settings), [part])
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            yield client

    return call
