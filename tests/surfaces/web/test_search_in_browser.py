from __future__ import annotations

import pytest
from playwright.sync_api import Page, Route, ViewportSize, expect
from tests.surfaces.web.page_checks import what_is_wrong
from tests.surfaces.web.site import Site

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

PHONE: ViewportSize = {"width": 390, "height": 844}
DESKTOP: ViewportSize = {"width": 1440, "height": 900}


def _search(page: Page, site: Site, query: str = "") -> None:
    page.goto(site.address)
    page.locator("a.face.new").click()
    page.locator("#name").fill("Ada")
    page.locator("button.primary").click()
    page.wait_for_url("**/start")
    page.locator(".start-acts a").click()
    page.wait_for_url("**/home")
    page.goto(f"{site.address}/search")
    page.locator("#search-words").press_sequentially(query)


def _some_name(site: Site) -> str:
    return max((name for name in site.titles if name.isascii()), key=len)


def test_letters_bring_titles_and_the_arrows_choose_one(
    page: Page, site: Site, complaints: list[str]
) -> None:
    name = _some_name(site)
    _search(page, site, name[:8])
    first = page.locator("[data-options] a").first
    expect(first).to_contain_text(name)
    words = page.locator("#search-words")
    words.press("ArrowDown")
    expect(words).to_have_attribute("aria-activedescendant", "search-option-1")
    expect(first).to_have_attribute("aria-selected", "true")
    expect(words).to_be_focused()
    words.press("Enter")
    page.wait_for_url("**/title/**")
    assert page.locator("h1").inner_text() == name


def test_a_question_that_is_out_of_date_is_not_shown(
    page: Page, site: Site, complaints: list[str]
) -> None:
    waiting: list[Route] = []

    def hold(route: Route) -> None:
        waiting.append(route)

    name = _some_name(site)
    _search(page, site)
    page.route("**/search/answer?q=q", hold)
    words = page.locator("#search-words")
    with page.expect_request("**/search/answer?q=q") as late:
        words.press_sequentially("q")
    words.fill(name)
    expect(page.locator("[data-options] a").first).to_contain_text(name)
    assert len(waiting) == 1
    assert late.value.failure == "net::ERR_ABORTED"


def test_the_screen_reader_hears_how_many_and_that_there_is_none(
    page: Page, site: Site, complaints: list[str]
) -> None:
    _search(page, site, "qzxwqzxw")
    expect(page.get_by_role("status")).to_have_text("No title")
    expect(page.get_by_role("heading", name="Nothing here is called")).to_be_visible()
    words = page.get_by_role("combobox")
    expect(words).to_have_attribute("aria-expanded", "false")
    words.fill(_some_name(site))
    expect(page.get_by_role("status")).to_contain_text("title")
    expect(words).to_have_attribute("aria-expanded", "true")


def test_a_remote_control_types_with_arrows_and_goes_on_to_the_posters(
    page: Page, site: Site, complaints: list[str]
) -> None:
    _search(page, site)
    page.get_by_role("button", name="Keyboard").click()
    key = page.locator("[data-letter=a]")
    expect(key).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(page.locator("[data-letter=b]")).to_be_focused()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    expect(page.locator("#search-words")).to_have_value("a")
    expect(page.locator(".found .card").first).to_be_visible()
    while page.locator(".keyboard button:focus").count():
        page.keyboard.press("ArrowDown")
    assert page.locator(".search-answer a:focus").count() == 1


def test_a_facet_narrows_and_can_be_taken_off_again(
    page: Page, site: Site, complaints: list[str]
) -> None:
    _search(page, site, "the")
    facet = page.locator(".facets a").first
    name, count = facet.locator("span").inner_text(), facet.locator("small").inner_text()
    facet.click()
    page.wait_for_url("**/search?q=the&*")
    expect(page.get_by_role("status")).to_contain_text(count)
    chosen = page.locator(".chosen a", has_text=name)
    chosen.click()
    expect(page.locator(".chosen")).to_have_count(0)


@pytest.mark.parametrize("size", [PHONE, DESKTOP])
def test_the_page_fits_and_names_everything(
    page: Page, site: Site, size: ViewportSize, complaints: list[str]
) -> None:
    page.set_viewport_size(size)
    _search(page, site, "s")
    expect(page.locator(".found .card").first).to_be_visible()
    assert what_is_wrong(page) == []
