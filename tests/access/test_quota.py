"""Who asks too often waits, and nobody else does."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.access.conftest import Foyer

from matinee.access.model import AccessSettings, Role
from matinee.access.quota import Quota
from matinee.access.service import AccessService
from matinee.assembly.joints import HouseholdsOfAudience


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
