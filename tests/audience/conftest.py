from __future__ import annotations

from collections.abc import AsyncIterator
from importlib import import_module

import httpx
import pytest
from tests.audience.reports import Clock, Forgetful, KnownBut

from matinee.audience.model import Profile
from matinee.audience.routes import routes
from matinee.audience.service import AudienceService
from matinee.foundation.database import Database


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def titles() -> KnownBut:
    return KnownBut()


@pytest.fixture
def holder() -> Forgetful:
    return Forgetful()


@pytest.fixture
def audience(
    database: Database, titles: KnownBut, clock: Clock, holder: Forgetful
) -> AudienceService:
    return AudienceService(database, titles, clock=clock, holders=[holder])


@pytest.fixture
async def profile(audience: AudienceService) -> Profile:
    household = await audience.create_household("Almeida")
    return await audience.create_profile(household.id, "Inês")


@pytest.fixture
async def web(audience: AudienceService) -> AsyncIterator[httpx.AsyncClient]:
    """The routes behind everything that stands around a request."""
    # Imported here: while another part is broken, the tests that need no surface go on.
    settings = import_module("matinee.assembly.settings").Settings()
    app = import_module("matinee.surfaces.api.app").build_app(settings, [routes(audience)])
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
        yield client
