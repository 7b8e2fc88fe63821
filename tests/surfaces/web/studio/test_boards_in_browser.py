from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from uuid import UUID

import pytest
from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect
from tests.studio.boards.broken_down import broken_down
from tests.studio.boards.test_boards import drawn
from tests.surfaces.web.conftest import chromium, complaints, page, site, translated_site
from tests.surfaces.web.page_checks import untranslated, what_is_wrong
from tests.surfaces.web.pseudo import ACCENTED
from tests.surfaces.web.site import Site

from matinee.assembly.house import House
from matinee.clearance.desk.model import NewProduction
from matinee.studio.boards.model import ConceptBoard

__all__ = ["chromium", "complaints", "page", "site", "translated_site"]
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

SIZES: tuple[ViewportSize, ...] = ({"width": 390, "height": 844}, {"width": 1440, "height": 900})


async def _board(house: House) -> ConceptBoard:
    fact = await house.record.add_production(NewProduction(title="Night tram"), by="Ines")
    return await house.concept_boards.create(UUID(fact.key), "Tram depot", by="Ines")


def test_a_reference_is_pinned_moved_and_seen_elsewhere_within_a_second(
    page: Page, site: Site, complaints: list[str], chromium: Browser, tmp_path: Path
) -> None:
    picture = tmp_path / "depot.png"
    picture.write_bytes(drawn())
    page.set_viewport_size(SIZES[1])
    board = site.ask(_board(site.house))
    address = f"{site.address}/desk/boards/{board.production}/{board.id}"
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
    expect(page.locator("[data-here]")).to_contain_text("Also here:")
    theirs.focus()
    expect(pin).to_have_class("pin theirs")
    took: list[float] = []
    for step in range(1, 6):
        begun = time.monotonic()
        pin.press("ArrowRight")
        expect(theirs).to_have_css("transform", f"matrix(1, 0, 0, 1, {10 * step}, 0)")
        took.append(time.monotonic() - begun)
        assert theirs.evaluate("pin => pin.style.transform") == f"translate({10 * step}px, 0px)"
    assert median(took) < 1
    expect(page.locator("[data-state]")).to_have_text("Kept")
    before = _number(site, board)
    # Away from the server, both go on; afterwards both show what the board took last.
    other.context.set_offline(True)
    theirs.press("ArrowDown")
    expect(other.locator("[data-state]")).to_contain_text("No connection")
    pin.press("ArrowRight")
    other.context.set_offline(False)
    expect(other.locator("[data-state]")).to_have_text("Kept")
    last = _alike(pin, theirs, once=lambda: _number(site, board) >= before + 2)
    page.reload()
    expect(pin).to_have_count(1)
    assert pin.evaluate("pin => pin.style.transform") == last
    expect(page.locator("[data-here]")).to_contain_text("Also here:")
    other.goto("about:blank")
    expect(page.locator("[data-here]")).to_have_text("Nobody else has this board open.")
    other.context.close()
    for size in SIZES:
        page.set_viewport_size(size)
        assert what_is_wrong(page) == []
    page.goto("about:blank")


def _number(site: Site, board: ConceptBoard) -> int:
    """The number of the last change that the board has taken."""
    return site.ask(site.house.concept_boards.standing(board))[0]


def _alike(pin: Locator, theirs: Locator, *, once: Callable[[], bool]) -> str:
    """Where both show the picture, once all was taken and they agree: what is not may change it."""
    where = "pin => pin.style.transform"
    until = time.monotonic() + 30
    while not once() or (last := theirs.evaluate(where)) != pin.evaluate(where):
        assert time.monotonic() < until, "they show it at different places"
        pin.page.wait_for_timeout(50)
    return str(last)


def test_a_board_is_linked_to_a_scene_and_compared_with_how_it_stood(
    page: Page, site: Site, complaints: list[str]
) -> None:
    board, pin, draft = site.ask(_linked_board(site.house))
    address = site.address + f"/desk/boards/{board.production}/{board.id}"
    page.goto(f"{address}/versions")
    page.get_by_label("What this state").fill("Before the shore")
    page.get_by_role("button", name="Name it").click()
    expect(page.get_by_role("row")).to_have_count(2)
    page.goto(address)
    page.locator(f'[data-pin="{pin}"]').press("ArrowRight")
    page.locator("#board-link").select_option(label="2 EXT. SHORE - NIGHT")
    chip = page.locator("[data-links=board-link] li a")
    expect(page.locator("[data-state]")).to_have_text("Kept")
    chip.click()
    expect(page).to_have_url(f"{site.address}/desk/studio/scripts/{draft}#scene-1")
    scene = page.locator("#scene-1 aside")
    expect(scene.get_by_role("link", name="Tram depot")).to_be_visible()
    expect(page.locator("#scene-0 aside").get_by_role("link", name="Tram depot")).to_have_count(0)
    page.goto(f"{address}/versions")
    page.get_by_role("link", name="Compare").click()
    expect(page.locator("rect.moved")).to_have_count(2)
    for size in SIZES:
        page.set_viewport_size(size)
        assert what_is_wrong(page) == []
    page.get_by_role("button", name="Restore").click()
    lies = page.locator(f'[data-pin="{pin}"]')
    expect(lies).to_be_visible()
    assert lies.evaluate("pin => pin.style.transform") == "translate(0px, 0px)"
    expect(chip).to_have_count(0)
    page.get_by_role("button", name="Present").click()
    expect(page.locator("[data-show-count]")).to_have_text("1 / 1")
    page.keyboard.press("ArrowRight")
    expect(page.locator("[data-show-caption]")).to_contain_text("CC0 1.0")
    page.keyboard.press("Escape")
    page.goto(f"{address}/pair?left={pin}&right={pin}")
    page.get_by_label("Where the line is").fill("20")
    expect(page.locator("[data-over]")).to_have_css("clip-path", "inset(0px 80% 0px 0px)")
    assert what_is_wrong(page) == []
    assert complaints == []
    page.goto("about:blank")


async def _linked_board(house: House) -> tuple[ConceptBoard, UUID, UUID]:
    fact = await house.record.add_production(NewProduction(title="Night tram"), by="Ines")
    board = await house.concept_boards.create(UUID(fact.key), "Tram depot", by="Ines")
    draft = await broken_down(house, board.production)
    made = await house.concept_boards.add_reference(
        board, drawn(), source="Ines", licence="CC0 1.0", place=[0, 0], by="Ines"
    )
    return board, made.id, draft.id


def test_every_word_of_boards_is_translated(page: Page, translated_site: Site) -> None:
    page.set_extra_http_headers({"Accept-Language": ACCENTED})
    board, pin, _ = translated_site.ask(_linked_board(translated_site.house))
    translated_site.ask(translated_site.house.board_versions.name(board, "First", by="Ines"))
    address = f"/desk/boards/{board.production}/{board.id}"
    pages = (f"{address}/versions?left=now", f"{address}/pair?left={pin}&right={pin}")
    for each in ("/desk/boards", address, *pages):
        page.goto(translated_site.address + each)
        assert untranslated(page) == []
    page.goto("about:blank")
