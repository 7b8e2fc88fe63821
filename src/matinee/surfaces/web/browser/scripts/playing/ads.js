// Ads within a film: what is said of them, what may not be done meanwhile, and what is told of them.
// hls.js plays an ad in the same element, so that its times are the ad's own until the film is back.
import Hls from "hls.js";
import { tell } from "./beacons.js";
import { equipCompanion } from "./companions.js";
import { clock } from "./controls.js";
import { meter } from "./viewability.js";

const QUARTERS = [
  ["firstQuartile", 0.25],
  ["midpoint", 0.5],
  ["thirdQuartile", 0.75],
];
const NEAR_ITS_END = 0.4;
const AHEAD = 1;

export function equipAds(stage, video, facts, film) {
  const { hls } = film;
  if (!hls) return;
  const find = (selector) => stage.querySelector(selector);
  const bar = find(".player-ad");
  const link = bar.querySelector("a");
  const held = [".player-seek", ...["back", "on", "chapter", "speed"].map((act) => `[data-act="${act}"]`)].map(find);
  const on = (event, act) => hls.on(Hls.Events[event], (_, data) => act(data));
  const say = (words) => (find("[data-ad-said]").textContent = words);
  let hadFocus = null;
  let muted = video.muted;
  const companion = equipCompanion(stage, video);
  const seconds = meter(video, video, () => film.ad?.player.currentTime ?? 0);

  const begin = ({ event, asset, assetListIndex, player }) => {
    const about = event.assetListResponse.ASSETS[assetListIndex]["X-MATINEE"];
    seconds.end();
    film.ad = { about, player, asset, track: about.track, paused: false, quarters: 0 };
    seconds.begin(about.track);
    film.away = true;
    stage.classList.add("has-ad");
    if (held.includes(document.activeElement)) {
      hadFocus = document.activeElement;
      find('[data-act="toggle"]').focus();
    }
    for (const each of held) each.disabled = true;
    muted = video.muted;
    const words = facts.words.ad
      .replace("{number}", assetListIndex + 1)
      .replace("{count}", event.assetList.length);
    bar.querySelector(".player-ad-count").textContent = words;
    link.hidden = !about.click;
    if (about.click) link.href = about.click;
    bar.hidden = false;
    companion.show(about).catch(companion.hide);
    count();
    say(words);
  };
  const lengthOf = ({ player, asset }) => player.duration || asset.duration || 0;
  const count = () => {
    const { player } = film.ad;
    find(".player-ad-left").textContent = clock(Math.ceil(Math.max(0, lengthOf(film.ad) - player.currentTime)));
  };
  const settle = () => {
    const { ad } = film;
    if (!ad || !ad.player.media) return;
    const at = ad.player.currentTime;
    if (at <= 0) return;
    tell(ad.track, "impression");
    tell(ad.track, "start");
    seconds.settle();
    const passed = QUARTERS.filter(([, share]) => at >= share * lengthOf(ad));
    for (const [event] of passed) tell(ad.track, event);
    if (passed.length > ad.quarters) seconds.tell();
    ad.quarters = passed.length;
    count();
  };
  // hls.js says the same of an ad that was shown to its end and of one that was cut off.
  const end = () => {
    const { ad } = film;
    if (!ad || lengthOf(ad) - ad.player.currentTime > NEAR_ITS_END) return;
    settle();
    for (const [event] of QUARTERS) tell(ad.track, event);
    tell(ad.track, "complete");
    seconds.end();
  };
  const over = (event) => {
    if (event) film.breaks = film.breaks.filter((at) => Math.abs(at - event.startOffset) > 0.01);
    draw();
    if (!film.ad) return;
    seconds.end();
    film.ad = null;
    companion.hide();
    bar.hidden = true;
    stage.classList.remove("has-ad");
    for (const each of held) each.disabled = false;
    hadFocus?.focus();
    hadFocus = null;
    say(facts.words.film);
  };
  const back = () => {
    over(null);
    if (!film.away) return;
    const landed = () => {
      if (film.ad) return;
      film.away = false;
      // The element forgets its speed with what it played, and the member wanted to be further on.
      video.playbackRate = Number(find('select[data-act="speed"]').value);
      if (film.wanted !== null && film.wanted > video.currentTime + AHEAD) video.currentTime = film.wanted;
      film.wanted = null;
      film.backAgain.splice(0).forEach((act) => act());
    };
    video.addEventListener("canplay", landed, { once: true });
  };
  const draw = () => {
    const marks = film.breaks.map((at) => {
      const mark = document.createElement("span");
      mark.style.insetInlineStart = `${(100 * at) / facts.seconds}%`;
      return mark;
    });
    find(".player-breaks").replaceChildren(...marks);
  };

  on("INTERSTITIAL_ASSET_STARTED", begin);
  on("INTERSTITIAL_ASSET_ENDED", end);
  on("INTERSTITIAL_ENDED", ({ event }) => over(event));
  on("INTERSTITIALS_PRIMARY_RESUMED", back);
  on("INTERSTITIAL_ASSET_ERROR", ({ asset, event, assetListIndex }) => {
    const about = event.assetListResponse?.ASSETS[assetListIndex]?.["X-MATINEE"];
    // Only when all have heard of it does hls.js note whether it goes on without the ad.
    queueMicrotask(() => asset?.error && about && tell(about.track, "error"));
  });
  film.onBreaks = draw;

  video.addEventListener("timeupdate", settle);
  video.addEventListener("pause", () => {
    if (!film.ad || video.ended) return;
    film.ad.paused = true;
    tell(film.ad.track, "pause");
  });
  video.addEventListener("play", () => {
    if (film.ad?.paused) tell(film.ad.track, "resume");
  });
  video.addEventListener("volumechange", () => {
    if (film.ad && video.muted !== muted) tell(film.ad.track, video.muted ? "mute" : "unmute");
    muted = video.muted;
  });
  video.addEventListener("seeked", () => {
    if (!film.away && !hls.interstitialsManager?.playingItem?.event) film.wanted = null;
  });
  link.addEventListener("click", () => {
    tell(film.ad.track, "click");
    video.pause();
  });
}
