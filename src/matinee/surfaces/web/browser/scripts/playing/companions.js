// The picture beside or below an ad while it runs, where the page has room for it: CSS says where that is.
// It is told of once for each ad, when at least half of it lies in the page's window.
import { tell } from "./beacons.js";

const HALF = 0.5;

export function equipCompanion(stage, video) {
  const panel = stage.querySelector(".player-companion");
  const link = panel.querySelector("a");
  let standing = null;
  let within = false;

  const tellOf = () => {
    if (standing && within && !document.hidden) tell(standing.track, "companionView");
  };
  const own = {
    show: async (about) => {
      own.hide();
      if (!about.companion) return;
      standing = about;
      const { name, picture, click, width, height } = about.companion;
      const image = Object.assign(new Image(width, height), { alt: name, src: picture });
      await image.decode();
      if (standing !== about) return;
      link.querySelector("img").replaceWith(image);
      link.querySelector(".unseen").hidden = !click;
      if (click) link.href = click;
      else link.removeAttribute("href");
      panel.hidden = false;
      stage.classList.add("has-companion");
    },
    hide: () => {
      standing = null;
      if (panel.contains(document.activeElement)) stage.querySelector('[data-act="toggle"]').focus();
      panel.hidden = true;
      stage.classList.remove("has-companion");
    },
  };
  new IntersectionObserver(
    (entries) => {
      const last = entries.at(-1);
      within = last.isIntersecting && last.intersectionRatio >= HALF;
      tellOf();
    },
    { threshold: HALF },
  ).observe(panel);
  document.addEventListener("visibilitychange", tellOf);
  link.addEventListener("click", () => {
    if (!link.href) return;
    tell(standing.track, "companionClick");
    video.pause();
  });
  return own;
}
