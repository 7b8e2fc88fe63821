// What is said of the chosen picture, and the buttons of a board.
import { equipComments } from "./pinboard_comments.js";
import { equipLinks } from "./pinboard_links.js";
import { equipShow } from "./pinboard_show.js";

export function equipWords(root, pins, window, wish) {
  const { view } = window;
  const words = root.querySelector("[data-words]");
  const handle = root.querySelector("[data-handle]");
  const about = { "board-link": () => root.dataset.board, "pin-link": () => view.chosen };
  const linked = [...root.querySelectorAll("[data-links]")].map((place) => equipLinks(place, pins, wish, about[place.dataset.links]));
  const comments = equipComments(words, pins, wish, () => view.chosen);
  const guest = "guest" in root.dataset;
  let last = null;

  function tell() {
    const box = view.chosen ? window.boxes.get(view.chosen) : null;
    // The handle is outside the ground, so that it has the same size however near one looks.
    if (handle) handle.hidden = !box || view.grid;
    if (handle && !handle.hidden) handle.style.transform = `translate(${view.left + (box.left + box.width) * view.scale}px, ${view.top + (box.top + box.height) * view.scale}px)`;
    for (const each of linked) each();
    if (box === last) return;
    last = box;
    words.hidden = !box;
    if (!box) return;
    comments.tell();
    const { fields } = box;
    words.querySelector("[data-source]").textContent = fields.reference.source;
    words.querySelector("[data-licence]").textContent = fields.reference.licence;
    // A guest has none of what follows.
    if (guest) return;
    const told = fields.reference.credentials;
    words.querySelector("[data-credentials]").hidden = !told;
    words.querySelector("[data-credentials-told]").textContent = told ? Object.values(told).join(", ") : "";
    for (const name of ["note", "section"]) {
      const field = words.querySelector(`[data-${name}]`);
      if (document.activeElement !== field) field.value = fields[name] ?? "";
    }
    words.querySelector("[data-pair]").href = `${root.dataset.pinboard}/pair?left=${view.chosen}&right=${view.chosen}`;
    words.querySelector("[data-explore]").href = `${root.dataset.pinboard}/explore/${view.chosen}`;
    words.querySelector("[data-model]").href = `${root.dataset.pinboard}/model?picture=${view.chosen}`;
    const lineage = words.querySelector("[data-lineage]");
    lineage.href = lineage.dataset.lineage + view.chosen;
    const votes = Object.entries(fields).filter(([name, value]) => name.startsWith("vote ") && value).length;
    words.querySelector("[data-votes]").textContent = votes || "";
    words.querySelector("[data-act=vote]").setAttribute("aria-pressed", String(Boolean(fields[`vote ${pins.me}`])));
  }

  for (const name of ["note", "section"]) {
    words.querySelector(`[data-${name}]`)?.addEventListener("change", (event) => view.chosen && wish(view.chosen, name, event.target.value));
  }
  words.addEventListener("submit", (event) => event.preventDefault());
  const acts = {
    nearer: () => window.zoom(1.25),
    further: () => window.zoom(0.8),
    all: window.showAll,
    comment: comments.say,
    show: equipShow(root, window),
    full: () => (document.fullscreenElement ? document.exitFullscreen() : root.requestFullscreen()),
    vote: () => view.chosen && wish(view.chosen, "vote", !pins.shown(view.chosen)[`vote ${pins.me}`]),
    gone: () => view.chosen && wish(view.chosen, "gone", true),
    grid: (button) => {
      window.asGrid(!view.grid);
      button.setAttribute("aria-pressed", String(view.grid));
    },
  };
  root.addEventListener("click", (event) => {
    const button = event.target.closest("[data-act]");
    if (button) acts[button.dataset.act]?.(button);
  });
  // A new reference is pinned below what is there, unless it was told elsewhere.
  document.querySelector("[data-adding]")?.addEventListener("submit", (event) => {
    event.target.elements.left.value = 0;
    event.target.elements.top.value = Math.max(0, Math.round(window.lowest()));
  });
  return tell;
}
