"""Pictures over and beside a film in a real browser: the film goes on, and one closes them."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
from playwright.sync_api import Page, expect
from tests.ads.sessions.cinema import Cinema, book_picture
from tests.surfaces.web.page_checks import what_is_wrong
from tests.surfaces.web.site import Site

from matinee.surfaces.web.viewing import COOKIE
from matinee.vocabulary.ids import ProfileId
from matinee.vocabulary.places import Territory

# Before its first frame: on a busy machine a film of four seconds is over before one has looked.
_SLOWLY = """document.addEventListener("loadstart", ({ target }) => {
  target.defaultPlaybackRate = target.playbackRate = 0.15;
}, true)"""


def pictures_stand_while_the_film_goes_on(
    page: Page, site: Site, cinema: Cinema, folder: Path
) -> None:
    """An overlay raises subtitles and is closed by a key; beside a squeeze the film is smaller."""
    beside = page.get_by_role("complementary", name="Ad")
    stage = page.locator(".player")
    _watch(page, site, cinema, folder, "overlay")
    page.keyboard.press("c")
    with page.expect_request("**/v1/ads/beacons/**/impression"):
        expect(beside.get_by_role("img", name="A poster")).to_be_visible()
    page.wait_for_function(
        "() => [...document.querySelector('video').textTracks]"
        ".some((track) => track.activeCues?.[0]?.line < 80)"
    )
    _plays_on(page)
    _looked_at(page, "overlay")
    with page.expect_request("**/v1/ads/beacons/**/close"):
        page.keyboard.press("Escape")
    expect(beside).to_be_hidden()
    _plays_on(page)

    _watch(page, site, cinema, folder, "squeeze")
    expect(beside.get_by_role("link", name="Visit the advertiser")).to_be_visible()
    film, whole = page.locator("video").bounding_box(), stage.bounding_box()
    assert film is not None
    assert whole is not None
    assert film["width"] < 0.8 * whole["width"]
    assert abs(film["x"] + film["width"] - whole["x"] - whole["width"]) < 2
    _plays_on(page)
    _looked_at(page, "squeeze")
    beside.get_by_role("button", name="Close the ad").click()
    expect(beside).to_be_hidden()
    film = page.locator("video").bounding_box()
    assert film is not None
    assert film["width"] > 0.95 * whole["width"]


def _watch(page: Page, site: Site, cinema: Cinema, folder: Path, shown_as: str) -> None:
    """Go to the film, slowed down, as somebody who has seen none of its ads."""
    viewer = site.ask(_placed(site, cinema, folder, shown_as))
    page.set_viewport_size({"width": 1440, "height": 900})
    page.context.add_cookies([{"name": COOKIE, "value": str(viewer), "url": site.address}])
    page.add_init_script(_SLOWLY)
    page.goto(f"{site.address}/watch/{cinema.title}")
    page.wait_for_function("() => document.querySelector('video').readyState >= 2")
    page.evaluate("document.querySelector('video').play()")
    page.locator(".player-controls").focus()


async def laid_out(
    site: Site,
    cinema: Cinema,
    *,
    breaks: list[dict[str, Any]],
    placements: list[dict[str, Any]],
    beside_seconds: float,
) -> None:
    """Where the film is broken, and where pictures stand beside it."""
    async with httpx.AsyncClient(base_url=site.address, timeout=60) as client:
        asking = replace(cinema, client=client)
        rules = await asking.json("GET", "/v1/ads/break-rules")
        rules |= {"beside_seconds": beside_seconds}
        await asking.json("PUT", "/v1/ads/break-rules", **rules)
        title = f"/v1/ads/titles/{cinema.title}"
        await asking.json("PUT", f"{title}/breaks", breaks=breaks)
        await asking.json("PUT", f"{title}/placements", placements=placements)


async def _placed(site: Site, cinema: Cinema, folder: Path, shown_as: str) -> UUID:
    """No break, one picture near the beginning; whoever watches is new."""
    one = {"id": "one", "at_seconds": 0.3, "format": shown_as}
    await laid_out(site, cinema, breaks=[], placements=[one], beside_seconds=0)
    async with httpx.AsyncClient(base_url=site.address, timeout=60) as client:
        await book_picture(replace(cinema, client=client), folder / f"{shown_as}.png", shown_as)
    house = site.house
    await house.ads.exchange()
    home = (await house.audience.profile(ProfileId(cinema.profile))).household_id
    made = await house.audience.create_profile(home, shown_as, territory=Territory("PT"))
    return made.id


def _plays_on(page: Page) -> None:
    at = page.evaluate("document.querySelector('video').currentTime")
    page.wait_for_function(f"() => document.querySelector('video').currentTime > {at}")


def _looked_at(page: Page, name: str) -> None:
    folder = os.environ.get("MATINEE_TEST_PICTURES")
    if folder is None:
        return
    for width in (1440, 390):
        page.set_viewport_size({"width": width, "height": 900})
        # The line of the film is as low as it was before there were pictures.
        assert [each for each in what_is_wrong(page) if "player-seek" not in each] == []
        page.screenshot(path=Path(folder) / f"player-{name}-{width}.png")
    page.set_viewport_size({"width": 1440, "height": 900})
