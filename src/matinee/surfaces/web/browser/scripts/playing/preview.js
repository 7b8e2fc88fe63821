// Over the seek bar, the film's own small pictures (trick-play), drawn from sheets as they are needed.
import { clock } from "./controls.js";

export function equipPreview(stage, facts, film) {
  const bar = stage.querySelector(".player-seek");
  const canvas = stage.querySelector(".player-preview");
  const label = stage.querySelector(".player-preview-time");
  const sheets = new Map();
  let layout = null;
  const beside = (name) => film.folder + name;

  const load = async () => {
    layout ||= fetch(beside("sheets.json")).then((answer) => (answer.ok ? answer.json() : null));
    return layout;
  };
  const sheet = (number) => {
    if (!sheets.has(number)) {
      const image = new Image();
      image.src = beside(`sheet-${String(number).padStart(3, "0")}.jpg`);
      sheets.set(number, image.decode().then(() => image));
    }
    return sheets.get(number);
  };
  const show = async (event) => {
    if (film.ad || !film.folder) return;
    const box = bar.getBoundingClientRect();
    const share = Math.min(1, Math.max(0, (event.clientX - box.left) / box.width));
    const at = share * facts.seconds;
    const told = await load().catch(() => null);
    if (!told) return;
    const index = Math.floor(at / told.each_seconds);
    const page = told.columns * told.rows;
    const image = await sheet(Math.floor(index / page)).catch(() => null);
    if (!image) return;
    const [row, column] = [Math.floor((index % page) / told.columns), index % told.columns];
    canvas.width = told.width;
    canvas.height = told.height;
    canvas
      .getContext("2d")
      .drawImage(image, column * told.width, row * told.height, told.width, told.height, 0, 0, told.width, told.height);
    label.textContent = clock(at);
    const left = Math.min(Math.max(event.clientX - box.left, told.width / 2), box.width - told.width / 2);
    for (const each of [canvas, label]) {
      each.hidden = false;
      each.style.left = `${left}px`;
    }
  };
  bar.addEventListener("pointermove", show);
  bar.addEventListener("pointerleave", () => (canvas.hidden = label.hidden = true));
}
