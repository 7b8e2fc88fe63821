from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, ViewportSize, expect
from tests.surfaces.web.page_checks import what_is_wrong
from tests.surfaces.web.site import Site

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

PHONE: ViewportSize = {"width": 390, "height": 844}
DESKTOP: ViewportSize = {"width": 1440, "height": 900}


def _enter(page: Page, site: Site) -> None:
    page.goto(site.address)
    page.locator("a.face.new").click()
    page.locator("#name").fill("Ada")
    page.locator("button.primary").click()
    page.wait_for_url("**/start")
    page.locator(".start-acts a").click()
    page.wait_for_url("**/home")


def _say(page: Page, words: str) -> None:
    page.locator("#talk-words").fill(words)
    # The answer is a new page: without waiting for it, the next words go to the one before.
    with page.expect_navigation():
        page.locator("#talk-words").press("Enter")


def test_four_turns_by_keyboard_are_understood_and_undone(
    page: Page, site: Site, complaints: list[str]
) -> None:
    page.set_viewport_size(DESKTOP)
    _enter(page, site)
    page.get_by_role("link", name="Ask", exact=True).click()
    _say(page, "a drama from before 1990, not too long")
    chips = page.locator(".wish-part")
    expect(chips).to_have_count(3)
    everything = page.locator(".talk-found .card").count()
    assert everything > 3
    _say(page, "no war films")
    expect(page.locator(".wish-part.refused")).to_have_count(1)
    _say(page, "older")
    _say(page, "the second one")
    expect(page.locator(".spoken h2")).to_have_text(
        re.sub(r"^\d+\. ", "", page.locator(".talk-found .name").nth(1).inner_text())
    )
    assert what_is_wrong(page) == []
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".spoken")).to_have_count(0)
    page.get_by_role("button", name="Take away: not War").click()
    expect(page.locator(".wish-part.refused")).to_have_count(0)
    page.set_viewport_size(PHONE)
    assert what_is_wrong(page) == []
    page.get_by_role("button", name="Start over").click()
    expect(page.locator(".turns")).to_have_count(0)
