// Who else has the board open: their names, their pointers over the ground, what they have chosen. Each
// says so every other second, and of whom nothing was heard for some seconds is gone.
const EVERY = 2000;
const GONE_AFTER = 6000;
const LEAST_APART = 200;

export function equipPresence(root, window, tab) {
  const { view } = window;
  const at = root.dataset.pinboard;
  const frame = root.querySelector("[data-window]");
  const here = root.querySelector("[data-here]");
  const others = new Map();
  let pointer = null;
  let last = 0;
  let later = 0;

  const words = (stays) => JSON.stringify({ tab, here: stays, pointer, chosen: view.chosen });

  function tell() {
    clearTimeout(later);
    last = performance.now();
    later = setTimeout(tell, EVERY);
    // What is lost here is said again soon; whether changes arrive is another matter, and told.
    fetch(`${at}/presence`, { method: "POST", headers: { "Content-Type": "application/json" }, body: words(true) }).catch(() => {});
  }

  function soon() {
    const wait = LEAST_APART - (performance.now() - last);
    clearTimeout(later);
    later = setTimeout(tell, Math.max(0, wait));
  }

  function marked() {
    window.mark(new Set([...others.values()].map((one) => one.chosen).filter(Boolean)));
    const names = [...new Set([...others.values()].map((one) => one.name))].sort();
    here.textContent = names.length ? `${here.dataset.with} ${names.join(", ")}` : here.dataset.alone;
    window.draw();
  }

  function leave(id) {
    others.get(id)?.element.remove();
    others.delete(id);
    marked();
  }

  function hear({ tab: id, name, here: stays, pointer: where, chosen }) {
    if (id === tab) return;
    if (!stays) return leave(id);
    const one = others.get(id) ?? { element: document.createElement("span") };
    if (!others.has(id)) {
      one.element.className = "pinboard-pointer";
      one.element.translate = false;
      one.element.setAttribute("aria-hidden", "true");
      frame.append(one.element);
      others.set(id, one);
      // Whoever comes hears at once who is here.
      soon();
    }
    const changed = one.name !== name || one.chosen !== chosen;
    Object.assign(one, { name, where, chosen, heard: performance.now() });
    one.element.textContent = name;
    if (changed) marked();
    else window.draw();
  }

  frame.addEventListener("pointermove", (event) => {
    const box = frame.getBoundingClientRect();
    pointer = [(event.clientX - box.left - view.left) / view.scale, (event.clientY - box.top - view.top) / view.scale];
    soon();
  });
  frame.addEventListener("pointerleave", () => {
    pointer = null;
    soon();
  });
  frame.addEventListener("focusin", soon);
  setInterval(() => {
    for (const [id, one] of others) if (performance.now() - one.heard > GONE_AFTER) leave(id);
  }, 1000);
  addEventListener("pagehide", () => navigator.sendBeacon(`${at}/presence`, new Blob([words(false)], { type: "application/json" })));
  addEventListener("pageshow", tell);
  marked();
  tell();

  function place() {
    for (const { element, where } of others.values()) {
      element.hidden = !where;
      if (where) element.style.transform = `translate(${view.left + where[0] * view.scale}px, ${view.top + where[1] * view.scale}px)`;
    }
  }
  return { hear, place };
}
