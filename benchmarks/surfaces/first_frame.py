"""``first-frame``: how long a member waits from "Play" to the first picture, on loopback.

The shared clip of 30 seconds is taken in and packaged as any film is, ``matinee serve`` serves it,
and Chromium plays it: from the press of the button on the title's page (another page is loaded) and
from the seek to a place that is not loaded, each until a frame is handed to the compositor
(``requestVideoFrameCallback``). Chromium decodes without a graphics card here.
"""

import asyncio
import shutil
import tempfile
from pathlib import Path

import numpy as np
from playwright.sync_api import Browser, StorageState, sync_playwright

from benchmarks.material import sha256_of, shared
from benchmarks.outcome import Figure, Outcome
from benchmarks.surfaces.processes import serving
from matinee.assembly.house import open_house
from matinee.assembly.settings import Settings
from matinee.catalogue.model import MaturityRecord, TitleRecord, WindowRecord
from matinee.errors import Unavailable
from matinee.media.model import FilmState
from matinee.vocabulary.ids import TitleId

_PATIENCE = 60_000
_NAME = "Thirty seconds of a rabbit"
# Runs before the page's own scripts: epoch milliseconds of the first frame that is shown.
_FIRST_FRAME = """() => {
  const watch = () => {
    const video = document.querySelector("video");
    if (!video) return requestAnimationFrame(watch);
    video.requestVideoFrameCallback((now) => {
      window.firstFrame_ = performance.timeOrigin + now;
    });
  };
  document.addEventListener("DOMContentLoaded", watch);
}"""
_PRESS = """button => {
  sessionStorage.setItem("pressed", performance.timeOrigin + performance.now());
  button.click();
}"""
_WAITED = "() => window.firstFrame_ - Number(sessionStorage.getItem('pressed'))"
_SEEK = """() => new Promise(done => {
  const video = document.querySelector("video");
  const began = performance.now();
  const far = 20;
  const look = (now, frame) => frame.mediaTime >= far - 0.1
    ? done(performance.now() - began) : video.requestVideoFrameCallback(look);
  video.requestVideoFrameCallback(look);
  video.currentTime = far;
})"""


def run(quick: bool) -> Outcome:
    """Play it thirty times, each in a browser context of its own; quick five times."""
    program = shutil.which("chromium")
    if program is None:
        raise Unavailable("There is no Chromium on this machine.", remedy="Run tools/chromium.")
    clip = shared("clips", "big-buck-bunny-480p-30s.mp4")
    with tempfile.TemporaryDirectory() as place:
        home = Path(place)
        title = asyncio.run(_filled(home, clip))
        with serving(home, 1) as (address,), sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=program, args=["--no-sandbox", "--disable-gpu"]
            )
            member = _seated(browser, address)
            waits = [_played(browser, address, title, member) for _ in range(5 if quick else 30)]
            browser.close()
    first, seek = np.array(waits).T
    figures: dict[str, Figure] = {"plays": len(waits)}
    for name, took in (("first_frame", first), ("seek", seek)):
        figures[f"{name}_median_ms"] = round(float(np.median(took)))
        figures[f"{name}_p95_ms"] = round(float(np.quantile(took, 0.95)))
    return Outcome(figures, {}, sha256_of(clip))


async def _filled(home: Path, clip: Path) -> str:
    record = TitleRecord(
        name=_NAME,
        year=2008,
        runtime_minutes=1,
        maturity=(MaturityRecord("AGE", "0"),),
        windows=(WindowRecord(),),
    )
    async with open_house(Settings(home=home)) as house:
        await house.catalogue.put_titles([record], source="benchmark")
        shelf = await house.catalogue.shelf()
        title = TitleId(shelf.ids[shelf.names.index(_NAME)])
        added = await house.media.add(title, clip, by_job=False)
        await house.media.take_in(added.id)
        if (await house.media.film(added.id)).state is not FilmState.READY:
            raise AssertionError("the clip was not taken in")
    return str(title)


def _played(
    browser: Browser, address: str, title: str, member: StorageState
) -> tuple[float, float]:
    """Milliseconds to the first frame, and to one that is twenty seconds away.

    What was watched is not reported, so that every play begins at the beginning.
    """
    with browser.new_context(storage_state=member) as context:
        context.route("**/v1/events*", lambda route: route.abort())
        page = context.new_page()
        page.set_default_timeout(_PATIENCE)
        page.add_init_script(f"({_FIRST_FRAME})()")
        page.goto(f"{address}/title/{title}")
        button = page.get_by_role("button", name="Play").first
        button.wait_for()
        button.evaluate(_PRESS)
        page.wait_for_function(
            "() => window.firstFrame_ > 0 && location.pathname.includes('watch')"
        )
        first = float(page.evaluate(_WAITED))
        return first, float(page.evaluate(_SEEK))


def _seated(browser: Browser, address: str) -> StorageState:
    """A member who has just been made: no house makes thirty of them for one address at once."""
    with browser.new_context() as context:
        page = context.new_page()
        page.set_default_timeout(_PATIENCE)
        page.goto(address)
        page.locator("a.face.new").click()
        page.locator("#name").fill("Ada")
        page.locator("button.primary").click()
        page.wait_for_url("**/start")
        page.locator(".start-acts a").click()
        page.wait_for_url("**/home")
        return context.storage_state()
