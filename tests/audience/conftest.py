from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import pytest
from tests.audience.reports import Clock, KnownBut

from matinee.assembly.settings import Settings
from matinee.audience.model import Profile
from matinee.audience.routes import routes
from matinee.audience.service import AudienceService
from matinee.foundation.database import Database
from matinee.surfaces.api.app import build_app


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def titles() -> KnownBut:
    return KnownBut()


@pytest.fixture
def audience(database: Database, titles: KnownBut, clock: Clock) -> AudienceService:
    return AudienceService(database, titles, clock=clock)


@pytest.fixture
async def profile(audience: AudienceService) -> Profile:
    household = await audience.create_household("Almeida")
    return await audience.create_profile(household.id, "Inês")


@pytest.fixture
async def web(audience: AudienceService) -> AsyncIterator[httpx.AsyncClient]:
    app = build_app(Settings(), [routes(audience)])
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
        yield client
