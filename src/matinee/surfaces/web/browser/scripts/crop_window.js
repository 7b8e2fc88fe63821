// The window of a crop on its whole frame: dragged, resized at its corner, or moved by keys. The three
// sliders hold the truth, so that the form is sent the same way without this script.
export function equipCropWindow(page) {
  const form = page.querySelector("[data-crop]");
  if (!form) return;
  const svg = form.querySelector("svg");
  const [width, height] = [svg.viewBox.baseVal.width, svg.viewBox.baseVal.height];
  const window_ = svg.querySelector(".window");
  const handle = svg.querySelector(".handle");
  const beside = svg.querySelector(".beside");
  const warning = form.querySelector("[data-warning]");
  const image = svg.querySelector("image");
  const { zoom, across, down, grade } = form.elements;
  const ratio = Number(form.dataset.ratio);
  const largest = ratio <= width / height ? [ratio * height, height] : [width, width / ratio];
  const kept = [...svg.querySelectorAll("[data-kept]")].map((rect) =>
    ["x", "y", "width", "height"].map((name) => Number(rect.getAttribute(name))),
  );

  function box() {
    const [wide, high] = largest.map((side) => (side * zoom.value) / 100);
    return [((width - wide) * across.value) / 100, ((height - high) * down.value) / 100, wide, high];
  }

  function cut([left, top, wide, high]) {
    const shares = kept.map(([x, y, w, h]) => {
      const inside =
        Math.max(0, Math.min(left + wide, x + w) - Math.max(left, x)) *
        Math.max(0, Math.min(top + high, y + h) - Math.max(top, y));
      return w * h > 0 ? 1 - inside / (w * h) : 0;
    });
    return Math.max(0, ...shares);
  }

  function show() {
    const now = box();
    const [left, top, wide, high] = now;
    ["x", "y", "width", "height"].forEach((name, at) => window_.setAttribute(name, now[at]));
    handle.setAttribute("x", left + wide - 28);
    handle.setAttribute("y", top + high - 28);
    beside.setAttribute(
      "d",
      `M0 0H${width}V${height}H0ZM${left} ${top}h${wide}v${high}h${-wide}Z`,
    );
    const lost = cut(now);
    warning.hidden = lost <= Number(form.dataset.most);
    warning.textContent = warning.dataset.warning.replace("{share}", Math.round(lost * 100));
  }

  // Where the window's corner would be, as the sliders write it; no room leaves a slider alone.
  function stand(left, top) {
    const [, , wide, high] = box();
    if (width - wide > 0.5) across.value = (100 * left) / (width - wide);
    if (height - high > 0.5) down.value = (100 * top) / (height - high);
    show();
  }

  function resize(size) {
    const [left, top] = box();
    zoom.value = size;
    stand(left, top);
  }

  function drag(event, moved) {
    event.preventDefault();
    const scale = width / svg.getBoundingClientRect().width;
    const [x, y, start] = [event.clientX, event.clientY, box()];
    event.target.setPointerCapture(event.pointerId);
    const follow = (now) => moved(start, (now.clientX - x) * scale, (now.clientY - y) * scale);
    event.target.addEventListener("pointermove", follow);
    event.target.addEventListener(
      "lostpointercapture",
      () => event.target.removeEventListener("pointermove", follow),
      { once: true },
    );
  }

  window_.addEventListener("pointerdown", (event) =>
    drag(event, ([left, top], x, y) => stand(left + x, top + y)),
  );
  handle.addEventListener("pointerdown", (event) =>
    drag(event, ([, , wide], x) => resize((100 * (wide + x)) / largest[0])),
  );
  window_.addEventListener("keydown", (event) => {
    const step = event.shiftKey ? 0.1 : 0.01;
    const [left, top] = box();
    const moves = {
      ArrowLeft: () => stand(left - step * width, top),
      ArrowRight: () => stand(left + step * width, top),
      ArrowUp: () => stand(left, top - step * height),
      ArrowDown: () => stand(left, top + step * height),
      "+": () => resize(Number(zoom.value) + 100 * step),
      "-": () => resize(Number(zoom.value) - 100 * step),
    };
    if (!moves[event.key]) return;
    event.preventDefault();
    moves[event.key]();
  });
  for (const slider of [zoom, across, down]) slider.addEventListener("input", show);
  grade.addEventListener("change", () =>
    image.setAttribute("href", `${image.dataset.frame}?grade=${grade.value}`),
  );
  show();
}
