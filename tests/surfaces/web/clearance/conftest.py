from __future__ import annotations

import httpx
import pytest
from tests.surfaces.web.clearance.premises import Premises, furnished

from matinee.assembly.house import House


@pytest.fixture
async def premises(house: House) -> Premises:
    """A house with a production, a performer with a consent, and a tool."""
    return await furnished(house)


@pytest.fixture
async def desk(client: httpx.AsyncClient) -> httpx.AsyncClient:
    """A browser without scripts at the clearance desk."""
    client.headers["Accept"] = "text/html"
    return client
