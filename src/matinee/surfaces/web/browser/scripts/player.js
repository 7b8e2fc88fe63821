// The member's player: a film by hls.js, controls for hand and keyboard, and honest viewing events.
import { equipAds } from "./playing/ads.js";
import { equipControls } from "./playing/controls.js";
import { equipKeys } from "./playing/keys.js";
import { loadFilm } from "./playing/loading.js";
import { equipPauseAds } from "./playing/pausing.js";
import { equipPlacements } from "./playing/placing.js";
import { equipPreview } from "./playing/preview.js";
import { reportViewing } from "./playing/viewing.js";

const stage = document.querySelector("[data-player]");
if (stage) {
  const facts = JSON.parse(stage.dataset.player);
  const video = stage.querySelector("video");
  const film = loadFilm(stage, video, facts);
  const controls = equipControls(stage, video, facts, film);
  equipKeys(stage, controls);
  equipPreview(stage, facts, film);
  equipAds(stage, video, facts, film);
  equipPauseAds(stage, video, facts, film, controls);
  equipPlacements(stage, video, facts, film, controls);
  reportViewing(video, facts, film);
}
