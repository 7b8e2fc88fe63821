"""Signing in and out is entered in the audit, and nobody floods it."""

from __future__ import annotations

import pytest
from tests.access.conftest import OWN_PAGE, PASSWORD, Foyer, signing_in

from matinee.access import entries
from matinee.access.throttle import BY_PAIR
from matinee.operation.audit.model import Query


async def entered(foyer: Foyer) -> list[tuple[str, str, str]]:
    """What was done, by whom, to whom, of all that has to do with signing in."""
    found = (await foyer.house.operation.audit.search(Query(), limit=500)).entries
    return [
        (each.action, each.actor, each.object)
        for each in reversed(found)
        if each.action.startswith("sign-in")
    ]


async def test_success_failure_lock_out_and_sign_out_are_entered(foyer: Foyer) -> None:
    olga = f"account {foyer.operator.id}"
    async with foyer.visitor() as client:
        await signing_in(client, "Olga")
        assert (await client.post("/sign-out", headers=OWN_PAGE)).status_code == 303
        assert (await client.post("/sign-out", headers=OWN_PAGE)).status_code == 303
        await signing_in(client, "my secret typed as a name")
        for number in range(BY_PAIR.free + 4):
            await signing_in(client, "Olga", f"wrong {number} wrong")
        await signing_in(client, foyer.member.name)
    assert await entered(foyer) == [
        ("sign-in.success", "Olga", olga),
        ("sign-in.out", "Olga", olga),
        ("sign-in.failure", "nobody", "no account"),
        *[("sign-in.failure", "nobody", olga)] * BY_PAIR.free,
        ("sign-in.locked", "nobody", olga),
    ]
    found = (await foyer.house.operation.audit.search(Query(action="sign-in.locked"))).entries
    assert found[0].detail == {"address": "127.0.0.1"}
    assert "typed as a name" not in str(await foyer.house.operation.audit.export(Query()))


async def test_many_strangers_are_entered_up_to_a_bound_that_is_told(
    foyer: Foyer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(entries, "MOST_AN_HOUR", 4)
    access = foyer.house.access
    for number in range(6):
        assert await access.sign_in(f"name {number}", "wrong", f"203.0.113.{number}") is None
    assert len(await entered(foyer)) == 4
    last = (await foyer.house.operation.audit.search(Query(action="sign-in.failure"))).entries[0]
    assert "withheld" in last.detail
    assert await access.sign_in("Olga", PASSWORD, "127.0.0.1") is not None
    assert (await entered(foyer))[-1][0] == "sign-in.success"
    foyer.clock.advance(3600)
    await access.sign_in("another", "wrong", "203.0.113.99")
    assert (await entered(foyer))[-1][0] == "sign-in.failure"
