// Ads within a film: by hls.js as interstitials, which it plays in the same element, so that its times are
// the ad's own until the film is back; where a browser plays HLS by itself, stitched into the film.
import Hls from "hls.js";
import { tell } from "./beacons.js";
import { AHEAD, adOnScreen } from "./on_screen.js";
import { followStitched } from "./stitched.js";

export function equipAds(stage, video, facts, film) {
  if (film.hls) followInterstitials(stage, video, facts, film);
  else followStitched(stage, video, facts, film);
}

function followInterstitials(stage, video, facts, film) {
  const { hls } = film;
  const on = (event, act) => hls.on(Hls.Events[event], (_, data) => act(data));
  const screen = adOnScreen(stage, video, facts, film);

  const begin = ({ event, asset, assetListIndex, player }) =>
    screen.begin({
      about: event.assetListResponse.ASSETS[assetListIndex]["X-MATINEE"],
      number: assetListIndex + 1,
      count: event.assetList.length,
      at: () => player.currentTime,
      length: () => player.duration || asset.duration || 0,
      runs: () => Boolean(player.media),
    });
  const over = (event) => {
    film.breaks = film.breaks.filter((at) => Math.abs(at - event.startOffset) > 0.01);
    screen.draw();
    screen.over();
  };
  const back = () => {
    screen.draw();
    screen.over();
    if (!film.away) return;
    const landed = () => {
      if (film.ad) return;
      film.away = false;
      // The element forgets its speed with what it played, and the member wanted to be further on.
      video.playbackRate = screen.speed();
      if (film.wanted !== null && film.wanted > video.currentTime + AHEAD) video.currentTime = film.wanted;
      film.wanted = null;
      film.backAgain.splice(0).forEach((act) => act());
    };
    video.addEventListener("canplay", landed, { once: true });
  };

  on("INTERSTITIAL_ASSET_STARTED", begin);
  // hls.js says the same of an ad that was shown to its end and of one that was cut off.
  on("INTERSTITIAL_ASSET_ENDED", screen.end);
  on("INTERSTITIAL_ENDED", ({ event }) => over(event));
  on("INTERSTITIALS_PRIMARY_RESUMED", back);
  on("INTERSTITIAL_ASSET_ERROR", ({ asset, event, assetListIndex }) => {
    const about = event.assetListResponse?.ASSETS[assetListIndex]?.["X-MATINEE"];
    // Only when all have heard of it does hls.js note whether it goes on without the ad.
    queueMicrotask(() => asset?.error && about && tell(about.track, "error"));
  });
  film.onBreaks = screen.draw;
  video.addEventListener("timeupdate", screen.settle);
  video.addEventListener("seeked", () => {
    if (!film.away && !hls.interstitialsManager?.playingItem?.event) film.wanted = null;
  });
}
