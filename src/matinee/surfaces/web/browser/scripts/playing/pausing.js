// A picture beside a film that stands still. It goes when the film goes on or it is closed, and whoever
// has closed one is shown no other on this page.
import { decided, picturePanel } from "./pictures.js";

const STILL_FOR = 1500;

export function equipPauseAds(stage, video, facts, film, acts) {
  const panel = picturePanel(stage, stage.querySelector(".player-pause"), facts, film);
  let timer = 0;
  let unwanted = false;

  const hide = () => {
    clearTimeout(timer);
    panel.hide();
  };
  const stands = () => video.paused && !video.ended && !film.away && !document.hidden;
  const show = async () => {
    const ad = stands() ? await decided(film, "pause") : null;
    if (ad && stands()) panel.show(ad);
  };
  acts.close = () => {
    unwanted = true;
    clearTimeout(timer);
    panel.close();
  };

  video.addEventListener("pause", () => {
    clearTimeout(timer);
    if (film.held && !unwanted) timer = setTimeout(() => show().catch(hide), STILL_FOR);
  });
  for (const kind of ["play", "ended", "emptied"]) video.addEventListener(kind, hide);
}
