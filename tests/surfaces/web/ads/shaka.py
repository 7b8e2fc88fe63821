"""The same playlists in a player that is not ours: Shaka Player, on a page of the test's own."""

from __future__ import annotations

from playwright.sync_api import Page, Route
from tests.surfaces.web.site import Site

from matinee.surfaces.web.build import BROWSER

_PLAYER = BROWSER / "node_modules" / "shaka-player" / "dist" / "shaka-player.compiled.js"
_PAGE = """<!doctype html><title>Shaka Player</title>
<main><video muted width="320"></video><div id="ads"></div></main>
<script src="/shaka.js"></script>"""
_PLAY = """async (address) => {
  const video = document.querySelector("video");
  const heard = [];
  const player = new shaka.Player();
  await player.attach(video);
  const ads = player.getAdManager();
  ads.setContainers(document.querySelector("#ads"), document.querySelector("#ads"));
  for (const event of ["AD_STARTED", "AD_COMPLETE"])
    ads.addEventListener(shaka.ads.Utils[event], () => heard.push(event));
  const over = new Promise((done, failed) => {
    video.addEventListener("ended", () => done(video.duration));
    player.addEventListener("error", ({ detail }) => failed(new Error(`Shaka: ${detail.code}`)));
    setTimeout(() => failed(new Error(`still at ${video.currentTime}, after ${heard}`)), 40_000);
  });
  // Shaka counts an ad as over after five steps (0, 25, 50, 75 and 100 per cent), one at each
  // timeupdate, of which a second has four: the end of an ad shorter than that is never noticed.
  // These here are; so they are played slowly.
  setInterval(() => {
    const ad = document.querySelector("#ads video");
    if (ad !== null) ad.playbackRate = 0.4;
  }, 10);
  await player.load(address);
  video.playbackRate = 4;
  await video.play();
  const seconds = await over;
  await player.destroy();
  return [heard, seconds];
}"""


def played_by_shaka(page: Page, site: Site, address: str) -> tuple[list[str], float]:
    """Play to the end: which ads began and were complete, in order, and the seconds played."""

    def answer(route: Route) -> None:
        if route.request.url.endswith(".js"):
            route.fulfill(content_type="text/javascript", body=_PLAYER.read_text("utf-8"))
        else:
            route.fulfill(content_type="text/html", body=_PAGE)

    page.route("**/shaka*", answer)
    page.goto(f"{site.address}/shaka")
    # What plays after a gesture needs no other one.
    page.locator("main").click()
    heard, seconds = page.evaluate(_PLAY, f"{site.address}{address}")
    return heard, seconds
