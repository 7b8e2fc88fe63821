"""A member before a service with a few films."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

import httpx
import pytest

from matinee.assembly.house import House
from matinee.audience.model import Profile
from matinee.catalogue.model import CreditRecord, MaturityRecord, TextRecord, TitleRecord

FILMS = (
    TitleRecord(
        name="Charade",
        year=1963,
        genres=("Comedy", "Romance"),
        keywords=("paris", "twist"),
        credits=(CreditRecord("Audrey Hepburn"), CreditRecord("Cary Grant")),
        maturity=(MaturityRecord(board="AGE", label="6"),),
        texts=(
            TextRecord("en", synopsis_long="A widow is chased through Paris for stolen money."),
            TextRecord("de", name="Charade – Über Leichen"),
        ),
    ),
    TitleRecord(
        name="Roman Holiday",
        year=1953,
        genres=("Comedy", "Romance"),
        keywords=("rome",),
        credits=(CreditRecord("Audrey Hepburn"), CreditRecord("Gregory Peck")),
        maturity=(MaturityRecord(board="AGE", label="0"),),
        texts=(TextRecord("en", synopsis_long="A princess runs away and sees Rome on a scooter."),),
    ),
    TitleRecord(
        name="Rocky II",
        year=1979,
        genres=("Drama",),
        keywords=("boxing", "twist"),
        credits=(CreditRecord("Sylvester Stallone"),),
        maturity=(MaturityRecord(board="AGE", label="12"),),
        texts=(TextRecord("en", synopsis_long="A boxer meets the champion for a second time."),),
    ),
)


@dataclass(frozen=True)
class Seat:
    """A member who searches."""

    house: House
    client: httpx.AsyncClient
    profile: Profile

    async def ask(self, path: str, query: str, **filters: object) -> httpx.Response:
        asked: dict[str, Any] = {"profile": str(self.profile.id), "q": query, **filters}
        return await self.client.get(f"/v1/search/{path}".rstrip("/"), params=asked)

    async def typed(self, query: str, **filters: object) -> dict[str, Any]:
        answer = await self.ask("typed", query, **filters)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def names(self, query: str, **filters: object) -> list[str]:
        return [found["title"]["name"] for found in (await self.typed(query, **filters))["titles"]]

    async def put(self, records: Sequence[TitleRecord], *, open_window: bool = True) -> None:
        report = await self.house.catalogue.put_titles(
            records, source="test", open_window=open_window
        )
        assert not report.rejects

    async def title(self, name: str) -> UUID:
        shelf = await self.house.catalogue.shelf()
        return shelf.ids[shelf.names.index(name)]

    async def other(self, name: str, **rules: Any) -> Seat:
        made = await self.house.audience.create_profile(self.profile.household_id, name, **rules)
        return replace(self, profile=made)


@pytest.fixture
async def seat(house: House, client: httpx.AsyncClient) -> Seat:
    household = await house.audience.create_household("Ferreira")
    profile = await house.audience.create_profile(household.id, "Ana")
    seat = Seat(house, client, profile)
    await seat.put(FILMS)
    return seat
