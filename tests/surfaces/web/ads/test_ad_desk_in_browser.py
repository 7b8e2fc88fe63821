"""The desk of ads in a real browser: from a brief to a booked plan, and every page looked over."""

from __future__ import annotations

import os
import re
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from playwright.sync_api import Page, ViewportSize, expect
from tests.surfaces.web.conftest import chromium, complaints, page, site, translated_site
from tests.surfaces.web.page_checks import untranslated, what_is_wrong
from tests.surfaces.web.pseudo import ACCENTED
from tests.surfaces.web.site import Site

from matinee.assembly.house import House
from matinee.audience.model import EventKind, ViewingEvent
from matinee.vocabulary.ids import EventId, TitleId, uuid7
from matinee.vocabulary.places import Territory

__all__ = ["chromium", "complaints", "page", "site", "translated_site"]
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

SIZES: dict[str, ViewportSize] = {
    "phone": {"width": 390, "height": 844},
    "desktop": {"width": 1440, "height": 900},
}
TOMORROW = (datetime.now(UTC) + timedelta(days=1)).date().isoformat()
BRIEF = f"2 euros, drama in Portugal, two weeks from {TOMORROW}, avoid horror"


async def _watched(house: House, titles: list[UUID]) -> None:
    """Twelve households in Portugal that watched something every evening for three weeks."""
    now = datetime.now(UTC)
    events = list[ViewingEvent]()
    for number in range(12):
        home = await house.audience.create_household(f"Home {number}")
        person = await house.audience.create_profile(home.id, "Ana", territory=Territory("PT"))
        for day in range(1, 21):
            at = (now - timedelta(days=day)).replace(hour=20, minute=number)
            title = TitleId(titles[(number + day) % len(titles)])
            events.append(
                ViewingEvent(EventId(uuid7(at)), person.id, EventKind.PLAY, at, title_id=title)
            )
    for start in range(0, len(events), 100):
        receipt = await house.audience.record(events[start : start + 100])
        assert not receipt.refused


def furnished(site: Site) -> str:
    """A house where members watch, and a campaign; its address."""
    site.ask(_watched(site.house, list(site.titles.values())[:20]))

    async def opened() -> UUID:
        seller = await site.house.ads.add_advertiser("Soup & Sons")
        return (await site.house.ads.add_campaign(seller.id, "Soup in spring")).id

    return f"{site.address}/desk/ads/campaigns/{site.ask(opened())}"


def bring_a_creative(page: Page, campaign: str) -> None:
    page.goto(f"{campaign}/creatives/new")
    page.fill("#name", "A bowl")
    page.fill("#duration_seconds", "30")
    page.fill("#address", "https://media.example/bowl.mp4")
    page.get_by_role("button", name="Send it to review").click()
    expect(page.get_by_text("Waits for review")).to_be_visible()


def add_a_buyer(page: Page, site: Site) -> str:
    """A buyer with a deal of each kind; the address of its page."""
    page.goto(f"{site.address}/desk/ads/buyers")
    page.keyboard.press("n")
    page.fill("#name", "Bread Exchange")
    page.fill("#address", "https://bids.example/openrtb")
    owed = f"d1 guaranteed 14 200000 {TOMORROW} {TOMORROW}"
    page.fill("#deals", f"{owed}\nd2 preferred 12.50\nd3 private_auction 8")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_role("row").filter(has_text="d2")).to_contain_text("12.50")
    expect(page.get_by_role("row").filter(has_text="d1")).to_contain_text("200,000")
    expect(page.locator("#deals")).to_have_value(re.compile(re.escape(owed)))
    return page.url


def approve_it(page: Page, site: Site) -> None:
    page.goto(f"{site.address}/desk/ads/creatives")
    page.get_by_role("button", name="Approve A bowl").click()
    expect(page.locator("tbody")).to_contain_text("Approved")


