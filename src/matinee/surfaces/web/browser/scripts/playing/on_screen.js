// What stands while an ad runs, whoever says that it does: its label, what is left of it, its companion,
// what may not be done meanwhile, and what is told of it.
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
export const AHEAD = 1;

export function adOnScreen(stage, video, facts, film) {
  const find = (selector) => stage.querySelector(selector);
  const bar = find(".player-ad");
  const link = bar.querySelector("a");
  const held = [".player-seek", ...["back", "on", "chapter", "speed"].map((act) => `[data-act="${act}"]`)].map(find);
  const say = (words) => (find("[data-ad-said]").textContent = words);
  let hadFocus = null;
  let muted = video.muted;
  const companion = equipCompanion(stage, video);
  const seconds = meter(video, video, () => film.ad?.at() ?? 0);

  // Functions: `at` and `length` are seconds of this ad, that have passed and that it has; `runs` says
  // whether it has the element yet.
  const begin = ({ about, number, count: of, at, length, runs }) => {
    seconds.end();
    film.ad = { about, at, length, runs, track: about.track, paused: false, quarters: 0 };
    seconds.begin(about.track);
    film.away = true;
    stage.classList.add("has-ad");
    if (held.includes(document.activeElement)) {
      hadFocus = document.activeElement;
      find('[data-act="toggle"]').focus();
    }
    for (const each of held) each.disabled = true;
    muted = video.muted;
    const words = facts.words.ad.replace("{number}", number).replace("{count}", of);
    bar.querySelector(".player-ad-count").textContent = words;
    link.hidden = !about.click;
    if (about.click) link.href = about.click;
    bar.hidden = false;
    companion.show(about).catch(companion.hide);
    count();
    say(words);
  };
  const count = () => {
    const { at, length } = film.ad;
    find(".player-ad-left").textContent = clock(Math.ceil(Math.max(0, length() - at())));
  };
  const settle = () => {
    const { ad } = film;
    if (!ad?.runs()) return;
    const at = ad.at();
    if (at <= 0) return;
    tell(ad.track, "impression");
    tell(ad.track, "start");
    seconds.settle();
    const passed = QUARTERS.filter(([, share]) => at >= share * ad.length());
    for (const [event] of passed) tell(ad.track, event);
    if (passed.length > ad.quarters) seconds.tell();
    ad.quarters = passed.length;
    count();
  };
  // It is over, or was cut off: what was not shown to its end is not told to have been.
  const end = () => {
    const { ad } = film;
    if (!ad || ad.length() - ad.at() > NEAR_ITS_END) return;
    settle();
    for (const [event] of QUARTERS) tell(ad.track, event);
    tell(ad.track, "complete");
    seconds.end();
  };
  const over = () => {
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
  const draw = () => {
    const marks = film.breaks.map((at) => {
      const mark = document.createElement("span");
      mark.style.insetInlineStart = `${(100 * at) / facts.seconds}%`;
      return mark;
    });
    find(".player-breaks").replaceChildren(...marks);
  };

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
  link.addEventListener("click", () => {
    tell(film.ad.track, "click");
    video.pause();
  });
  return { begin, settle, end, over, draw, speed: () => Number(find('select[data-act="speed"]').value) };
}
