from __future__ import annotations

import pytest
from playwright.sync_api import Page, ViewportSize, expect
from tests.access.conftest import PASSWORD
from tests.surfaces.web.conftest import chromium, complaints, page, site, translated_site
from tests.surfaces.web.page_checks import what_is_wrong
from tests.surfaces.web.site import Site

from matinee.access.model import Role

__all__ = ["chromium", "complaints", "page", "site", "translated_site"]
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

PHONE: ViewportSize = {"width": 390, "height": 844}
DESKTOP: ViewportSize = {"width": 1440, "height": 900}


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_an_operator_signs_in_looks_after_accounts_and_signs_out(
    page: Page, site: Site, complaints: list[str], size: ViewportSize
) -> None:
    site.ask(site.house.access.accounts.create("Olga", {Role.OPERATOR}, PASSWORD))
    page.set_viewport_size(size)
    page.goto(f"{site.address}/desk/accounts")
    faults = {"sign-in": what_is_wrong(page)}
    page.get_by_label("Name").fill("olga")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/desk/accounts")
    page.locator("#name").fill("Mia")
    page.locator("#password").fill(PASSWORD)
    page.locator("#new-member").check()
    page.get_by_role("button", name="Create the account").click()
    expect(page.locator("tbody tr")).to_have_count(2)
    page.get_by_role("button", name="Let Mia sign in no more").click()
    expect(page.locator("tbody")).to_contain_text("Disabled")
    faults["accounts"] = what_is_wrong(page)
    page.goto(f"{site.address}/account")
    faults["account"] = what_is_wrong(page)
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/sign-in")
    page.goto(f"{site.address}/desk/accounts")
    page.wait_for_url("**/sign-in?next=/desk/accounts")
    assert faults == {"sign-in": [], "accounts": [], "account": []}


def test_without_an_account_the_page_says_how_to_make_one(
    page: Page, site: Site, complaints: list[str]
) -> None:
    page.goto(f"{site.address}/sign-in")
    expect(page.locator("code")).to_contain_text("matinee accounts create")
    assert what_is_wrong(page) == []