def keep_out(page: Page, site: Site) -> str:
    """A category kept out of what children may see; refused where nothing is named."""
    page.goto(f"{site.address}/desk/ads/breaks")
    page.get_by_role("link", name="Kept out of titles").click()
    page.get_by_role("button", name="Keep out").click()
    expect(page.locator("#categories-fault")).to_contain_text("names 1 to 200")
    page.fill("#categories", "IAB8-5")
    page.fill("#territories", "pt")
    page.fill("#to_age", "15")
    page.get_by_role("button", name="Keep out").click()
    expect(page.locator("tbody")).to_contain_text("IAB8-5")
    expect(page.locator("tbody")).to_contain_text("titles from 0 to 15 years")
    page.get_by_label("Soup & Sons").first.check()
    page.get_by_role("button", name="Keep out").click()
    expect(page.locator("tbody tr")).to_have_count(2)
    page.get_by_role("button", name="Let in again").last.click()
    expect(page.locator("tbody tr")).to_have_count(1)
    return page.url


def kept_from_horror(page: Page, campaign: str) -> str:
    """A title and a mood kept out of a line item, and the title let in again."""
    page.goto(campaign)
    page.get_by_role("link", name="Where it does not run").click()
    expect(page.get_by_label("Horror")).to_be_checked()
    page.fill("#name", "the")
    page.get_by_role("button", name="Find it").click()
    page.get_by_role("button", name="Keep it out of").first.click()
    expect(page.get_by_role("button", name="Let it run in")).to_have_count(1)
    page.get_by_label("tense").check()
    page.get_by_role("button", name="Keep out of these").click()
    expect(page.get_by_label("tense")).to_be_checked()
    return page.url


def book_from_the_brief(page: Page, campaign: str) -> tuple[float, int]:
    """Type the brief, look at the plans, book the first: seconds, and presses of a button."""
    page.goto(f"{campaign}/plan")
    began = time.monotonic()
    page.fill("#brief", BRIEF)
    page.get_by_role("button", name="Show plans").click()
    expect(page.locator(".ad-plans > li")).to_have_count(3)
    page.get_by_role("button", name="Book the plan “Far”").click()
    page.wait_for_url(campaign)
    return time.monotonic() - began, 2


def booking_of(page: Page, campaign: str) -> str:
    """Where what was booked is changed by hand."""
    page.goto(campaign)
    page.get_by_role("link", name="Change the booking").click()
    expect(page.get_by_label("Booked for")).to_have_value("spend")
    return page.url


def rest_of_the_plan(page: Page, campaign: str) -> str:
    """Where what is left of the booked plan is planned anew."""
    page.goto(campaign)
    page.get_by_role("link", name="Plan the rest").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Plan the rest")
    return page.url


def photographed(page: Page, name: str) -> None:
    """Kept for people to judge, where MATINEE_TEST_PICTURES names a folder."""
    folder = os.environ.get("MATINEE_TEST_PICTURES")
    if folder:
        page.screenshot(path=Path(folder) / f"ads-{name}.png", full_page=True)


def test_from_a_brief_to_a_booked_plan_in_two_presses(
    page: Page,
    site: Site,
    complaints: list[str],
) -> None:
    campaign = furnished(site)
    bring_a_creative(page, campaign)
    approve_it(page, site)
    seconds, presses = book_from_the_brief(page, campaign)
    assert seconds < 30
    assert presses == 2
    line = page.locator(".ad-line")
    expect(line).to_contain_text("Portugal")
    expect(line).to_contain_text("at most 2 a household in 168 h")
    expect(page.locator(".desk-head .state")).to_contain_text("Active")
    [item] = site.ask(site.house.ads.line_items(UUID(campaign.rpartition("/")[2])))
    assert item.targeting.genres == {"Drama"}
    assert item.targeting.without_genres == {"Horror"}
    rest_of_the_plan(page, campaign)
    expect(page.locator(".ad-plans > li").first).to_contain_text("As it is")
    page.get_by_role("button", name="Change it: More often").click()
    expect(page.get_by_role("status")).to_contain_text("It holds from now on")
    [changed] = site.ask(site.house.ads.line_items(UUID(campaign.rpartition("/")[2])))
    assert [cap.most for cap in changed.caps] == [2 * cap.most for cap in item.caps]
    page.reload()  # The browser sends it again, which changes nothing more.
    expect(page.locator("body")).to_contain_text("has changed since this was offered")
    assert "409" in complaints.pop()
    assert site.ask(site.house.ads.line_items(item.campaign_id)) == [changed]
    rest_of_the_plan(page, campaign)
    page.get_by_role("button", name="Change it: More often").click()
    page.get_by_role("button", name="Take it back").click()
    expect(page.get_by_role("status")).to_have_count(0)
    assert site.ask(site.house.ads.line_items(item.campaign_id)) == [changed]


