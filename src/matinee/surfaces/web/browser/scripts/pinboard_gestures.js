// Hands on a board: a mouse, one finger, two fingers, a wheel or keys.
const STEP = 10;
const PANNED = 60;
const [NARROWEST, WIDEST] = [40, 4000];

export function equipGestures(frame, window, wish, fixed) {
  const { view } = window;
  const pointers = new Map();
  let held = null;
  const wide = (width) => Math.round(Math.min(WIDEST, Math.max(NARROWEST, width)));

  frame.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    frame.setPointerCapture(event.pointerId);
    pointers.set(event.pointerId, [event.clientX, event.clientY]);
    const handle = Boolean(event.target.closest?.("[data-handle]"));
    const id = handle ? view.chosen : event.target.closest?.("[data-pin]")?.dataset.pin;
    // A second finger begins a pinch, and what the first one held stays where it was.
    held = null;
    const box = pointers.size === 1 && id && !view.grid && !fixed ? window.boxOf(id) : null;
    if (box) {
      const { left, top, width } = box;
      held = handle ? { id, width } : { id, place: [left, top] };
    }
    window.hold(null);
    if (id) window.choose(id);
  });

  frame.addEventListener("pointermove", (event) => {
    const before = pointers.get(event.pointerId);
    if (!before) return;
    const now = [event.clientX, event.clientY];
    const [dx, dy] = [now[0] - before[0], now[1] - before[1]];
    pointers.set(event.pointerId, now);
    const other = [...pointers].find(([id]) => id !== event.pointerId)?.[1];
    if (other) {
      const apart = (point) => Math.max(1, Math.hypot(point[0] - other[0], point[1] - other[1]));
      const box = frame.getBoundingClientRect();
      window.zoom(apart(now) / apart(before), other[0] - box.left, other[1] - box.top);
    } else if (held && (dx || dy)) {
      if (held.place) held = { id: held.id, place: [held.place[0] + dx / view.scale, held.place[1] + dy / view.scale] };
      else held = { id: held.id, width: held.width + dx / view.scale };
      window.hold(held.place ? held : { id: held.id, width: wide(held.width) });
    } else if (!held) window.pan(dx, dy);
  });

  for (const ending of ["pointerup", "pointercancel"]) {
    frame.addEventListener(ending, (event) => {
      pointers.delete(event.pointerId);
      const done = view.held;
      held = null;
      window.hold(null);
      if (!done || ending === "pointercancel") return;
      if (done.place) wish(done.id, "place", done.place.map(Math.round));
      else wish(done.id, "width", done.width);
    });
  }

  frame.addEventListener("wheel", (event) => {
    event.preventDefault();
    const box = frame.getBoundingClientRect();
    window.zoom(Math.exp(-event.deltaY / 500), event.clientX - box.left, event.clientY - box.top);
  }, { passive: false });

  frame.addEventListener("focusin", (event) => event.target.dataset.pin && window.choose(event.target.dataset.pin));

  frame.addEventListener("keydown", (event) => {
    const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    const id = event.target.dataset.pin;
    const box = id && !view.grid ? window.boxOf(id) : null;
    const step = event.shiftKey ? 1 : STEP;
    if (way && box && event.altKey) wish(id, "width", wide(box.width + (way[0] - way[1]) * step));
    else if (way && box) wish(id, "place", [box.left + way[0] * step, box.top + way[1] * step]);
    else if (way) window.pan(-way[0] * PANNED, -way[1] * PANNED);
    else if (event.key === "Delete" && id) wish(id, "gone", true);
    else if (event.key === "+" || event.key === "=") window.zoom(1.25);
    else if (event.key === "-") window.zoom(0.8);
    else return;
    event.preventDefault();
  });
}
