"""Previews in a browser: one key a verdict on the desk, then muted over a card and in the hero."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.promote.previews.films import draw, take_in
from tests.surfaces.web.site import Site

from matinee.promote.previews.model import PreviewState
from matinee.vocabulary.ids import TitleId

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
_PLAYS_WITH_CAPTIONS = """() => {
    const film = document.querySelector(".peek video");
    const plays = film && !film.paused && film.muted && film.currentTime > 0.6;
    return plays && film.textTracks[0].activeCues?.length === 1;
}"""


@pytest.fixture
def title(site: Site, tmp_path: Path) -> TitleId:
    """A title with a film whose previews are made."""
    path = tmp_path / "film.mp4"
    draw(path)
    title = TitleId(next(iter(site.titles.values())))
    site.ask(take_in(site.house, title, path))
    made = asyncio.run_coroutine_threadsafe(site.house.previews.make_all(), site.loop)
    assert made.result(300) >= 1
    return title


def _seen(page: Page, name: str) -> None:
    """Keep a picture of the page for whoever asks for one."""
    folder = os.environ.get("MATINEE_TEST_PICTURES")
    if folder:
        page.screenshot(path=f"{folder}/{name}.png")


def test_what_is_approved_by_one_key_plays_muted_where_one_points_and_not_for_who_wants_stillness(
    page: Page, site: Site, title: TitleId, complaints: list[str]
) -> None:
    previews = site.house.previews
    page.goto(f"{site.address}/desk/previews")
    page.locator("[data-rows] tbody a").first.click()
    expect(page.get_by_role("heading", name="Preview 1")).to_be_visible()
    page.wait_for_load_state()
    page.wait_for_function(
        "() => [...document.querySelectorAll('video')].every(each => each.readyState > 0)"
    )
    _seen(page, "preview_desk")
    page.keyboard.press("a")
    page.wait_for_function("() => document.body.innerText.includes('Plays to members')")
    states = [each.state for each in site.ask(previews.previews(title))]
    assert states[0] is PreviewState.APPROVED

    page.goto(site.address)
    page.locator("a.face.new").click()
    page.locator("#name").fill("Ada")
    page.locator("button.primary").click()
    page.wait_for_url("**/start")
    page.locator(".start-acts a").click()
    page.wait_for_url("**/home")
    card = page.locator(f".card[data-title='{title}']").first
    card.scroll_into_view_if_needed()
    expect(card).to_have_attribute("data-captions", "en")
    page.emulate_media(reduced_motion="reduce")
    card.hover()
    page.wait_for_timeout(900)
    assert page.locator(".peek video").count() == 0
    page.mouse.move(2, 2)
    page.emulate_media(reduced_motion="no-preference")
    card.hover()
    expect(page.locator(".peek")).to_be_visible()
    # All in one moment: between two questions a short film may have ended.
    page.wait_for_function(_PLAYS_WITH_CAPTIONS)
    _seen(page, "preview_card")
    page.mouse.move(2, 2)
    expect(page.locator(".peek")).to_be_hidden()
    card.locator("a").focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    expect(page.locator(".peek")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".peek")).to_be_hidden()
