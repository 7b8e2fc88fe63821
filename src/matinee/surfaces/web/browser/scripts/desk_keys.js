// Keys on the desk, each named on its page: j and k move along a list, and a letter that an element
// carries in data-key opens it (a form to fold out) or follows it (a link). Nothing happens while
// one is typing, or with Ctrl, Alt or Meta held.
const WRITING = "input:not([type=checkbox],[type=radio]),textarea,select,[contenteditable]";

function links() {
  return [...document.querySelectorAll("[data-rows] tbody th a")];
}

function move(by) {
  const all = links();
  if (all.length === 0) return false;
  const here = all.indexOf(document.activeElement);
  const next = here < 0 ? (by > 0 ? 0 : all.length - 1) : here + by;
  all[Math.min(Math.max(next, 0), all.length - 1)].focus();
  return true;
}

function act(key) {
  const target = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (!target) return false;
  if (target.tagName === "DETAILS") {
    target.open = true;
    const first = target.querySelector("input:not([type=hidden]),textarea,select,button");
    (first ?? target.querySelector("summary")).focus();
  } else {
    target.click();
  }
  return true;
}

export function equipDeskKeys(page) {
  if (!page.body.classList.contains("desk")) return;
  page.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented) return;
    if (event.target.matches?.(WRITING)) return;
    const done =
      act(event.key) || (event.key === "j" && move(1)) || (event.key === "k" && move(-1));
    if (done) event.preventDefault();
  });
}
