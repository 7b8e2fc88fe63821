from __future__ import annotations

import pytest
from playwright.sync_api import Page, ViewportSize, expect
from tests.surfaces.web.conftest import chromium, complaints, page, site, translated_site
from tests.surfaces.web.page_checks import untranslated, what_is_wrong
from tests.surfaces.web.pseudo import ACCENTED
from tests.surfaces.web.schedule.premises import furnished
from tests.surfaces.web.site import Site

__all__ = ["chromium", "complaints", "page", "site", "translated_site"]
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

PHONE: ViewportSize = {"width": 390, "height": 844}
DESKTOP: ViewportSize = {"width": 1440, "height": 900}


def test_a_strip_is_dragged_undone_and_moved_by_its_form(
    page: Page, site: Site, complaints: list[str]
) -> None:
    page.goto(site.address + site.ask(furnished(site.house)))
    held = page.locator(".board-figures div", has_text="Held days").locator("dd")
    expect(held).to_have_text("1")
    page.locator('[data-strip="c"]').drag_to(page.locator('[data-strip="a"]'))
    expect(held).to_have_text("0")
    expect(page.locator('[data-day="1"] [data-strip]')).to_have_count(2)
    expect(page.locator('[data-day="1"] [data-strip]').first).to_have_attribute("data-strip", "c")
    page.keyboard.press("z")
    expect(held).to_have_text("1")
    page.keyboard.press("y")
    expect(held).to_have_text("0")
    page.locator('[data-strip="b"] summary').click()
    page.locator('[data-strip="b"] input[name="day"]').fill("0")
    page.locator('[data-strip="b"]').get_by_role("button", name="Move").click()
    expect(page.locator('[data-day="0"] [data-strip="b"]')).to_be_visible()
    page.reload()
    expect(page.locator('[data-day="0"] [data-strip="b"]')).to_be_visible()


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_no_page_of_schedules_has_a_fault_that_shuts_people_out(
    page: Page, site: Site, complaints: list[str], size: ViewportSize
) -> None:
    page.set_viewport_size(size)
    faults: dict[str, list[str]] = {}
    for address in _addresses(site.ask(furnished(site.house))):
        page.goto(site.address + address)
        faults[address] = what_is_wrong(page)
    assert faults == {address: [] for address in faults}


def test_every_word_of_schedules_is_translated(page: Page, translated_site: Site) -> None:
    page.set_extra_http_headers({"Accept-Language": ACCENTED})
    bare: dict[str, list[str]] = {}
    for address in _addresses(translated_site.ask(furnished(translated_site.house))):
        page.goto(translated_site.address + address)
        bare[address] = untranslated(page)
    assert {address: words for address, words in bare.items() if words} == {}


def _addresses(board: str) -> tuple[str, ...]:
    schedule = board.partition("/boards/")[0]
    return (
        "/desk/schedules", board, f"{board}/days", f"{board}/conflicts", f"{schedule}/terms",
        f"{schedule}/hours", f"{schedule}/days-off",
        f"{schedule}/packs", f"{board}/reports/1",
    )  # fmt: skip
