"""Line items booked by hand at the desk of ads: a goal by reach, what is refused, and changed."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import httpx

from matinee.ads.model import Cap, GoalKind, Level, State
from matinee.ads.shapes import LineItemShape
from matinee.assembly.house import House

BOOKED = {
    "name": "Twenty thousand homes",
    "goal_kind": "reach",
    "goal": "20000",
    "bid": "12.5",
    "start": "2027-01-04",
    "end": "2027-01-31",
    "cap_most": "2",
    "cap_hours": "168",
    "territories": "pt, es",
}


def _faults(page: httpx.Response) -> set[str]:
    return set(re.findall(r'id="([a-z_]+)-fault"', page.text))


async def test_a_goal_by_reach_is_booked_and_changed_at_the_desk(
    client: httpx.AsyncClient, house: House
) -> None:
    client.headers["Accept"] = "text/html"
    seller = await house.ads.add_advertiser("Soup & Sons")
    campaign = await house.ads.add_campaign(seller.id, "Soup in spring")
    desk = f"/desk/ads/campaigns/{campaign.id}"

    unbounded = await client.post(f"{desk}/items/new", data={**BOOKED, "cap_most": ""})
    assert unbounded.status_code == 422
    assert _faults(unbounded) == {"cap_most"}
    assert 'value="20000"' in unbounded.text
    crooked = {**BOOKED, "goal": "1.5", "end": "2027-01-01", "bid": "", "cap_hours": "9000"}
    assert _faults(await client.post(f"{desk}/items/new", data=crooked)) == {
        "goal", "end", "bid", "cap_hours",
    }  # fmt: skip
    nowhere = await client.post(f"{desk}/items/new", data={**BOOKED, "territories": "Portugal"})
    assert _faults(nowhere) == {"territories"}
    assert await house.ads.line_items(campaign.id) == []

    assert (await client.post(f"{desk}/items/new", data=BOOKED)).status_code == 303
    [item] = await house.ads.line_items(campaign.id)
    assert (item.goal_kind, item.goal, item.bid) == (GoalKind.REACH, 20_000, 12_500_000)
    assert item.caps == (Cap(Level.LINE_ITEM, 2, timedelta(days=7)),)
    assert item.contacts == 8
    assert item.targeting.territories == {"PT", "ES"}
    assert (item.flight.start, item.flight.end) == (
        datetime(2027, 1, 4, tzinfo=UTC), datetime(2027, 2, 1, tzinfo=UTC),
    )  # fmt: skip
    assert item.state is State.DRAFT
    assert "0 of 20,000 households reached" in (await client.get(desk)).text

    edit = f"{desk}/items/{item.id}/edit"
    shown = (await client.get(edit)).text
    [standing] = re.findall(r'name="standing" value="([0-9a-f]+)"', shown)
    assert '<option value="reach" selected>' in shown
    more = {**BOOKED, "goal": "30000", "state": "paused", "standing": standing}
    assert (await client.post(edit, data=more)).status_code == 303
    [changed] = await house.ads.line_items(campaign.id)
    assert (changed.goal, changed.state, changed.caps) == (30_000, State.PAUSED, item.caps)
    assert (await client.post(edit, data=more)).status_code == 409


async def test_what_the_form_does_not_show_stays_when_a_booking_is_changed(
    client: httpx.AsyncClient, house: House
) -> None:
    client.headers["Accept"] = "text/html"
    seller = await house.ads.add_advertiser("Soup & Sons")
    campaign = await house.ads.add_campaign(seller.id, "Soup in spring")
    told = LineItemShape.model_validate(
        {
            "name": "By API",
            "bid": Decimal(9),
            "goal_kind": "spend",
            "goal": Decimal("1234.5"),
            "start": "2027-01-04T09:30:00Z",
            "end": "2027-02-01T17:00:00Z",
            "targeting": {"genres": ["Drama"], "hours": [20], "to_age": 15},
            "caps": [
                {"level": "campaign", "most": 3, "hours": 24},
                {"level": "line_item", "most": 1, "hours": 12},
            ],
            "rivals": ["soup"],
        }
    )
    item = await house.ads.put_line_item(told.line_item(campaign.id, seller.id))
    edit = f"/desk/ads/campaigns/{campaign.id}/items/{item.id}/edit"
    shown = (await client.get(edit)).text
    typed = dict(re.findall(r'<input[^>]* name="(\w+)"[^>]* value="([^"]*)"', shown))
    typed |= dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', shown))
    typed |= {"goal_kind": "spend", "state": "draft"}
    assert typed["goal"] == "1234.5"
    assert (await client.post(edit, data=typed)).status_code == 303
    [same] = await house.ads.line_items(campaign.id)
    assert set(same.caps) == set(item.caps)
    assert (same.flight, same.goal, same.targeting) == (item.flight, item.goal, item.targeting)
    assert same.rivals == ("soup",)
