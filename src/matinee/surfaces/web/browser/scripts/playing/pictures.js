// A picture that was decided for this moment of a film, in a panel that says so, leads on and is closed.
import { tell } from "./beacons.js";
import { meter } from "./viewability.js";

const LOOKED_AT_EVERY = 1000;

// Whole and ready to stand, or null. `film.last` is the picture that this page showed last.
export async function decided(film, place) {
  const answer = await fetch(`/v1/watch/${film.held}/${place}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ last: film.last }),
  });
  const ad = answer.ok ? (await answer.json()).ad : null;
  if (!ad) return null;
  const picture = new Image();
  picture.alt = ad.name;
  picture.src = ad.picture;
  await picture.decode();
  Object.assign(picture, { width: picture.naturalWidth, height: picture.naturalHeight });
  return { ...ad, picture };
}

export function picturePanel(stage, panel, facts, film) {
  const link = panel.querySelector("a");
  const seconds = meter(panel, null, () => performance.now() / 1000);
  let timer = 0;
  const own = {
    ad: null,
    show: (ad) => {
      own.ad = ad;
      film.last = ad.creative;
      panel.querySelector("img").replaceWith(ad.picture);
      panel.querySelector(".player-picture-name").textContent = ad.name;
      link.hidden = !ad.click;
      if (ad.click) link.href = ad.click;
      panel.hidden = false;
      stage.querySelector("[data-ad-said]").textContent = facts.words.picture.replace("{name}", ad.name);
      tell(ad.track, "impression");
      clearInterval(timer);
      seconds.end();
      seconds.begin(ad.track);
      timer = setInterval(seconds.settle, LOOKED_AT_EVERY);
    },
    hide: () => {
      clearInterval(timer);
      seconds.end();
      own.ad = null;
      if (panel.contains(document.activeElement)) stage.querySelector('[data-act="toggle"]').focus();
      panel.hidden = true;
    },
    close: () => {
      if (own.ad) tell(own.ad.track, "close");
      own.hide();
    },
  };
  link.addEventListener("click", () => tell(own.ad.track, "click"));
  document.addEventListener("keydown", (event) => event.key === "Escape" && own.ad && panel.querySelector("button").click());
  return own;
}
