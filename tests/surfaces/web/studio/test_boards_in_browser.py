from __future__ import annotations

import time
from pathlib import Path
from statistics import median
from uuid import UUID

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect
from tests.studio.boards.test_boards import drawn
from tests.surfaces.web.conftest import chromium, complaints, page, site, translated_site
from tests.surfaces.web.page_checks import untranslated, what_is_wrong
from tests.surfaces.web.pseudo import ACCENTED
from tests.surfaces.web.site import Site

from matinee.assembly.house import House
from matinee.clearance.desk.model import NewProduction

__all__ = ["chromium", "complaints", "page", "site", "translated_site"]
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

SIZES: tuple[ViewportSize, ...] = ({"width": 390, "height": 844}, {"width": 1440, "height": 900})


async def _board(house: House) -> str:
    fact = await house.record.add_production(NewProduction(title="Night tram"), by="Ines")
    board = await house.concept_boards.create(UUID(fact.key), "Tram depot", by="Ines")
    return f"/desk/boards/{board.production}/{board.id}"


def test_a_reference_is_pinned_moved_and_seen_elsewhere_within_a_second(
    page: Page, site: Site, complaints: list[str], chromium: Browser, tmp_path: Path
) -> None:
    picture = tmp_path / "depot.png"
    picture.write_bytes(drawn())
    page.set_viewport_size(SIZES[1])
    address = site.address + site.ask(_board(site.house))
    page.goto(address)
    page.get_by_label("The picture", exact=True).set_input_files(picture)
    page.get_by_label("Source: who").fill("Drawn for this test")
    page.get_by_role("button", name="Pin it").click()
    expect(page.locator("#licence-fault")).to_be_visible()
    assert "422" in complaints.pop(), "the browser tells of the refusal too"
    page.get_by_label("The picture", exact=True).set_input_files(picture)
    page.get_by_label("Licence: on").fill("CC0 1.0")
    page.get_by_role("button", name="Pin it").click()
    pin = page.locator("[data-pin]")
    expect(pin).to_have_count(1)
    other = chromium.new_context().new_page()
    other.goto(address)
    expect(other.locator("[data-pinboard][data-live]")).to_be_visible()
    theirs = other.locator("[data-pin]")
    expect(theirs).to_have_count(1)
    took: list[float] = []
    for step in range(1, 6):
        begun = time.monotonic()
        pin.press("ArrowRight")
        moved = f"translate({10 * step}px, 0px)"
        expect(theirs).to_have_css("transform", f"matrix(1, 0, 0, 1, {10 * step}, 0)")
        took.append(time.monotonic() - begun)
        assert theirs.evaluate("pin => pin.style.transform") == moved
    assert median(took) < 1
    # Away from the server, both go on; afterwards both show what the board took last.
    other.context.set_offline(True)
    theirs.press("ArrowDown")
    expect(other.locator("[data-state]")).to_contain_text("No connection")
    pin.press("ArrowRight")
    other.context.set_offline(False)
    expect(other.locator("[data-state]")).to_have_text("Kept")
    last = theirs.evaluate("pin => pin.style.transform")
    expect(pin).to_have_css("transform", theirs.evaluate("p => getComputedStyle(p).transform"))
    page.reload()
    expect(pin).to_have_count(1)
    assert pin.evaluate("pin => pin.style.transform") == last
    other.context.close()
    for size in SIZES:
        page.set_viewport_size(size)
        assert what_is_wrong(page) == []
    page.goto("about:blank")


def test_every_word_of_boards_is_translated(page: Page, translated_site: Site) -> None:
    page.set_extra_http_headers({"Accept-Language": ACCENTED})
    address = translated_site.ask(_board(translated_site.house))
    for each in ("/desk/boards", address):
        page.goto(translated_site.address + each)
        assert untranslated(page) == []
    page.goto("about:blank")
