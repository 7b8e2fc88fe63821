from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from tests.surfaces.web.clearance.premises import furnished
from tests.surfaces.web.conftest import chromium, complaints, page, site
from tests.surfaces.web.page_checks import what_is_wrong
from tests.surfaces.web.site import Site

__all__ = ["chromium", "complaints", "page", "site"]
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def test_the_outcome_forms_as_one_answers_and_a_go_ends_in_a_permit(
    page: Page, site: Site, complaints: list[str]
) -> None:
    premises = site.ask(furnished(site.house))
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(site.address + premises.declare)
    outcome = page.locator("#outcome")
    page.get_by_label("Replica of a performer").check()
    expect(outcome.locator(".headline")).to_contain_text("Refused")
    expect(outcome).to_contain_text("Bring the performer's signed consent")
    expect(page.get_by_label("Why the replica is needed")).to_be_visible()

    page.get_by_label("Ideation").check()
    expect(page.get_by_label("Why the replica is needed")).to_be_hidden()
    expect(outcome.locator(".headline")).to_contain_text("Review")
    for number in range(1, 6):
        page.locator(f"#P{number}-yes").check()
    expect(outcome.locator(".headline")).to_contain_text("Go")
    faults = what_is_wrong(page)

    page.get_by_label("Purpose").fill("mood board of the station")
    page.get_by_role("button", name="File the declaration").click()
    page.wait_for_url("**/uses/**")
    page.get_by_label("Or SHA-256 of each request").fill("a" * 64)
    page.get_by_role("button", name="Ask for the permit").click()
    expect(page.locator("#permits ~ .table-frame")).to_contain_text("Live")
    faults += what_is_wrong(page)
    page.set_viewport_size({"width": 390, "height": 844})
    assert faults + what_is_wrong(page) == []
