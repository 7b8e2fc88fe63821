// What is reported is what was watched: a place counts once some seconds before it have been played,
// and a film is finished when most of what lay ahead was seen, not when somebody drags to its end.
import { uuid7 } from "../impressions.js";

const ADDRESS = "/v1/events";
const EVERY = 15;
const PLAYED_BEFORE = 4;
const SEEN = 0.6;

// Of stretches [from, to] of a film, together, what was seen twice counted once.
export function watchedSeconds(stretches) {
  let [total, until] = [0, 0];
  for (const [from, to] of [...stretches].sort((one, other) => one[0] - other[0])) {
    total += Math.max(0, to - Math.max(from, until));
    until = Math.max(until, to);
  }
  return total;
}

export function reportViewing(video, facts, film) {
  const creditsFrom = facts.skips.filter((each) => each.to > facts.seconds * 0.9).map((each) => each.from);
  const end = Math.min(facts.seconds * 0.97, ...creditsFrom);
  const stretches = [];
  let runningSince = null;
  let latest = null;
  let reported = facts.resume;
  let finished = false;

  const send = (kind, seconds, leaving = false) => {
    const event = {
      id: uuid7(),
      profile_id: facts.profile,
      kind,
      title_id: facts.title,
      at: new Date().toISOString(),
      device: "web",
      surface: "watch",
      seconds: Math.round(seconds * 10) / 10,
      ...facts.origin,
    };
    const body = JSON.stringify({ events: [event] });
    const type = "application/json";
    if (leaving && navigator.sendBeacon?.(ADDRESS, new Blob([body], { type }))) return;
    fetch(ADDRESS, { method: "POST", headers: { "Content-Type": type }, body, keepalive: leaving }).catch(() => {});
  };
  const report = (leaving) => {
    if (latest === null || finished || Math.abs(latest - reported) < 1) return;
    reported = latest;
    send("progress", latest, leaving);
  };
  // An ad's seconds are none of the film's.
  const start = () => {
    if (film.away || runningSince !== null) return;
    runningSince = film.now();
    stretches.push([runningSince, runningSince]);
  };
  const settle = () => {
    if (film.away) runningSince = null;
    else if (!video.paused) start(); // Stitched ads end without a word of the element's.
    if (runningSince === null) return;
    const at = film.now();
    stretches.at(-1)[1] = Math.max(at, runningSince);
    if (at - runningSince < PLAYED_BEFORE) return;
    latest = at;
    const needed = SEEN * (end - Math.min(facts.resume, end));
    if (!finished && at >= end && watchedSeconds(stretches) >= needed) {
      finished = true;
      send("finish", facts.seconds);
    } else if (Math.abs(latest - reported) >= EVERY) report(false);
  };

  video.addEventListener("playing", start);
  video.addEventListener("seeking", () => (runningSince = null));
  video.addEventListener("seeked", () => !video.paused && start());
  video.addEventListener("timeupdate", () => !video.seeking && settle());
  video.addEventListener("pause", () => {
    report(false);
    runningSince = null;
  });
  video.addEventListener("ended", settle);
  addEventListener("pagehide", () => report(true));
  addEventListener("visibilitychange", () => document.hidden && report(true));
}
