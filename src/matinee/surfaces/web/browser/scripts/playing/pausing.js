// A picture beside a film that stands still. It goes when the film goes on or it is closed, and whoever
// has closed one is shown no other on this page.
import { tell } from "./beacons.js";

const STILL_FOR = 1500;

export function equipPauseAds(stage, video, facts, film, acts) {
  const panel = stage.querySelector(".player-pause");
  const link = panel.querySelector("a");
  let timer = 0;
  let ad = null;
  let last = null;
  let unwanted = false;

  const hide = () => {
    clearTimeout(timer);
    ad = null;
    if (panel.contains(document.activeElement)) stage.querySelector('[data-act="toggle"]').focus();
    panel.hidden = true;
  };
  const stands = () => video.paused && !video.ended && !film.away && !document.hidden;
  const show = async () => {
    if (!stands()) return;
    const answer = await fetch(`/v1/watch/${film.held}/pause`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ last }),
    });
    const found = answer.ok ? (await answer.json()).ad : null;
    if (!found) return;
    const picture = new Image();
    picture.alt = found.name;
    picture.src = found.picture;
    await picture.decode();
    if (!stands()) return;
    ad = found;
    last = ad.creative;
    panel.querySelector("img").replaceWith(picture);
    panel.querySelector(".player-pause-name").textContent = ad.name;
    link.hidden = !ad.click;
    if (ad.click) link.href = ad.click;
    panel.hidden = false;
    stage.querySelector("[data-ad-said]").textContent = facts.words.pauseAd.replace("{name}", ad.name);
    tell(ad.track, "impression");
  };
  acts.close = () => {
    unwanted = true;
    hide();
  };

  video.addEventListener("pause", () => {
    clearTimeout(timer);
    if (film.held && !unwanted) timer = setTimeout(() => show().catch(hide), STILL_FOR);
  });
  for (const kind of ["play", "ended", "emptied"]) video.addEventListener(kind, hide);
  link.addEventListener("click", () => tell(ad.track, "click"));
  document.addEventListener("keydown", (event) => event.key === "Escape" && ad && acts.close());
}
