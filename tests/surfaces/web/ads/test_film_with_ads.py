"""A film with ads in a real browser: breaks, a pause ad, beacons that come once, no jumping."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from urllib.parse import urljoin

import httpx
import m3u8
import pytest
from playwright.sync_api import Locator, Page, Request, expect
from tests.ads.sessions.cinema import Cinema, book_companion, book_picture, open_cinema
from tests.surfaces.web.ads.break_editing import edit_the_breaks
from tests.surfaces.web.ads.pictures_in_the_player import (
    laid_out,
    pictures_stand_while_the_film_goes_on,
)
from tests.surfaces.web.ads.played_alone import plays_it_by_itself
from tests.surfaces.web.ads.shaka import played_by_shaka
from tests.surfaces.web.conftest import chromium, complaints, page, site
from tests.surfaces.web.site import Site

from matinee.ads.viewability.model import Viewability
from matinee.surfaces.web.viewing import COOKIE

__all__ = ["chromium", "complaints", "page", "site"]
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

BREAKS = [
    {"id": "pre", "at_seconds": 0, "duration_seconds": 5, "slots": 2},
    {"id": "first", "at_seconds": 1.75, "duration_seconds": 2, "slots": 1},
    {"id": "second", "at_seconds": 2.625, "duration_seconds": 2, "slots": 1},
]
SECONDS, SPOT = 3.8, 0.6
CUTS = (1.0, 1.75, 2.625)
HALT_IN_AN_AD = """() => {
    const asked = window.fetch;
    window.fetch = (...told) => {
        if (told[0].endsWith("/impression")) document.querySelector("video").pause();
        return asked(...told);
    };
}"""
EVENTS = {"start", "firstQuartile", "midpoint", "thirdQuartile", "complete"}


def _open(site: Site, folder: Path) -> Cinema:
    async def opened() -> Cinema:
        async with httpx.AsyncClient(base_url=site.address, timeout=60) as client:
            cinema = await open_cinema(
                client,
                site.house,
                folder,
                breaks=BREAKS,
                seconds=SECONDS,
                spot_seconds=SPOT,
                cuts=CUTS,
            )
            await book_picture(cinema, folder / "poster.png")
            await book_companion(cinema, folder / "beside.png")
            # A break that is asked for makes known what its ads must fit.
            begun = await cinema.begin()
            await cinema.json("GET", f"/v1/watch/{begun['id']}/breaks/0/ads.json")
            await cinema.conditioned()
            return cinema

    return site.ask(opened())


def _counted(site: Site, cinema: Cinema) -> tuple[int, Counter[str], Viewability, Viewability]:
    """Over all campaigns: impressions billed, other events, seconds of films and of pictures."""

    async def asked() -> tuple[int, Counter[str], Viewability, Viewability]:
        async with httpx.AsyncClient(base_url=site.address, timeout=60) as client:
            billed = await replace(cinema, client=client).impressions()
        events, films, pictures = Counter[str](), Viewability(), Viewability()
        for campaign in cinema.campaigns:
            for delivery in await site.house.ads.deliveries(campaign):
                events.update(delivery.events)
                if delivery.seen.films:
                    films += delivery.seen
                else:
                    pictures += delivery.seen
        return billed, events, films, pictures

    return site.ask(asked())


def _decided(site: Site, cinema: Cinema, way: str) -> tuple[str, list[float]]:
    """The playlist of a new session, and the seconds of each of its ads."""

    async def begun() -> tuple[str, list[float]]:
        async with httpx.AsyncClient(base_url=site.address, timeout=60) as client:
            asking = replace(cinema, client=client)
            session = await asking.begin(way)
            own = f"/v1/watch/{session['id']}"
            if way == "stitched":
                told = await asking.json("GET", f"{own}/ads")
                ads = [ad["duration_seconds"] for each in told["breaks"] for ad in each["ads"]]
            else:
                lists = [
                    await asking.json("GET", f"{own}/breaks/{place}/ads.json")
                    for place in range(len(BREAKS))
                ]
                ads = [ad["DURATION"] for each in lists for ad in each["ASSETS"]]
            return session["address"], ads

    return site.ask(begun())


def _pods(site: Site, cinema: Cinema) -> list[tuple[float, int]]:
    """Where the breaks of a new session's playlist lie, and how many ads each list holds."""

    async def asked() -> list[tuple[float, int]]:
        async with httpx.AsyncClient(base_url=site.address, timeout=60) as client:
            asking = replace(cinema, client=client)
            own = f"/v1/watch/{(await asking.begin())['id']}"
            main = m3u8.loads((await asking.get(f"{own}/film.m3u8")).decode())
            track = m3u8.loads((await asking.get(f"{own}/{main.playlists[0].uri}")).decode())
            [begun] = [each.program_date_time for each in track.segments if each.program_date_time][
                :1
            ]
            found = list[tuple[float, int]]()
            for each in track.segments[0].dateranges:
                at = datetime.fromisoformat(str(each.start_date)) - begun
                told = dict(each.x_client_attrs)["x_asset_list"].strip('"')
                ads = await asking.json("GET", urljoin(f"{own}/film.m3u8", told))
                found.append((at.total_seconds(), len(ads["ASSETS"])))
            return found

    return site.ask(asked())


