"""A model is asked from a board: words, what speaks against them, the queue, what hangs."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
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
    page.locator("#queue").get_by_role("link", name="Lineage").click()
    expect(page.get_by_text("licensed pictures").first).to_be_attached()
    assert complaints == []
