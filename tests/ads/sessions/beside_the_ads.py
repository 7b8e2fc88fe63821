"""Companions of ads: brought, approved, decided with their ad, and told of once."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

import httpx
from PIL import Image
from tests.ads.sessions.cinema import Cinema


async def an_ad_has_its_companion_beside_it_once_that_is_approved(
    cinema: Cinema, tmp_path: Path
) -> None:
    campaign = await cinema.house.ads.campaign(cinema.campaigns[0])
    other = await cinema.house.ads.campaign(cinema.campaigns[1])
    [soup] = await cinema.house.ads.creatives(campaign.advertiser_id)
    Image.new("RGB", (300, 250), (90, 40, 40)).save(tmp_path / "beside.png")
    content = (tmp_path / "beside.png").read_bytes()

    async def brought(to: UUID, **told: str) -> httpx.Response:
        return await cinema.client.post(
            f"/v1/ads/stills/{to}",
            params={"name": "A bowl", "click_through": "https://soup.example/", **told},
            content=content,
            headers={"Content-Type": "image/png"},
        )

    for to, told in (
        (campaign.id, {"format": "companion"}),
        (campaign.id, {"accompanies": str(soup.id)}),
        (other.id, {"format": "companion", "accompanies": str(soup.id)}),
    ):
        refused = await brought(to, **told)
        assert (refused.status_code, refused.json()["field"]) == (422, "accompanies")
    made = await brought(campaign.id, format="companion", accompanies=str(soup.id))
    assert made.status_code == 201, made.text

    async def beside() -> set[tuple[str, str | None]]:
        await cinema.house.ads.exchange()
        own = f"/v1/watch/{(await cinema.begin())['id']}"
        told = (await cinema.json("GET", f"{own}/breaks/0/ads.json"))["ASSETS"]
        shown = [each["X-MATINEE"] for each in told]
        return {(each["name"], each["companion"] and each["companion"]["name"]) for each in shown}

    assert await beside() == {("Soup", None), ("Tea", None)}
    approval = f"/v1/ads/creatives/{made.json()['id']}/approval"
    await cinema.json("PUT", approval, approval="approved")
    assert await beside() == {("Soup", "A bowl"), ("Tea", None)}
    own = f"/v1/watch/{(await cinema.begin())['id']}/breaks/0/ads.json"
    [ad] = [
        each["X-MATINEE"]
        for each in (await cinema.json("GET", own))["ASSETS"]
        if each["X-MATINEE"]["companion"]
    ]
    assert (await cinema.get(ad["companion"]["picture"])).startswith(b"\xff\xd8")
    for event in ("companionView", "companionView", "companionClick"):
        assert (await cinema.client.get(ad["track"] + event)).status_code == 204
    [delivery] = await cinema.house.ads.deliveries(campaign.id)
    assert delivery.events["companionView"] == delivery.events["companionClick"] == 1
    await cinema.house.ads.exchange()
    newest, *_ = await cinema.house.ads.latest_decisions()
    assert (await cinema.house.ads.explain(newest.id)).same
    await cinema.json("PUT", approval, approval="rejected")
    await cinema.house.ads.exchange()
