"""Who asks too often waits, and nobody else does."""

from __future__ import annotations

from dataclasses import replace

import httpx
import pytest
from tests.access.conftest import Foyer

from matinee.access.model import AccessSettings, Role
from matinee.access.quota import Quota
from matinee.access.service import AccessService
from matinee.assembly.joints import HouseholdsOfAudience
from matinee.surfaces.api.app import create_app


class Ticks:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_a_minutes_worth_may_be_asked_at_once_and_comes_back_evenly() -> None:
    ticks = Ticks()
    quota = Quota(60, ticks)
    assert [quota.take(b"a") for _ in range(61)] == [0.0] * 60 + [1.0]
    assert quota.take(b"b") == 0
    ticks.now += 0.5
    assert quota.take(b"a") == pytest.approx(0.5)
    ticks.now += 0.5
    assert [quota.take(b"a"), quota.take(b"a")] == [0, 1]
    ticks.now += 3600
    assert [quota.take(b"a") for _ in range(61)].count(0) == 60


def test_nobody_is_bounded_by_default() -> None:
    quota = Quota(0, Ticks())
    assert not any(quota.take(b"a") for _ in range(1000))


async def test_a_token_and_its_account_have_a_quota_each(foyer: Foyer) -> None:
    settings = AccessSettings(account_requests_a_minute=5, token_requests_a_minute=3)
    ticks = Ticks()
    access = AccessService(
        foyer.house.database, HouseholdsOfAudience(foyer.house.audience), settings, ticks=ticks
    )
    bounded = replace(foyer, house=replace(foyer.house, access=access))
    first, second = [await foyer.token(foyer.operator, Role.OPERATOR) for _ in range(2)]
    others = await foyer.token(foyer.member)
    async with bounded.visitor() as client:

        async def asked(headers: dict[str, str]) -> int:
            return (await client.get("/v1/jobs", headers=headers)).status_code

        assert [await asked(first) for _ in range(4)] == [200, 200, 200, 429]
        assert [await asked(second) for _ in range(3)] == [200, 200, 429]
        assert await asked(others) == 403, "another account is bounded by itself"
        refused = await client.get("/v1/jobs", headers=first)
        assert (refused.json()["code"], refused.headers["retry-after"]) == ("quota_spent", "20")
        ticks.now += 20
        assert await asked(first) == 200


async def test_an_address_is_bounded_whoever_calls_and_this_machine_is_not(foyer: Foyer) -> None:
    house = foyer.house
    access = house.settings.access.model_copy(
        update={"address_requests_a_minute": 3, "trusted_proxies": ("10.0.0.2",)}
    )
    bounded = replace(
        foyer,
        house=replace(house, settings=house.settings.model_copy(update={"access": access})),
    )
    app = create_app(bounded.house)

    async def asked(address: str, **headers: str) -> httpx.Response:
        transport = httpx.ASGITransport(app=app, client=(address, 4711))
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            told = {name.replace("_", "-"): value for name, value in headers.items()}
            return await client.get("/v1/jobs", headers={"Accept": "application/json"} | told)

    guess = {"Authorization": "Bearer made-up"}
    answers = [await asked("203.0.113.9", **guess) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [401, 401, 401, 429]
    assert answers[3].json()["code"] == "address_spent"
    assert answers[3].headers["retry-after"] == "20"
    other = [await asked(f"2001:db8::{host:x}") for host in range(1, 5)]
    assert [answer.status_code for answer in other] == [401, 401, 401, 429], "a /64 is one"
    passed = [await asked("10.0.0.2", x_forwarded_for=f"198.51.100.{host}") for host in range(1, 6)]
    assert {answer.status_code for answer in passed} == {401}, "a believed proxy is looked through"
    made_up = [await asked("192.0.2.1", x_forwarded_for=f"198.51.100.{host}") for host in range(4)]
    assert made_up[3].status_code == 429, "what a caller wrote itself is not believed"
    unnamed = {(await asked("10.9.9.9", x_forwarded_for="1.2.3.4")).status_code for _ in range(5)}
    assert unnamed == {401}, "a proxy nobody named is not one address for all members"
    assert {(await asked("127.0.0.1")).status_code for _ in range(5)} == {401}
    for path in ("/health", "/ready"):
        transport = httpx.ASGITransport(app=app, client=("203.0.113.9", 4711))
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            assert (await client.get(path)).status_code != 429
