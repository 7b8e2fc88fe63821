"""The studio's pages in a real browser: on a desk and a phone, by keys alone, in every language."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, ViewportSize, expect
from tests.surfaces.web.conftest import chromium, complaints, page, site, translated_site
from tests.surfaces.web.page_checks import untranslated, what_is_wrong
from tests.surfaces.web.pseudo import ACCENTED
from tests.surfaces.web.site import Site
from tests.surfaces.web.studio.shelf import shelved

__all__ = ["chromium", "complaints", "page", "site", "translated_site"]
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

SIZES: tuple[ViewportSize, ...] = ({"width": 1440, "height": 900}, {"width": 390, "height": 844})
PAGES = ("", "/elements", "/vfx", "/story", "/continuity", "/revision")


def test_no_page_of_a_script_has_anything_wrong(
    page: Page, site: Site, complaints: list[str]
) -> None:
    _, script = site.ask(shelved(site.house))
    for size in SIZES:
        page.set_viewport_size(size)
        for address in ("/desk/studio", *(f"/desk/studio/scripts/{script}{p}" for p in PAGES)):
            page.goto(site.address + address)
            assert what_is_wrong(page) == [], (address, size)
    assert complaints == []


def test_every_word_of_the_pages_is_translated(page: Page, translated_site: Site) -> None:
    _, script = translated_site.ask(shelved(translated_site.house))
    page.set_extra_http_headers({"Accept-Language": ACCENTED})
    for address in ("", *(f"/scripts/{script}{each}" for each in PAGES)):
        page.goto(f"{translated_site.address}/desk/studio{address}")
        assert untranslated(page) == [], address


def test_elements_are_accepted_refused_and_merged_by_keys_alone(
    page: Page, site: Site, complaints: list[str]
) -> None:
    _, script = site.ask(shelved(site.house))
    page.goto(f"{site.address}/desk/studio/scripts/{script}/elements?category=animals")
    rows = page.locator("[data-rows] tbody tr")
    expect(rows).to_have_count(2)
    page.keyboard.press("j")
    with page.expect_navigation():
        page.keyboard.press("a")
    expect(page.locator("tr.decided")).to_have_count(1)
    expect(rows.nth(1).locator("th a")).to_be_focused()
    page.keyboard.press("t")
    page.keyboard.press("k")
    with page.expect_navigation():
        page.keyboard.press("m")
    expect(rows).to_have_count(1)
    page.keyboard.press("j")
    with page.expect_navigation():
        page.keyboard.press("x")
    expect(page.locator(".nothing")).to_contain_text("There is none of this category")
    assert complaints == []
