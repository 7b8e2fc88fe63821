"""A guest without an account looks at a board by its link, comments, and is let in no more."""

from __future__ import annotations

from uuid import UUID

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect
from tests.studio.boards.test_boards import drawn
from tests.surfaces.web.conftest import chromium, complaints, page, site
from tests.surfaces.web.page_checks import what_is_wrong
from tests.surfaces.web.site import Site

from matinee.assembly.house import House
from matinee.clearance.desk.model import NewProduction
from matinee.studio.boards.model import ConceptBoard

__all__ = ["chromium", "complaints", "page", "site"]
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

SIZES: tuple[ViewportSize, ...] = ({"width": 1440, "height": 900}, {"width": 390, "height": 844})


async def _hung(house: House) -> ConceptBoard:
    fact = await house.record.add_production(NewProduction(title="Night tram"), by="Ines")
    board = await house.concept_boards.create(UUID(fact.key), "Tram depot", by="Ines")
    terms = {"source": "Drawn for this test", "licence": "CC0 1.0"}
    await house.concept_boards.add_reference(board, drawn(), place=[0, 0], by="Ines", **terms)
    return board


def test_a_guest_looks_comments_is_seen_and_is_let_in_no_more(
    page: Page, site: Site, chromium: Browser, complaints: list[str]
) -> None:
    board = site.ask(_hung(site.house))
    at = f"{site.address}/desk/boards/{board.production}/{board.id}"
    page.goto(f"{at}/sharing")
    page.get_by_label("For whom it is").fill("Costume house")
    page.get_by_label("They may comment").check()
    page.get_by_role("button", name="Make it").click()
    link = page.get_by_label("The address").input_value()
    page.goto(at)
    page.locator("[data-pin]").focus()
    guest = chromium.new_context().new_page()
    guest.goto(link)
    guest.locator("[data-pin]").focus()
    for size in SIZES:
        guest.set_viewport_size(size)
        assert what_is_wrong(guest) == []
    expect(guest.locator("[data-act=vote], [data-act=gone], [data-link]")).to_have_count(0)
    guest.get_by_label("Your name").fill("Rui")
    guest.get_by_label("Your comment").fill("The blue one.")
    guest.get_by_role("button", name="Say it").click()
    expect(page.locator("[data-comments]")).to_contain_text("The blue one.")
    page.goto(f"{at}/sharing")
    page.get_by_role("button", name="End it now").click()
    answer = guest.goto(link)
    assert answer is not None
    assert answer.status == 404
    expect(guest.locator("[data-pin]")).to_have_count(0)
    assert complaints == []
