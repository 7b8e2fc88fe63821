from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import Page, ViewportSize, expect
from tests.surfaces.web.page_checks import untranslated, what_is_wrong
from tests.surfaces.web.pseudo import ACCENTED, MIRRORED
from tests.surfaces.web.site import Site

from matinee.audience.model import EventKind

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

PHONE: ViewportSize = {"width": 390, "height": 844}
DESKTOP: ViewportSize = {"width": 1440, "height": 900}


def _enter(page: Page, site: Site, name: str = "Ada") -> None:
    page.goto(site.address)
    page.locator("a.face.new").click()
    page.locator("#name").fill(name)
    page.locator("button.primary").click()
    page.wait_for_url("**/start")
    page.locator(".start-acts a").click()
    page.wait_for_url("**/home")


def _addresses(site: Site) -> list[str]:
    """Every page that a member or an operator may open once a profile is chosen."""
    title = next(iter(site.titles.values()))
    return [
        "/home",
        "/list",
        "/conversation",
        f"/title/{title}",
        f"/watch/{title}",
        "/desk/jobs",
        "/desk/models",
    ]


def _log(site: Site) -> list[str]:
    """The kinds of all events of the only member."""
    (profile,) = site.ask(site.house.audience.profiles())
    return [event["kind"] for event in site.ask(site.house.audience.export(profile.id))["events"]]


def test_a_member_makes_a_profile_and_sees_a_home(
    page: Page, site: Site, complaints: list[str]
) -> None:
    page.set_viewport_size(DESKTOP)
    _enter(page, site)
    expect(page.locator(".hero h1")).to_be_visible()
    assert page.locator(".strip").count() >= 4
    poster = page.locator(".strip img").first
    poster.scroll_into_view_if_needed()
    expect(poster).to_have_js_property("complete", True)
    assert poster.evaluate("image => image.naturalWidth") == 400


def test_the_arrow_keys_move_within_a_row_and_between_rows(
    page: Page, site: Site, complaints: list[str]
) -> None:
    page.set_viewport_size(DESKTOP)
    _enter(page, site)
    first = page.locator(".strip").nth(0).locator(".card a")
    first.nth(0).focus()
    page.keyboard.press("ArrowRight")
    expect(first.nth(1)).to_be_focused()
    page.keyboard.press("End")
    expect(first.last).to_be_focused()
    expect(first.last).to_be_in_viewport()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowDown")
    expect(page.locator(".strip").nth(1).locator(".card a").nth(0)).to_be_focused()
    # A row is one stop of the Tab key, so a long page is soon crossed.
    assert page.locator(".strip .card a[tabindex='0']").count() == page.locator(".strip").count()
    page.keyboard.press("Enter")
    page.wait_for_url("**/title/**")


def test_the_arrow_buttons_scroll_a_row(page: Page, site: Site, complaints: list[str]) -> None:
    page.set_viewport_size(DESKTOP)
    _enter(page, site)
    row = page.locator(".strip").nth(0)
    back, on = row.locator("[data-scroll=back]"), row.locator("[data-scroll=on]")
    expect(back).to_be_disabled()
    on.click()
    expect(back).to_be_enabled()
    expect(row.locator(".card").nth(0)).not_to_be_in_viewport()


def test_finishing_a_title_changes_the_home_page(
    page: Page, site: Site, complaints: list[str]
) -> None:
    _enter(page, site)
    page.locator(".hero button.primary").click()
    page.wait_for_url("**/watch/**")
    name = page.locator("h1").inner_text()
    page.get_by_role("button", name="Mark as finished").click()
    page.wait_for_url("**/home**")

    expect(page.get_by_role("status")).to_contain_text(name)
    expect(page.locator(".strip-head h2", has_text=name).first).to_contain_text("Because you")
    assert page.locator(".card .name", has_text=re.compile(f"^{re.escape(name)}$")).count() == 0
    assert {EventKind.PLAY, EventKind.FINISH} <= set(_log(site))


def test_the_list_and_the_thumbs_answer_at_once(
    page: Page, site: Site, complaints: list[str]
) -> None:
    _enter(page, site)
    page.locator(".strip .card a").first.click()
    page.wait_for_url("**/title/**")
    name = page.locator("h1").inner_text()
    address = page.url
    page.get_by_role("button", name="Add to My list").click()
    expect(page.get_by_role("button", name="On My list")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="Thumb up").click()
    expect(page.get_by_role("button", name="Thumb up")).to_have_attribute("aria-pressed", "true")
    assert page.url == address
    page.get_by_role("link", name="My list").click()
    expect(page.locator(".wall .name")).to_have_text([name])


