from __future__ import annotations

import pytest
from playwright.sync_api import Page, ViewportSize, expect
from tests.surfaces.web.conftest import chromium, complaints, page, site, translated_site
from tests.surfaces.web.experiments.seasons import KEY, a_season
from tests.surfaces.web.page_checks import untranslated, what_is_wrong
from tests.surfaces.web.pseudo import ACCENTED
from tests.surfaces.web.site import Site

__all__ = ["chromium", "complaints", "page", "site", "translated_site"]
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

PHONE: ViewportSize = {"width": 390, "height": 844}
DESKTOP: ViewportSize = {"width": 1440, "height": 900}
ADDRESSES = ("/desk/experiments", f"/desk/experiments/{KEY}", "/desk/share")


def test_a_manager_reads_an_experiment_by_keyboard_on_a_desk_and_on_a_phone(
    page: Page, site: Site, complaints: list[str]
) -> None:
    site.ask(a_season(site.house))
    faults: dict[str, list[str]] = {}
    for size in (DESKTOP, PHONE):
        page.set_viewport_size(size)
        for address in ADDRESSES:
            page.goto(site.address + address)
            faults[f"{address} {size['width']}"] = what_is_wrong(page)
    assert faults == {name: [] for name in faults}

    page.goto(site.address + "/desk/experiments")
    page.get_by_role("link", name="Taller rows").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("region", name="Verdict")).to_contain_text("taller is better")
    drawing = page.get_by_role("img", name="The difference of taller from usual")
    expect(drawing).to_have_count(1)
    page.get_by_text("The numbers").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("region", name="The numbers of taller")).to_contain_text("Members")
    page.get_by_role("button", name="Stop it").focus()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("by hand")

    page.goto(site.address + "/desk/share")
    expect(page.get_by_role("region", name="By row")).to_contain_text("Top picks")
    page.get_by_role("combobox", name="Device").focus()
    page.keyboard.press("ArrowDown")
    page.get_by_role("button", name="Show").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**device=phone**")
    assert what_is_wrong(page) == []


def test_every_word_of_the_experiments_is_translated(page: Page, translated_site: Site) -> None:
    translated_site.ask(a_season(translated_site.house))
    page.set_extra_http_headers({"Accept-Language": ACCENTED})
    bare: dict[str, list[str]] = {}
    for address in ADDRESSES:
        page.goto(translated_site.address + address)
        bare[address] = untranslated(page)
    assert {address: words for address, words in bare.items() if words} == {}
