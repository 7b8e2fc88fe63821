// Breaks are dragged over the strip of a film, and a double press on it adds one; the server answers
// with the breaks as they then are. Without this file the buttons of every break do the same.
const { htmx } = globalThis;

const MOVED = 4;

function secondsAt(strip, event) {
  const { left, width } = strip.querySelector(".break-marks").getBoundingClientRect();
  const share = Math.min(Math.max((event.clientX - left) / width, 0), 1);
  return (share * Number(strip.dataset.seconds)).toFixed(3);
}

function ask(values) {
  const form = document.getElementById("break-form");
  htmx.ajax("POST", form.action, { source: form, target: "#breaks", swap: "outerHTML", values });
}

function equipDrag(strip) {
  let held = null;
  strip.addEventListener("pointerdown", (event) => {
    const mark = event.target.closest("[data-break]");
    if (!mark || event.button !== 0) return;
    event.preventDefault();
    held = { mark, from: event.clientX, scale: 1200 / mark.ownerSVGElement.getBoundingClientRect().width };
    strip.setPointerCapture(event.pointerId);
  });
  strip.addEventListener("pointermove", (event) => {
    if (!held) return;
    held.mark.setAttribute("transform", `translate(${(event.clientX - held.from) * held.scale} 0)`);
  });
  strip.addEventListener("pointerup", (event) => {
    if (!held) return;
    const { mark, from } = held;
    held = null;
    mark.removeAttribute("transform");
    if (Math.abs(event.clientX - from) < MOVED) {
      document.getElementById(`at-${mark.dataset.break}`)?.focus();
      return;
    }
    ask({ act: "move", break: mark.dataset.break, at: secondsAt(strip, event) });
  });
  strip.addEventListener("pointercancel", () => {
    held?.mark.removeAttribute("transform");
    held = null;
  });
  strip.addEventListener("dblclick", (event) => {
    if (event.target.closest("[data-break],.film-name")) return;
    ask({ act: "add", at: secondsAt(strip, event) });
  });
}

// Whoever took a break away goes on with the next one.
function keepPlace(page) {
  let row = -1;
  const links = () => [...page.querySelectorAll("[data-break-row]")];
  page.addEventListener("htmx:beforeSwap", () => {
    row = links().findIndex((each) => each.closest("tr").contains(page.activeElement));
  });
  page.addEventListener("htmx:afterSettle", () => {
    if (row < 0 || page.activeElement !== page.body) return;
    links()[Math.min(row, links().length - 1)]?.focus();
  });
}

export function equipBreakStrip(page) {
  const strip = page.querySelector("[data-break-strip]");
  if (!strip) return;
  equipDrag(strip);
  keepPlace(page);
}
