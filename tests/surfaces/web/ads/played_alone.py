"""A browser that plays HLS by itself, without Media Source Extensions: ads are part of the film."""

from __future__ import annotations

import os
import re
from collections import Counter
from pathlib import Path
from uuid import UUID

from playwright.sync_api import Page, Request, expect
from tests.ads.sessions.cinema import Cinema
from tests.surfaces.web.site import Site

from matinee.surfaces.web.viewing import COOKIE
from matinee.vocabulary.ids import ProfileId
from matinee.vocabulary.places import Territory

# As in Safari on a telephone; and halted in each of the first two ads, however fast these are over.
_ALONE = """delete window.MediaSource; delete window.ManagedMediaSource;
delete window.WebKitMediaSource;
const asked = window.fetch;
let halts = 2;
window.fetch = (...told) => {
  if (halts && String(told[0]).endsWith("/impression")) {
    halts -= 1;
    document.querySelector("video").pause();
  }
  return asked(...told);
};"""
_TOLD = ("impression", "start", "firstQuartile", "midpoint", "thirdQuartile", "complete")


def plays_it_by_itself(page: Page, site: Site, cinema: Cinema, *, seconds: float) -> None:
    """Label, countdown and companion stand, nothing is jumped over, each beacon comes once."""
    viewer = site.ask(_somebody_else(site, cinema))
    alone = page.context.new_page()
    told = Counter[str]()

    def note(request: Request) -> None:
        if "/v1/ads/beacons/" in request.url and request.method == "GET":
            told[request.url] += 1

    alone.on("request", note)
    page.context.add_cookies([{"name": COOKIE, "value": str(viewer), "url": site.address}])
    alone.set_viewport_size({"width": 1440, "height": 900})
    alone.add_init_script(_ALONE)
    with alone.expect_response(re.compile(r"/v1/watch/[^/]+/ads$")) as answer:
        alone.goto(f"{site.address}/watch/{cinema.title}")
    pod = answer.value.json()["breaks"][0]["ads"]
    bar, seek = alone.locator(".player-ad"), alone.locator(".player-seek")
    beside = alone.get_by_role("complementary", name="Ad")
    alone.wait_for_function("() => document.querySelector('video').readyState >= 2")
    for number, ad in enumerate(pod, start=1):
        with alone.expect_request("**/impression"):
            alone.evaluate("document.querySelector('video').play()")
        expect(bar).to_contain_text(f"Ad {number} of 2")
        expect(bar.locator("time")).to_have_text("0:01")
        expect(seek).to_be_disabled()
        expect(beside).to_be_visible(visible=ad["companion"] is not None)
        if ad["companion"]:
            _looked_at(alone)
        alone.evaluate("document.querySelector('video').currentTime += 5")
        alone.wait_for_function("() => document.querySelector('video').currentTime < 1.3")
    alone.evaluate("document.querySelector('video').play()")
    expect(bar).to_be_hidden()
    expect(alone.locator(".player-whole")).to_have_text(f"0:0{int(seconds)}")
    alone.keyboard.press("9")
    alone.wait_for_function("() => document.querySelector('video').ended")
    alone.wait_for_load_state("networkidle")
    events = Counter(url.rpartition("/")[2] for url in told)
    assert set(told.values()) == {1}
    assert {name: events[name] for name in _TOLD} == dict.fromkeys(_TOLD, 4)
    assert events["companionView"] >= 1
    alone.close()


async def _somebody_else(site: Site, cinema: Cinema) -> UUID:
    house = site.house
    home = (await house.audience.profile(ProfileId(cinema.profile))).household_id
    made = await house.audience.create_profile(home, "Rui", territory=Territory("PT"))
    return made.id


def _looked_at(page: Page) -> None:
    folder = os.environ.get("MATINEE_TEST_PICTURES")
    if folder is None:
        return
    for width in (1440, 390):
        page.set_viewport_size({"width": width, "height": 900})
        page.screenshot(path=Path(folder) / f"player-stitched-{width}.png")
    page.set_viewport_size({"width": 1440, "height": 900})
