"""A model is asked from a board: words, what speaks against them, the queue, what hangs."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page, ViewportSize, expect
from tests.studio.commissions.premises import (
    BY,
    Painter,
    board_of,
    declared,
    painting,
    with_painter,
)
from tests.surfaces.web.conftest import chromium, complaints, page
from tests.surfaces.web.page_checks import what_is_wrong
from tests.surfaces.web.site import Site, serving

from matinee.assembly.settings import Settings
from matinee.clearance.record import shapes
from matinee.studio.boards.model import ConceptBoard

__all__ = ["chromium", "complaints", "page"]
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

SIZES: tuple[ViewportSize, ...] = ({"width": 1440, "height": 900}, {"width": 390, "height": 844})


@pytest.fixture
def site(settings: Settings, tmp_path: Path) -> Iterator[Site]:
    """The service on a socket, with a model server beside it."""
    ready, done = threading.Event(), threading.Event()
    found: list[Painter] = []

    async def serve() -> None:
        async with painting() as model:
            found.append(model)
            ready.set()
            await asyncio.to_thread(done.wait)

    beside = threading.Thread(target=lambda: asyncio.run(serve()))
    beside.start()
    try:
        assert ready.wait(20)
        with serving(with_painter(settings, tmp_path, found[0].address)) as site:
            yield site
    finally:
        done.set()
        beside.join(20)


def _stroke(page: Page) -> None:
    """Paint from left to right through the middle of the picture."""
    canvas = page.locator("[data-mask-brush] canvas")
    canvas.scroll_into_view_if_needed()
    place = canvas.bounding_box()
    assert place is not None
    for left, act in ((0.2, page.mouse.down), (0.8, page.mouse.up)):
        page.mouse.move(place["x"] + left * place["width"], place["y"] + 0.5 * place["height"])
        act()


def _begin_from_it(page: Page, site: Site, board: ConceptBoard) -> None:
    """From what was made: what is painted over it is the mask that the model is given."""
    double = site.ask(declared(site.house, board, tool="double", purpose="a lighthouse"))
    page.set_viewport_size(SIZES[0])
    page.get_by_role("link", name="Begin from it").click()
    page.get_by_label("Width of the brush").fill("30")
    _stroke(page)
    expect(page.get_by_label("what is painted")).to_be_checked()
    for size in SIZES:
        page.set_viewport_size(size)
        assert what_is_wrong(page) == []
    # What was painted is not lost where something does not fit.
    page.get_by_label("What is to be seen").fill("A lighthouse as by Orson Welles")
    page.locator(f"#use-{double}").check()
    page.get_by_role("button", name="Ask for it").click()
    expect(page.locator("#prompt-fault")).to_contain_text("Orson Welles")
    page.get_by_label("What is to be seen").fill("A lighthouse")
    page.get_by_role("button", name="Ask for it").click()
    expect(page.locator("#queue")).to_contain_text("Within a picture")
    newest, *_ = site.ask(site.house.boards.commissions.listed(board))
    mask = site.ask(site.house.boards.commissions.running.request_of(newest)).mask
    assert mask is not None
    white = np.asarray(Image.open(BytesIO(mask))) > 127
    assert white[256, 150:350].all()
    assert 0.2 < white.mean() < 0.4
    site.ask(site.house.jobs.work(until_idle=True))
    expect(page.locator("#queue img")).to_have_count(2)
    page.locator("#queue").get_by_role("button", name="Another like it").first.click()
    expect(page.locator("#queue")).to_contain_text("a variation")
    page.locator("#queue").get_by_role("button", name="Stop it").click()
    expect(page.locator("#queue")).to_contain_text("Stopped")


def test_a_picture_is_asked_for_in_a_scenes_words_and_hangs(
    page: Page, site: Site, complaints: list[str]
) -> None:
    board = site.ask(board_of(site.house))
    site.ask(site.house.record.list_name(shapes.ListedName(term="Orson Welles"), by=BY))
    page.set_viewport_size(SIZES[0])
    page.goto(f"{site.address}/desk/boards/{board.production}/{board.id}")
    page.get_by_role("link", name="Ask a model").click()
    expect(page.get_by_role("heading", name="No use of a model is declared yet")).to_be_visible()
    site.ask(declared(site.house, board))
    page.reload()
    page.get_by_label("Begin with the words").select_option("2")
    page.get_by_role("button", name="Take its words").click()
    seen = page.get_by_label("What is to be seen")
    expect(seen).to_have_value("Exterior, Shore, night. A zorgle stands there. A dog sleeps.")
    seen.fill("A shore, lit as Orson Welles would")
    page.get_by_role("button", name="Ask for it").click()
    expect(page.locator("#prompt-fault")).to_contain_text("Orson Welles")
    assert all("422" in said for said in complaints)
    complaints.clear()
    seen.fill("A shore at night, and a dog that sleeps")
    page.get_by_role("button", name="Ask for it").click()
    expect(page.locator("#queue")).to_contain_text("it is next")
    expect(page.locator("#queue")).to_contain_text("€0.04")
    site.ask(site.house.jobs.work(until_idle=True))
    # The queue asks for itself: nobody loads the page anew.
    expect(page.locator("#queue img")).to_be_visible()
    expect(page.locator("#queue")).to_contain_text("It cost €0.04")
    for size in SIZES:
        page.set_viewport_size(size)
        assert what_is_wrong(page) == []

    _begin_from_it(page, site, board)
    assert all("422" in said for said in complaints)
    complaints.clear()
    page.locator("#queue").get_by_role("link", name="As final").last.click()
    page.get_by_label("What it is to be").select_option("key_design")
    page.get_by_role("button", name="Declare it").click()
    expect(page.locator(".faults")).to_contain_text("4 answers do not fit yet")
    complaints.clear()
    for group in page.get_by_role("group").all():
        group.get_by_label("Yes").check()
    for size in SIZES:
        page.set_viewport_size(size)
        assert what_is_wrong(page) == []
    page.get_by_role("button", name="Declare it").click()
    expect(page.get_by_text("No approval stands yet")).to_be_visible()
    for size in SIZES:
        page.set_viewport_size(size)
        assert what_is_wrong(page) == []
    page.set_viewport_size(SIZES[0])
    page.get_by_role("link", name="What was asked for").click()
    page.locator("#queue").get_by_role("link", name="Lineage").last.click()
    expect(page.get_by_text("licensed pictures").first).to_be_attached()
    assert complaints == []