def test_a_film_is_played_with_its_ads_and_each_beacon_comes_once(
    page: Page, site: Site, tmp_path: Path, complaints: list[str]
) -> None:
    cinema = _open(site, tmp_path)
    page.context.add_cookies([{"name": COOKIE, "value": str(cinema.profile), "url": site.address}])
    told: list[Counter[str]] = []
    companions = Counter[tuple[int, str]]()

    def note(request: Request) -> None:
        if request.url.endswith("/companionView"):
            companions[len(told), request.url] += 1
        elif "/v1/ads/beacons/" in request.url and request.method == "GET":
            told[-1][request.url] += 1

    page.on("request", note)
    page.on("framenavigated", lambda _: told.append(Counter()))
    seek, bar = page.locator(".player-seek"), page.locator(".player-ad")
    page.goto(f"{site.address}/title/{cinema.title}")
    page.get_by_role("button", name="Play").first.click()
    page.wait_for_load_state()
    expect(bar).to_contain_text("Ad 1 of 2")
    expect(page.get_by_role("status").filter(has_text="Ad 1 of 2")).to_be_attached()
    expect(seek).to_be_disabled()
    expect(page.get_by_role("link", name="Visit the advertiser")).to_be_visible()
    page.keyboard.press("9")
    expect(bar).to_contain_text("Ad 2 of 2")
    expect(bar).to_be_hidden()
    expect(seek).to_be_enabled()
    assert page.evaluate("document.querySelector('video').currentTime") < 1.75
    assert len(told[-1]) == 2 * (1 + len(EVENTS))

    page.keyboard.press("k")
    beside = page.get_by_role("complementary", name="Ad")
    expect(beside.get_by_role("img", name="A poster")).to_be_visible()
    page.keyboard.press("Escape")
    expect(beside).to_be_hidden()
    _go_on_into_the_next_ad(page, bar)

    # Whoever comes back goes on with the ads that were decided, and has seen what was seen.
    page.reload()
    page.wait_for_function("() => document.querySelector('video').readyState >= 2")
    page.evaluate("document.querySelector('video').play()")
    expect(bar).to_be_hidden()
    page.keyboard.press("9")
    expect(bar).to_contain_text("Ad 1 of 1")
    # An ad ends in the same element, at a time of its own: only the film ends behind its 3.2 s.
    page.wait_for_function(
        "() => { const { ended, currentTime } = document.querySelector('video');"
        " return ended && currentTime > 3.2; }"
    )
    before, after = told[-2:]
    assert set(before.values()) == set(after.values()) == {1}
    assert len(after) == 2 * (1 + len(EVENTS))
    assert before.keys() & after.keys()
    page.wait_for_load_state("networkidle")
    # So short an ad may be over before its picture has come: but no page tells of one twice. One
    # that was left stands again after the reload, with its ad; the service counts it once.
    assert set(companions.values()) <= {1}
    _it_is_billed_and_told_of(site, cinema)

    plays_it_by_itself(page, site, cinema, seconds=SECONDS)
    _shaka_player_plays_the_same_playlists(page, site, cinema)
    pictures_stand_while_the_film_goes_on(page, site, cinema, tmp_path)
    _a_programmer_moves_its_breaks(page, site, cinema)


def _go_on_into_the_next_ad(page: Page, bar: Locator) -> None:
    """And halt there, however slow the machine: had it been seen whole, all would begin anew."""
    page.evaluate(HALT_IN_AN_AD)
    page.keyboard.press("k")
    with page.expect_request("**/v1/ads/beacons/**/impression"):
        expect(bar).to_contain_text("Ad 1 of 1")


def _it_is_billed_and_told_of(site: Site, cinema: Cinema) -> None:
    billed, events, films, pictures = _counted(site, cinema)
    assert billed == 5
    assert {event: events[event] for event in EVENTS} == dict.fromkeys(EVENTS, 4)
    assert (films.ads, films.films, pictures.ads, pictures.audible) == (4, 4, 1, 0)
    assert films.lasted == pytest.approx(4 * SPOT, abs=0.2)
    assert 2 * SPOT < films.audible <= films.lasted
    assert 2 * SPOT < films.on_screen <= films.lasted
    assert 0 < pictures.on_screen < 60


def _shaka_player_plays_the_same_playlists(page: Page, site: Site, cinema: Cinema) -> None:
    address, ads = _decided(site, cinema, "guided")
    assert len(ads) == 4
    heard, seconds = played_by_shaka(page, site, address)
    # Two before the film, of which the second begins as the first is over; then one in each break.
    assert heard[:2] == ["AD_STARTED", "AD_STARTED"]
    # Shaka notices an end at the fifth step that it sees; on a busy machine it may see fewer.
    assert heard.count("AD_STARTED") == len(ads)
    assert seconds == pytest.approx(SECONDS, abs=0.2)
    address, ads = _decided(site, cinema, "stitched")
    _, seconds = played_by_shaka(page, site, address)
    assert seconds == pytest.approx(SECONDS + sum(ads), abs=0.3)
    _, seconds = played_by_shaka(page, site, address.replace(".m3u8", ".mpd"))
    assert seconds == pytest.approx(SECONDS + sum(ads), abs=0.3)


def _a_programmer_moves_its_breaks(page: Page, site: Site, cinema: Cinema) -> None:
    site.ask(laid_out(site, cinema, breaks=BREAKS, placements=[], beside_seconds=30))
    edit_the_breaks(page, f"{site.address}/desk/ads/breaks/{cinema.title}")
    assert _pods(site, cinema) == [(0.0, 2), (1.0, 1), (1.75, 1)]
