// Ads that are part of the playlists, where a browser plays HLS by itself: which one runs is told by the
// clock alone, no break that was not seen is jumped over, and one that was seen is passed over.
import { AHEAD, adOnScreen } from "./on_screen.js";
import { filmTime, playedTime } from "./timeline.js";

const NEAR = 0.05;
const JUMP = 0.3;

export function followStitched(stage, video, facts, film) {
  const screen = adOnScreen(stage, video, facts, film);
  let current = null;
  let ad = null;
  let last = 0;
  let place = facts.resume;

  const endOf = (each) => each.begins + each.seconds;
  const draw = () => {
    if (film.stitched) film.breaks = film.stitched.filter((each) => !each.over).map((each) => each.at);
    screen.draw();
  };
  const begin = (next) => {
    ad = next;
    const length = ad.duration_seconds;
    screen.begin({
      about: ad,
      number: current.ads.indexOf(ad) + 1,
      count: current.ads.length,
      length: () => length,
      runs: () => true,
      at: () => Math.min(video.currentTime - next.begins_seconds, length),
    });
    video.playbackRate = 1;
  };
  const leave = () => {
    if (!current) return;
    screen.end();
    current.over = true;
    current = ad = null;
    film.away = false;
    draw();
    screen.over();
    video.playbackRate = screen.speed();
    const wanted = film.wanted;
    film.wanted = null;
    place = film.now();
    if (wanted !== null && wanted > place + AHEAD) film.seek(wanted);
  };
  const follow = () => {
    if (!film.stitched || video.seeking) return;
    const at = video.currentTime;
    const found = film.stitched.find((each) => at >= each.begins - NEAR / 2 && at < endOf(each) - NEAR / 2);
    if (found !== current) leave();
    if (video.seeking) return;
    last = at;
    if (!found) place = film.now();
    else if (found.over) video.currentTime = endOf(found);
    else {
      current = found;
      const next = found.ads.findLast((each) => at >= each.begins_seconds - NEAR / 2) ?? found.ads[0];
      if (next !== ad) {
        if (ad) screen.end();
        begin(next);
      }
      screen.settle();
    }
  };
  // Whoever winds by whatever hand: an ad is seen as it runs, and the first break in between comes first.
  const guard = () => {
    if (!film.stitched) return;
    const at = video.currentTime;
    if (ad) {
      if (Math.abs(at - last) > JUMP) video.currentTime = last;
      return;
    }
    const missed = film.stitched.find((each) => !each.over && each.at >= place - NEAR && at > each.begins + NEAR);
    if (!missed) return;
    film.wanted = film.wanted ?? filmTime(film.stitched, at);
    video.currentTime = missed.begins;
  };
  video.addEventListener("seeking", guard);
  video.addEventListener("seeked", () => {
    const found = film.stitched?.some((each) => !each.over && Math.abs(video.currentTime - each.begins) < JUMP);
    if (!ad && !found) film.wanted = null;
    follow();
  });
  for (const kind of ["timeupdate", "ended"]) video.addEventListener(kind, follow);
  film.onBreaks = draw;
}

// Where playing begins: in the break that lies where somebody goes on, or else there.
export function startOf(film, resume) {
  for (const each of film.stitched) {
    const seen = !film.breaks.some((at) => Math.abs(at - each.asked) < NEAR);
    each.over = seen || each.asked < resume - NEAR;
  }
  const first = film.stitched.find((each) => !each.over && each.at <= resume);
  if (first) film.wanted = resume;
  return first ? first.begins : playedTime(film.stitched, resume);
}
