"""A garment is marked on its picture, tried in another cloth, and seen side by side."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, ViewportSize, expect
from tests.studio.variants.test_variants import hung
from tests.surfaces.web.conftest import chromium, complaints, page, site
from tests.surfaces.web.page_checks import what_is_wrong
from tests.surfaces.web.site import Site

__all__ = ["chromium", "complaints", "page", "site"]
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

SIZES: tuple[ViewportSize, ...] = ({"width": 390, "height": 844}, {"width": 1440, "height": 900})


def _take_colours(page: Page, cloth: str) -> None:
    """Those of another picture and of a day's mood go into the form with one press."""
    page.get_by_label("The mood of a script day").select_option(index=1)
    page.get_by_role("button", name="Show the colours of its mood").click()
    expect(page.locator(".swatches li")).to_have_count(5)
    page.get_by_label("The colours of another picture").select_option(cloth)
    page.get_by_role("button", name="Show its colours").click()
    swatch = page.locator(".swatches a").first
    colour = swatch.get_attribute("data-colour") or ""
    for size in SIZES:
        page.set_viewport_size(size)
        assert what_is_wrong(page) == []
    swatch.click()
    expect(page.locator("#colour")).to_have_value(colour)


def test_a_garment_is_marked_tried_and_seen_side_by_side(
    page: Page, site: Site, complaints: list[str]
) -> None:
    board, coat, cloth = site.ask(hung(site.house))
    at = f"{site.address}/desk/boards/{board.production}/{board.id}"
    page.set_viewport_size(SIZES[1])
    page.goto(at)
    page.locator(f'[data-pin="{coat}"]').focus()
    page.get_by_role("link", name="Explore").click()
    place = page.locator("[data-marking]").bounding_box()
    assert place is not None
    page.mouse.move(place["x"] + 0.05 * place["width"], place["y"] + 0.04 * place["height"])
    page.mouse.down()
    page.mouse.move(place["x"] + 0.95 * place["width"], place["y"] + 0.97 * place["height"])
    page.mouse.up()
    expect(page.locator("#right")).to_have_value("95")
    _take_colours(page, str(cloth))
    page.mouse.move(place["x"] + 0.05 * place["width"], place["y"] + 0.04 * place["height"])
    page.mouse.down()
    page.mouse.move(place["x"] + 0.95 * place["width"], place["y"] + 0.97 * place["height"])
    page.mouse.up()
    page.get_by_label("In another cloth").check()
    page.get_by_label("The cloth: another").select_option(str(cloth))
    page.get_by_label("The script day").select_option(index=1)
    page.get_by_role("button", name="Try it").click()
    expect(page.locator(".candidates > li")).to_have_count(2, timeout=60_000)
    [variant] = site.ask(site.house.boards.variants.makings(board))
    for size in SIZES:
        page.set_viewport_size(size)
        assert what_is_wrong(page) == []
    page.get_by_role("link", name="Script days side by side").click()
    expect(page.locator(f'img[src*="{variant}"]')).to_be_visible()
    for size in SIZES:
        page.set_viewport_size(size)
        assert what_is_wrong(page) == []
    page.goto(f"{at}/set/{coat}")
    page.get_by_label("A wall of another material").check()
    place = page.locator("[data-marking]").bounding_box()
    assert place is not None
    for left, top in ((0.1, 0.1), (0.9, 0.2), (0.9, 0.6), (0.1, 0.8)):
        x, y = place["x"] + left * place["width"], place["y"] + top * place["height"]
        page.mouse.click(x, y)
    expect(page.locator("[data-wall]")).to_have_attribute("points", "10,10 90,20 90,60 10,80")
    for size in SIZES:
        page.set_viewport_size(size)
        assert what_is_wrong(page) == []
    assert complaints == []
