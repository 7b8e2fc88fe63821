"""A house with a use that is *go*, and shots taken in for it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import pytest
from tests.clearance.record.conftest import BY, Desk
from tests.studio.reage.drawn import desk_of, folders_of, with_tools, zipped

from matinee.assembly.house import House, open_house
from matinee.assembly.settings import Settings
from matinee.clearance.desk.model import Revocation
from matinee.studio.reage.model import Render, Shot

FRAMES = 6
REVOKED = Revocation(reason="No more.")


@dataclass
class Floor:
    """A house with a use that is *go*, and a shot taken in for it."""

    house: House
    desk: Desk
    consent: UUID
    use: UUID

    async def take(self, frames: int = FRAMES) -> Shot:
        content = zipped(folders_of(frames))
        return await self.house.reage.take(self.use, content, name="042_010", by=BY)

    async def spends_without_output(self, render: Render) -> list[str]:
        found = await self.house.ledger.entries(
            subject=str(render.permit), kind="spend-without-output"
        )
        return [entry.content["body"]["reason"] for entry in found]


@pytest.fixture
async def floor(settings: Settings, tmp_path: Path) -> AsyncIterator[Floor]:
    async with open_house(with_tools(settings, tmp_path)) as house:
        yield Floor(house, *await desk_of(house))