def test_what_was_in_view_for_a_second_is_recorded_as_shown(
    page: Page, site: Site, complaints: list[str]
) -> None:
    page.set_viewport_size({"width": 1440, "height": 1400})
    with page.expect_response("**/v1/events", timeout=15_000) as sent:
        _enter(page, site)
    events = json.loads(sent.value.request.post_data or "")["events"]
    in_view = page.locator(".strip").nth(0).locator(".card a")

    assert sent.value.status == 200
    assert _log(site).count(EventKind.IMPRESSION) >= len(events)
    assert {event["kind"] for event in events} == {"impression"}
    assert {event["probability"] for event in events} == {1.0}
    assert {event["surface"] for event in events} == {"home"}
    first = in_view.nth(0).get_attribute("href") or ""
    shown = next(event for event in events if event["title_id"] in first)
    assert shown["position"] == 0
    assert shown["recommendation_id"] in first


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_no_page_has_a_fault_that_shuts_people_out(
    page: Page, site: Site, complaints: list[str], size: ViewportSize
) -> None:
    page.set_viewport_size(size)
    page.goto(site.address)
    faults = {"/": what_is_wrong(page)}
    page.goto(f"{site.address}/profiles/new")
    faults["/profiles/new"] = what_is_wrong(page)
    _enter(page, site, "Maximiliane-Alexandrina von Hohenstein")
    page.goto(f"{site.address}/desk/models")
    page.get_by_role("button", name="Train now").click()
    title = next(iter(site.titles.values()))
    for address in (
        "/home",
        "/start",
        "/list",
        f"/title/{title}",
        f"/watch/{title}",
        "/desk/jobs",
        "/desk/models",
    ):
        page.goto(site.address + address)
        faults[address] = what_is_wrong(page)
    assert {address: found for address, found in faults.items() if found} == {}


def test_the_page_does_not_jump_while_posters_arrive(page: Page, site: Site) -> None:
    page.set_viewport_size(DESKTOP)
    _enter(page, site)
    page.goto(f"{site.address}/home")
    page.wait_for_load_state("networkidle")
    moved = page.evaluate(
        "() => new Promise(done => new PerformanceObserver(list => done(list.getEntries()"
        ".reduce((sum, entry) => sum + entry.value, 0)))"
        ".observe({type: 'layout-shift', buffered: true}) || setTimeout(() => done(0), 500))"
    )
    assert moved < 0.02


def test_focus_is_always_visible(page: Page, site: Site) -> None:
    _enter(page, site)
    for _ in range(12):
        page.keyboard.press("Tab")
        width = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
        style = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert (width, style) == ("3px", "solid")


def test_nothing_moves_for_those_who_ask_for_stillness(page: Page, site: Site) -> None:
    page.emulate_media(reduced_motion="reduce")
    _enter(page, site)
    frame = page.locator(".card .frame").first
    seconds = frame.evaluate("frame => parseFloat(getComputedStyle(frame).transitionDuration)")
    assert seconds < 0.001


def test_every_word_is_translated(page: Page, translated_site: Site) -> None:
    page.set_extra_http_headers({"Accept-Language": ACCENTED})
    site = translated_site
    page.goto(site.address)
    bare = {"/": untranslated(page)}
    page.goto(f"{site.address}/profiles/new")
    bare["/profiles/new"] = untranslated(page)
    _enter(page, site)
    title = next(iter(site.titles.values()))
    page.locator(".hero form.toggle button").click()
    page.goto(f"{site.address}/watch/{title}")
    page.locator("button[value=stop]").click()
    for address in (
        "/home",
        "/start",
        "/list",
        f"/title/{title}",
        f"/watch/{title}",
        "/desk/jobs",
        "/desk/models",
    ):
        page.goto(site.address + address)
        bare[address] = untranslated(page)
    assert {address: found for address, found in bare.items() if found} == {}


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_a_language_that_runs_from_the_right_mirrors_the_page(
    page: Page, translated_site: Site, complaints: list[str], size: ViewportSize
) -> None:
    page.set_viewport_size(size)
    page.set_extra_http_headers({"Accept-Language": MIRRORED})
    _enter(page, translated_site)
    assert page.locator("html").get_attribute("dir") == "rtl"

    def left(selector: str) -> float:
        box = page.locator(selector).first.bounding_box()
        assert box
        return box["x"]

    assert left(".wordmark") > left(".who")
    cards = page.locator(".strip").first.locator(".card a")
    cards.nth(0).focus()
    page.keyboard.press("ArrowLeft")
    expect(cards.nth(1)).to_be_focused()
    assert what_is_wrong(page) == []
