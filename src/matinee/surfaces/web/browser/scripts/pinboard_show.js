// A board shown to others, picture by picture or section by section, by keys, buttons and fingers.
const SWIPED = 50;

export function equipShow(root, window) {
  const at = root.dataset.pinboard;
  const dialog = root.querySelector("[data-show]");
  const [stage, title, caption, count, way] = ["stage", "title", "caption", "count", "way"].map((name) => dialog.querySelector(`[data-show-${name}]`));
  let slides = [];
  let shown = 0;
  let began = null;

  function inOrder() {
    const section = (one) => one.fields.section ?? "";
    return [...window.boxes.values()].sort((a, b) => section(a).localeCompare(section(b)) || a.top - b.top || a.left - b.left);
  }

  function made() {
    const all = inOrder();
    if (!way.checked) return all.map((one) => ({ title: one.fields.section ?? "", all: [one] }));
    const sections = new Map();
    for (const one of all) {
      const name = one.fields.section ?? "";
      if (!sections.has(name)) sections.set(name, []);
      sections.get(name).push(one);
    }
    return [...sections].map(([name, own]) => ({ title: name, all: own }));
  }

  function picture(one, size) {
    const { reference, note } = one.fields;
    const image = document.createElement("img");
    image.src = `${at}/pictures/${reference.id}/${size}`;
    image.alt = note || reference.source;
    [image.width, image.height] = [reference.width, reference.height];
    return image;
  }

  function draw() {
    const slide = slides[shown];
    count.textContent = `${shown + 1} / ${slides.length}`;
    title.textContent = slide.title;
    const alone = slide.all.length === 1;
    stage.classList.toggle("many", !alone);
    stage.replaceChildren(...slide.all.map((one) => picture(one, alone ? 2048 : 512)));
    const { note, reference } = slide.all[0].fields;
    caption.textContent = alone ? [note, reference.source, reference.licence].filter(Boolean).join(" · ") : "";
    // The next one is on its way before it is asked for.
    const next = slides[shown + 1];
    if (next?.all.length === 1) new Image().src = `${at}/pictures/${next.all[0].fields.reference.id}/2048`;
  }

  function go(to) {
    shown = Math.min(slides.length - 1, Math.max(0, to));
    draw();
  }

  function again() {
    const first = slides[shown]?.all[0].id;
    slides = made();
    go(Math.max(0, slides.findIndex((slide) => slide.all.some((one) => one.id === first))));
  }

  way.addEventListener("change", again);
  dialog.addEventListener("keydown", (event) => {
    const to = { ArrowRight: shown + 1, ArrowDown: shown + 1, " ": shown + 1, PageDown: shown + 1, ArrowLeft: shown - 1, ArrowUp: shown - 1, PageUp: shown - 1, Home: 0, End: slides.length }[event.key];
    if (to === undefined || event.target === way || (event.key === " " && event.target.localName === "button")) return;
    event.preventDefault();
    go(to);
  });
  dialog.addEventListener("click", (event) => {
    const act = event.target.closest("[data-show-go]")?.dataset.showGo;
    if (act) go(shown + Number(act));
    else if (event.target.closest("[data-show-end]")) dialog.close();
  });
  stage.addEventListener("pointerdown", (event) => (began = [event.clientX, event.clientY]));
  stage.addEventListener("pointerup", (event) => {
    if (!began) return;
    const [dx, dy] = [event.clientX - began[0], event.clientY - began[1]];
    began = null;
    if (Math.abs(dx) > SWIPED && Math.abs(dx) > Math.abs(dy)) go(shown + (dx < 0 ? 1 : -1));
  });
  stage.addEventListener("pointercancel", () => (began = null));
  dialog.addEventListener("close", () => document.fullscreenElement && document.exitFullscreen());

  return async () => {
    slides = made();
    if (!slides.length) return;
    shown = Math.max(0, slides.findIndex((slide) => slide.all.some((one) => one.id === window.view.chosen)));
    dialog.showModal();
    draw();
    stage.focus();
    // Where a browser gives no full screen (a phone's, for one), the dialog fills the window.
    await dialog.requestFullscreen?.().catch(() => {});
  };
}
