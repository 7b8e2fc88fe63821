"""What is forgotten of decisions, what stays, and what two people change at once."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from tests.ads.bookings import Clock, stand

from matinee.ads.breaks import repository as break_sheets
from matinee.ads.breaks.model import BreakRules
from matinee.ads.model import LineItem
from matinee.ads.repository import keeping
from matinee.errors import Conflict, NotFound
from matinee.foundation.database import Database
from matinee.vocabulary.ids import TitleId
from matinee.vocabulary.window import Window


async def test_decisions_are_kept_for_their_days_and_an_invoice_needs_none_of_them(
    database: Database,
) -> None:
    clock = Clock()
    # Demand is kept with the database's own time.
    clock.now = begun = datetime.now(UTC)
    house = stand(database, clock)
    campaign = await house.campaign()
    flight = Window(begun - timedelta(days=1), begun + timedelta(days=99))
    await house.line_item(campaign, flight=flight)
    await house.ads.start()
    old = await house.ads.decide(house.request())
    [(_, _, token)] = old.ads
    assert await house.ads.beacon(token, "impression")
    await house.line_item(campaign, flight=flight, name="Mornings")
    clock.advance(days=50)
    await house.ads.exchange()
    kept = await house.ads.decide(house.request())
    await house.ads.exchange()
    days = begun - timedelta(days=1), begun + timedelta(days=99)
    account = await house.ads.invoice(campaign.id, *days)
    assert account.lines
    clock.advance(days=50)
    for _ in range(2):
        await house.ads.forget_decisions()
        assert (await house.ads.explain(kept.decision.id)).same
        assert await house.ads.invoice(campaign.id, *days) == account
    with pytest.raises(NotFound, match="kept for 95 days") as gone:
        await house.ads.explain(old.decision.id)
    assert gone.value.code == "decision_expired"
    with pytest.raises(NotFound) as never:
        await house.ads.explain(uuid4())
    assert never.value.code != "decision_expired"
    async with database.transaction() as connection:
        far = clock.now + timedelta(days=400)
        for forget in (keeping.forget_decisions, keeping.forget_demand, keeping.forget_plans):
            assert await forget(connection, begun, 1) == 0
        assert await keeping.forget_decisions(connection, far, 1) == 1
        # The demand that decisions are made on now is never forgotten.
        assert await keeping.forget_demand(connection, far, 1) == 0


async def test_of_changes_to_a_line_item_at_once_none_is_lost(database: Database) -> None:
    house = stand(database)
    campaign = await house.campaign()
    item = await house.line_item(campaign)
    titles = [TitleId(UUID(int=number)) for number in range(8)]

    async def shut(title: TitleId) -> None:
        def changed(now: LineItem) -> LineItem:
            out = now.targeting.without_titles | {title}
            return replace(now, targeting=replace(now.targeting, without_titles=out))

        await house.ads.change_line_item(campaign.id, item.id, changed)

    await asyncio.gather(*map(shut, titles))
    [now] = await house.ads.line_items(campaign.id)
    assert now.targeting.without_titles == set(titles)

    def refused(_now: LineItem) -> LineItem:
        raise Conflict("It has changed.")

    with pytest.raises(Conflict):
        await house.ads.change_line_item(campaign.id, item.id, refused)
    with pytest.raises(NotFound):
        await house.ads.change_line_item(uuid4(), item.id, refused)
    assert await house.ads.line_items(campaign.id) == [now]


async def test_of_two_who_set_the_houses_first_rules_at_once_neither_is_lost(
    database: Database,
) -> None:
    async def longer() -> None:
        async with database.transaction() as connection:
            rules = await break_sheets.house_rules(connection, locking=True)
            assert rules is not None
            await asyncio.sleep(0.02)
            changed = replace(rules, beside_seconds=rules.beside_seconds + 1)
            await break_sheets.put_house_rules(connection, changed)

    await asyncio.gather(*(longer() for _ in range(3)))
    async with database.reading() as connection:
        rules = await break_sheets.house_rules(connection)
    assert rules == replace(BreakRules(), beside_seconds=BreakRules().beside_seconds + 3)
