// How long an ad was heard and stood on the screen, as far as this page knows: it was visible, no small
// window of its own had the film, and half of what is shown lay within its window. The measure is ours.
import { tellSeconds } from "./beacons.js";

const HALF = 0.5;
// Seconds of an ad between two looks at it: what is more was no playing, but a jump.
const LONGEST_STEP = 3;

// `shown` is what must be seen, `video` what is heard (null of a picture), and `passed` how much of the ad
// has passed, in seconds. Whoever measures settles as it goes; what changes meanwhile is settled here.
export function meter(shown, video, passed) {
  let ad = null;
  let within = false;
  let was = {};

  const now = () => ({
    at: passed(),
    heard: Boolean(video) && !video.muted && video.volume > 0,
    seen: within && !document.hidden && !(video && document.pictureInPictureElement),
  });
  const settle = () => {
    const is = now();
    const step = is.at - was.at;
    if (ad && step > 0 && step < LONGEST_STEP) {
      if (was.heard) ad.audible += step;
      if (was.seen) ad.onScreen += step;
    }
    was = is;
  };
  const own = {
    begin: (track) => {
      was = now();
      ad = { track, audible: 0, onScreen: 0, told: "" };
    },
    settle,
    tell: () => {
      settle();
      if (!ad) return;
      const [audible, onScreen] = [ad.audible, ad.onScreen].map((each) => Math.round(each * 1000) / 1000);
      const told = `${audible} ${onScreen}`;
      if (audible + onScreen > 0 && told !== ad.told) tellSeconds(ad.track, audible, onScreen);
      ad.told = told;
    },
    end: () => {
      own.tell();
      ad = null;
    },
  };
  new IntersectionObserver(
    (entries) => {
      settle();
      const last = entries.at(-1);
      within = last.isIntersecting && last.intersectionRatio >= HALF;
      was = now();
    },
    { threshold: HALF },
  ).observe(shown);
  for (const kind of ["volumechange", "enterpictureinpicture", "leavepictureinpicture"])
    video?.addEventListener(kind, settle);
  document.addEventListener("visibilitychange", () => (document.hidden ? own.tell() : settle()));
  addEventListener("pagehide", own.tell);
  return own;
}
