"""A product in a title's world by the desk's pages: asked, made, approved by both, looked at."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, ViewportSize, expect
from tests.ads.blends.world import World, build_world, jar
from tests.surfaces.web.conftest import chromium, complaints, page, site
from tests.surfaces.web.page_checks import what_is_wrong
from tests.surfaces.web.site import Site

__all__ = ["chromium", "complaints", "page", "site"]
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

SIZES: dict[str, ViewportSize] = {
    "phone": {"width": 390, "height": 844},
    "desktop": {"width": 1440, "height": 900},
}


def test_a_product_comes_into_a_titles_world_by_four_presses_and_both_sides(
    page: Page, site: Site, complaints: list[str]
) -> None:
    world = site.ask(_world(site))
    _ask(page, site, world)
    site.ask(_given(world))
    own = f"{site.address}/desk/ads/campaigns/{world.campaign}/blends"
    page.goto(own)
    page.fill("#name", "Harbour soup")
    page.fill("#line", "Warm as the harbour lights")
    product = {"name": "jar.png", "mimeType": "image/png", "buffer": jar()}
    page.set_input_files("#product", product)  # pyright: ignore[reportArgumentType]
    page.get_by_role("button", name="Make it").click()
    card = page.locator(".blend")
    expect(card).to_contain_text("Is not shown")
    page.get_by_role("button", name="Approve Harbour soup").click()
    page.goto(f"{site.address}/desk/ads/blends")
    page.get_by_role("button", name="Approve Harbour soup").click()
    expect(card).to_contain_text("May be shown")
    assert card.locator("img").evaluate("e => e.decode().then(() => e.naturalWidth)") == 1280
    grants = f"{site.address}/desk/ads/blend-grants"
    pages = {
        "campaign": own,
        "review": f"{site.address}/desk/ads/blends",
        "ask": f"{grants}/{world.titles[0]}",
        "find": f"{grants}?words=harbour",
        "creatives": f"{site.address}/desk/ads/creatives",
    }
    for size, viewport in SIZES.items():
        page.set_viewport_size(viewport)
        for name, address in pages.items():
            page.goto(address)
            assert what_is_wrong(page) == [], name
            _photographed(page, f"{name}-{size}")


async def _world(site: Site) -> World:
    return await build_world(site.house, httpx.AsyncClient(base_url=site.address))


def _ask(page: Page, site: Site, world: World) -> None:
    """Ask for the title's picture with its performer."""
    page.goto(f"{site.address}/desk/ads/blend-grants?words=harbour")
    page.get_by_role("link", name="The harbour").click()
    page.get_by_label("Picture 1").check()
    page.fill("#performers", world.performer)
    page.fill("#territories", "pt")
    page.fill("#starts_at", f"{world.clock() + timedelta(hours=1):%Y-%m-%dT%H:%M}")
    for number in range(1, 6):
        page.locator(f"#P{number}-yes").check()
    page.get_by_role("button", name="Ask clearance").click()
    expect(page.locator(".blend-stands")).to_have_count(2)
    expect(page.locator(".blend-stands").first).to_contain_text("Waits")


async def _given(world: World) -> None:
    """The performer's consent, and counsel's word."""
    [(grant, _)] = await world.house.blends.making.latest()
    await world.consent()
    asked: dict[str, Any] = {
        "uses": [
            {"use": str(each.use), "of": "performer" if each.performer else "title"}
            for each in grant.uses
        ]
    }
    await world.approve(asked)
    await world.client.aclose()


def _photographed(page: Page, name: str) -> None:
    """Kept for people to judge, where MATINEE_TEST_PICTURES names a folder."""
    folder = os.environ.get("MATINEE_TEST_PICTURES")
    if folder:
        page.screenshot(path=Path(folder) / f"blends-{name}.png", full_page=True)