def test_every_page_is_sound_on_a_phone_and_on_a_desk(
    page: Page, site: Site, complaints: list[str]
) -> None:
    campaign = furnished(site)
    bring_a_creative(page, campaign)
    approve_it(page, site)
    book_from_the_brief(page, campaign)
    buyer = add_a_buyer(page, site)
    pages = {
        "campaigns": f"{site.address}/desk/ads",
        "campaign": campaign,
        "plan": f"{campaign}/plan?brief={BRIEF}",
        "booking": booking_of(page, campaign),
        "booking-new": f"{campaign}/items/new",
        "rest": rest_of_the_plan(page, campaign),
        "exclusions": kept_from_horror(page, campaign),
        "report": f"{campaign}/report",
        "creatives": f"{site.address}/desk/ads/creatives",
        "creative-new": f"{campaign}/creatives/new",
        "buyers": f"{site.address}/desk/ads/buyers",
        "buyer": buyer,
        "breaks": f"{site.address}/desk/ads/breaks",
        "blocks": keep_out(page, site),
        "fill": f"{site.address}/desk/ads/fill",
        "watched": f"{site.address}/desk/ads/watched",
    }
    assert "422" in complaints.pop()  # A block that names nothing.
    for size, viewport in SIZES.items():
        page.set_viewport_size(viewport)
        for name, address in pages.items():
            page.goto(address)
            photographed(page, f"{name}-{size}")
            assert what_is_wrong(page) == [], f"{name} on a {size}"


def test_what_cannot_be_read_is_said_and_what_was_typed_stays(page: Page, site: Site) -> None:
    campaign = furnished(site)
    page.goto(f"{campaign}/plan")
    page.fill("#brief", "families in Spain")
    page.get_by_role("button", name="Show plans").click()
    expect(page.locator(".fault")).to_contain_text("names no budget")
    expect(page.locator("#brief")).to_have_value("families in Spain")
    page.goto(f"{campaign}/creatives/new")
    page.fill("#name", "By others")
    page.fill("#duration_seconds", "30")
    page.fill("#tag", "http://127.0.0.1/vast")
    page.get_by_role("button", name="Send it to review").click()
    expect(page.locator("#tag-fault")).to_contain_text("VAST 300")
    expect(page.locator("#name")).to_have_value("By others")
    page.goto(f"{site.address}/desk/ads/buyers")
    page.keyboard.press("n")
    for unfit in ("d1 private_auction", "d1 guaranteed 9.00 100 2026-12-01 9999-12-31"):
        page.fill("#deals", unfit)
        page.get_by_role("button", name="Add", exact=True).click()
        expect(page.locator("#deals-fault")).to_contain_text("a deal a line")
        expect(page.locator("#deals")).to_have_value(unfit)


def test_every_word_of_the_desk_is_translated(page: Page, translated_site: Site) -> None:
    campaign = furnished(translated_site)
    bring_a_creative(page, campaign)
    approve_it(page, translated_site)
    book_from_the_brief(page, campaign)
    rest = rest_of_the_plan(page, campaign)
    buyer = add_a_buyer(page, translated_site)
    page.set_extra_http_headers({"Accept-Language": ACCENTED})
    bare: dict[str, list[str]] = {}
    for address in (
        f"{translated_site.address}/desk/ads",
        campaign,
        f"{campaign}/plan?brief={BRIEF}",
        f"{campaign}/items/new",
        rest,
        f"{campaign}/report",
        f"{translated_site.address}/desk/ads/creatives",
        f"{campaign}/creatives/new",
        f"{translated_site.address}/desk/ads/buyers",
        buyer,
        f"{translated_site.address}/desk/ads/breaks",
        f"{translated_site.address}/desk/ads/fill",
        f"{translated_site.address}/desk/ads/watched",
    ):
        page.goto(address)
        bare[address] = untranslated(page)
    assert {address: words for address, words in bare.items() if words} == {}
