"""The player in a real browser: it plays, seeks, goes on where one left, and survives failures."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from benchmarks.media.truth_film import Act, draw
from playwright.sync_api import Page, Response, Route, expect
from tests.surfaces.web.site import Site

from matinee.media.model import Film, FilmState
from matinee.vocabulary.ids import TitleId

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
# In the page: on a busy machine the film would have gone far before a key came from here.
_PLAY_UP_TO = """beyond => new Promise((paused) => {
    const film = document.querySelector("video");
    const press = () =>
        document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "k", bubbles: true }));
    const look = () => {
        if (film.currentTime <= beyond) return;
        film.removeEventListener("timeupdate", look);
        press();
        paused();
    };
    film.addEventListener("timeupdate", look);
    if (film.paused) press();
})"""
_SUBTITLES = "1\n00:00:00,100 --> 00:00:12,000\nThe last train leaves at midnight.\n"


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    acts = [
        Act(1.0, "titles", "music", "THE LAST TRAIN HOME"),
        Act(4.0, "place", "music"),
        Act(4.0, "place", "noise"),
        Act(4.0, "credits", "music"),
    ]
    path = tmp_path / "film.mp4"
    draw(path, acts, seed=5)
    return path


@pytest.fixture
def film(site: Site, clip: Path, tmp_path: Path) -> Film:
    """A title of the catalogue whose film has been taken in."""
    texts = tmp_path / "film.srt"
    texts.write_text(_SUBTITLES)
    title = TitleId(next(iter(site.titles.values())))
    media = site.house.media
    added = site.ask(
        media.add(title, clip, attribution="Drawn by code", subtitles={"en": texts}, by_job=False)
    )
    site.ask(media.take_in(added.id))
    taken = site.ask(media.film(added.id))
    assert taken.state is FilmState.READY
    return taken


def test_a_film_plays_is_resumed_and_survives_lost_segments_expired_addresses_and_dragging(
    page: Page, site: Site, film: Film, complaints: list[str]
) -> None:
    _seat(page, site)
    _plays_seeks_shows_subtitles_and_is_resumed(page, site, film)
    assert complaints == []
    _survives_lost_segments_expired_addresses_and_dragging_to_the_end(page, site, film)
    complaints.clear()  # The browser complains of what this test failed on purpose.


def _plays_seeks_shows_subtitles_and_is_resumed(page: Page, site: Site, film: Film) -> None:
    page.goto(f"{site.address}/title/{film.title_id}")
    page.get_by_role("button", name="Play").first.click()
    page.wait_for_function("() => document.querySelector('video').readyState >= 3")
    page.evaluate(_PLAY_UP_TO, 0.2)
    expect(page.get_by_text("Drawn by code")).to_be_visible()

    page.locator("select[data-act=subtitles]").select_option(label="en")
    page.wait_for_function(
        "() => [...document.querySelector('video').textTracks].some(t => t.mode === 'showing'"
        " && t.activeCues && t.activeCues.length)"
    )
    page.locator("select[data-act=speed]").select_option("2")
    assert page.evaluate("document.querySelector('video').playbackRate") == 2
    page.locator("select[data-act=speed]").select_option("1")
    page.keyboard.press("4")
    page.wait_for_function("() => document.querySelector('video').currentTime >= 5")
    # A place counts when four seconds before it were seen, and what is seen of three fifths of the
    # way to the credits (from 9 s) is finished, and not resumed: this lies between.
    with page.expect_response(_progress_is_kept):
        page.evaluate(_PLAY_UP_TO, 9.3)
    assert page.evaluate("document.querySelector('video').paused")
    left = page.evaluate("document.querySelector('video').currentTime")

    page.goto(f"{site.address}/watch/{film.title_id}")
    page.wait_for_function("() => document.querySelector('video').readyState >= 2")
    assert page.evaluate("document.querySelector('video').currentTime") == pytest.approx(
        left, abs=1.5
    )


def _progress_is_kept(answer: Response) -> bool:
    return answer.url.endswith("/v1/events") and '"progress"' in (answer.request.post_data or "")


def _survives_lost_segments_expired_addresses_and_dragging_to_the_end(
    page: Page, site: Site, film: Film
) -> None:
    watch = f"{site.address}/watch/{film.title_id}"
    segments = re.compile(r"/v\d+-\d+\.m4s$")
    failed: list[str] = []

    def fail_twice(route: Route) -> None:
        if len(failed) < 2:
            failed.append(route.request.url)
            route.abort()
        else:
            route.continue_()

    page.route(segments, fail_twice)
    _watch(page, watch)
    _playing(page, beyond=0.5)
    assert len(failed) == 2
    page.unroute(segments)

    renewed: list[str] = []
    page.on("request", lambda asked: renewed.append(asked.url) if "/pass" in asked.url else None)

    def expire_until_renewed(route: Route) -> None:
        if renewed:
            route.continue_()
        else:
            route.fulfill(status=403, json={"code": "admission_expired"})

    page.route(segments, expire_until_renewed)
    _watch(page, watch)
    _playing(page, beyond=0.5)
    assert len(renewed) == 1

    said: list[str] = []
    page.on(
        "request",
        lambda asked: said.append(asked.post_data or "") if "/v1/events" in asked.url else None,
    )
    page.keyboard.press("9")
    page.wait_for_function("() => document.querySelector('video').ended", timeout=20_000)
    page.wait_for_timeout(300)
    assert not any('"finish"' in body for body in said)


def _seat(page: Page, site: Site) -> None:
    page.goto(site.address)
    page.locator("a.face.new").click()
    page.locator("#name").fill("Ada")
    page.locator("button.primary").click()
    page.wait_for_url("**/start")
    page.locator(".start-acts a").click()
    page.wait_for_url("**/home")


def _watch(page: Page, address: str) -> None:
    """An address typed by hand is no gesture, so the browser may wait for a key."""
    page.goto(address)
    page.wait_for_function("() => document.querySelector('video').readyState >= 2")
    if page.evaluate("document.querySelector('video').paused"):
        page.keyboard.press("k")


def _playing(page: Page, *, beyond: float) -> None:
    page.wait_for_function(
        "beyond => document.querySelector('video')?.currentTime > beyond", arg=beyond
    )
