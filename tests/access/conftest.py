from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from argon2 import PasswordHasher

from matinee.access.model import Account, Role
from matinee.access.passwords import Passwords
from matinee.access.service import AccessService
from matinee.assembly.house import House
from matinee.assembly.joints import HouseholdsOfAudience
from matinee.surfaces.api.app import create_app

PASSWORD = "nine lives of the red lantern"
OWN_PAGE = {"Sec-Fetch-Site": "same-origin"}


class Clock:
    """Time that passes when a test says so."""

    def __init__(self) -> None:
        self.now = datetime.now(UTC)

    def __call__(self) -> datetime:
        return self.now

    def advance(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@dataclass(frozen=True)
class Foyer:
    """A service where people have accounts."""

    house: House
    clock: Clock
    operator: Account
    member: Account

    def visitor(self, address: str = "127.0.0.1") -> httpx.AsyncClient:
        """A browser of its own, at an address."""
        transport = httpx.ASGITransport(app=create_app(self.house), client=(address, 4711))
        return httpx.AsyncClient(
            transport=transport, base_url="http://127.0.0.1", headers={"Accept": "text/html"}
        )

    def elsewhere(self) -> Foyer:
        """The same database, served by another process that remembers nothing of this one."""
        return replace(self, house=_entered(self.house, self.clock))

    async def account(self, *roles: Role, name: str = "") -> Account:
        return await self.house.access.accounts.create(name or "+".join(roles), roles, None)

    async def token(self, account: Account, *scopes: Role) -> dict[str, str]:
        _, secret = await self.house.access.accounts.create_token(account.id, "test", scopes)
        return {"Authorization": f"Bearer {secret}", "Accept": "application/json"}


def _entered(house: House, clock: Clock) -> House:
    """With a clock of the test's own, and with passwords that are hashed with little work."""
    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    access = AccessService(
        house.database,
        HouseholdsOfAudience(house.audience),
        house.settings.access,
        passwords=Passwords(quick),
        clock=clock,
    )
    return replace(house, access=access)


async def signing_in(
    client: httpx.AsyncClient, name: str, password: str = PASSWORD, **more: str
) -> httpx.Response:
    """Send the sign-in form as a browser does."""
    form = {"name": name, "password": password, **more}
    return await client.post("/sign-in", data=form, headers=OWN_PAGE)


@pytest.fixture
async def foyer(house: House) -> Foyer:
    clock = Clock()
    house = _entered(house, clock)
    accounts = house.access.accounts
    operator = await accounts.create("Olga", {Role.OPERATOR}, PASSWORD)
    member = await accounts.create("mia@example.org", {Role.MEMBER}, PASSWORD)
    return Foyer(house, clock, operator, member)
