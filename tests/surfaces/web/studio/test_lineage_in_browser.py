"""From a picture on a board one comes to its lineage with one click, and about it by keyboard."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, ViewportSize, expect
from tests.studio.lineage.test_lineage import sketched
from tests.surfaces.web.conftest import chromium, complaints, page, site
from tests.surfaces.web.page_checks import what_is_wrong
from tests.surfaces.web.site import Site

__all__ = ["chromium", "complaints", "page", "site"]
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

SIZES: tuple[ViewportSize, ...] = ({"width": 390, "height": 844}, {"width": 1440, "height": 900})


def test_a_lineage_is_one_click_from_its_picture_and_is_walked_by_keyboard(
    page: Page, site: Site, complaints: list[str]
) -> None:
    line = site.ask(sketched(site.house))
    board = line.hanging.board
    page.goto(f"{site.address}/desk/boards/{line.production}/{board}")
    page.locator(f'[data-pin="{line.hanging.id}"]').focus()
    page.get_by_role("link", name="Lineage").click()
    expect(page).to_have_url(re.compile(f"/lineage/pictures/{line.production}/{line.hanging.id}$"))
    for size in SIZES:
        page.set_viewport_size(size)
        assert what_is_wrong(page) == []
    boxes = page.locator("svg a")
    expect(boxes).to_have_count(len(site.ask(line.of_hanging()).nodes))
    boxes.nth(1).focus()
    page.keyboard.press("Enter")
    expect(page.locator("#node-1")).to_be_focused()
    expect(page.locator("#node-1")).to_contain_text("Made by a model")
    assert complaints == []
