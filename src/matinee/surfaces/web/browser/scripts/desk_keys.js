// Keys on the desk, each named on its page: j and k move along a list, and a letter that an element
// carries in data-key opens it (a form to fold out) or follows it (a link, a button, a tick); in a
// list, the letters of the row that one is on come first. Nothing happens while one is typing, or
// with Ctrl, Alt or Meta held.
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
  const wanted = `[data-key="${CSS.escape(key)}"]`;
  const row = document.activeElement?.closest("[data-rows] tbody tr");
  const target =
    row?.querySelector(wanted) ??
    [...document.querySelectorAll(wanted)].find((each) => !each.closest("[data-rows] tbody"));
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
  // After a row's decision the page comes back at the next row: one goes on from there. The browser
  // drops the focus when it scrolls to a fragment, so this waits until it has.
  window.addEventListener("load", () => {
    const came = page.getElementById(location.hash.slice(1));
    if (came?.matches("[data-rows] tbody tr")) came.querySelector("th a")?.focus();
  });
  page.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented) return;
    if (event.target.matches?.(WRITING)) return;
    const done =
      act(event.key) || (event.key === "j" && move(1)) || (event.key === "k" && move(-1));
    if (done) event.preventDefault();
  });
}
