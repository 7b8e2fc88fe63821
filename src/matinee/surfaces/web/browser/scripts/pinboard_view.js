// How a board is looked at: only what is in the window, or near it, is in the document, and nothing is
// laid out when it is moved, since both the ground and the pins are placed by transforms alone.
const WIDTH = 240;
const NEAR = 400;
const GAP = 24;
const SIZES = [192, 512, 2048];
const LEAST = 0.05;
const MOST = 4;

export function equipPinboardView(root, pins, wish) {
  const at = root.dataset.pinboard;
  const me = root.dataset.me;
  const [frame, ground, empty, words] = ["window", "ground", "empty", "words"].map((name) => root.querySelector(`[data-${name}]`));
  const drawn = new Map();
  const view = { left: 0, top: 0, scale: 1, grid: false };
  const pointers = new Map();
  let chosen = null;
  let dragged = null;
  let asked = 0;

  function laidOut() {
    const all = [];
    for (const id of pins.pins.keys()) {
      const fields = pins.shown(id, me);
      if (!fields.reference || fields.gone) continue;
      const width = fields.width ?? WIDTH;
      const [left, top] = dragged?.id === id ? dragged.place : (fields.place ?? [0, 0]);
      all.push({ id, fields, left, top, width, height: (width * fields.reference.height) / fields.reference.width });
    }
    if (!view.grid) return all;
    const columns = Math.max(1, Math.floor(Math.sqrt(all.length * 1.5)));
    const order = all.sort((a, b) => (a.fields.section ?? "").localeCompare(b.fields.section ?? "") || (a.id < b.id ? -1 : 1));
    return order.map((one, place) => {
      const height = Math.min(WIDTH, (WIDTH * one.height) / one.width);
      const width = (height * one.width) / one.height;
      return { ...one, width, height, left: (place % columns) * (WIDTH + GAP), top: Math.floor(place / columns) * (WIDTH + GAP) };
    });
  }

  function made(one) {
    const element = document.createElement("button");
    element.type = "button";
    element.className = "pin";
    element.dataset.pin = one.id;
    const picture = document.createElement("img");
    picture.decoding = "async";
    picture.draggable = false;
    picture.width = one.fields.reference.width;
    picture.height = one.fields.reference.height;
    const note = document.createElement("span");
    element.append(picture, note);
    ground.append(element);
    return element;
  }

  function dress(element, one) {
    const [picture, note] = element.children;
    const wanted = one.width * view.scale * devicePixelRatio;
    const size = SIZES.find((each) => each >= wanted) ?? SIZES.at(-1);
    // A larger picture that is there already is not fetched again as a smaller one.
    if (size > Number(picture.dataset.size ?? 0)) {
      picture.dataset.size = size;
      picture.src = `${at}/pictures/${one.fields.reference.id}/${size}`;
    }
    const said = one.fields.note ?? "";
    if (note.textContent !== said) note.textContent = said;
    picture.alt = one.fields.reference.source;
    element.setAttribute("aria-label", said ? `${said} (${picture.alt})` : picture.alt);
    element.style.inlineSize = `${one.width}px`;
    element.style.blockSize = `${one.height}px`;
    element.style.transform = `translate(${one.left}px, ${one.top}px)`;
    element.classList.toggle("chosen", one.id === chosen);
  }

  function paint() {
    asked = 0;
    ground.style.transform = `translate(${view.left}px, ${view.top}px) scale(${view.scale})`;
    const [x, y] = [-view.left / view.scale, -view.top / view.scale];
    const [near, across, down] = [NEAR / view.scale, frame.clientWidth / view.scale, frame.clientHeight / view.scale];
    const all = laidOut();
    const seen = new Set();
    for (const one of all) {
      const inside = one.left + one.width > x - near && one.left < x + across + near && one.top + one.height > y - near && one.top < y + down + near;
      if (!inside && one.id !== chosen) continue;
      seen.add(one.id);
      if (!drawn.has(one.id)) drawn.set(one.id, made(one));
      dress(drawn.get(one.id), one);
    }
    for (const [id, element] of drawn) {
      if (seen.has(id)) continue;
      element.remove();
      drawn.delete(id);
    }
    empty.hidden = all.length > 0;
    tell();
  }

  function draw() {
    asked ||= requestAnimationFrame(paint);
  }

  function tell() {
    const fields = chosen && pins.pins.has(chosen) ? pins.shown(chosen, me) : null;
    words.hidden = !fields?.reference || Boolean(fields.gone);
    if (words.hidden) return;
    words.querySelector("[data-source]").textContent = fields.reference.source;
    words.querySelector("[data-licence]").textContent = fields.reference.licence;
    for (const name of ["note", "section"]) {
      const field = words.querySelector(`[data-${name}]`);
      if (document.activeElement !== field) field.value = fields[name] ?? "";
    }
    const votes = Object.entries(fields).filter(([name, value]) => name.startsWith("vote ") && value).length;
    words.querySelector("[data-votes]").textContent = votes || "";
    words.querySelector("[data-act=vote]").setAttribute("aria-pressed", String(Boolean(fields[`vote ${me}`])));
  }

  function zoom(by, x = frame.clientWidth / 2, y = frame.clientHeight / 2) {
    const scale = Math.min(MOST, Math.max(LEAST, view.scale * by));
    view.left = x - ((x - view.left) * scale) / view.scale;
    view.top = y - ((y - view.top) * scale) / view.scale;
    view.scale = scale;
    draw();
  }

  function showAll() {
    const all = laidOut();
    if (!all.length) return draw();
    const [left, top] = [Math.min(...all.map((one) => one.left)) - GAP, Math.min(...all.map((one) => one.top)) - GAP];
    const [right, bottom] = [Math.max(...all.map((one) => one.left + one.width)) + GAP, Math.max(...all.map((one) => one.top + one.height)) + GAP];
    view.scale = Math.min(1, Math.max(LEAST, Math.min(frame.clientWidth / (right - left), frame.clientHeight / (bottom - top))));
    [view.left, view.top] = [-left * view.scale, -top * view.scale];
    draw();
  }

  frame.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    frame.setPointerCapture(event.pointerId);
    pointers.set(event.pointerId, [event.clientX, event.clientY]);
    const id = event.target.closest?.("[data-pin]")?.dataset.pin;
    if (pointers.size > 1) dragged = null;
    else if (id && !view.grid) dragged = { id, place: [...(pins.shown(id, me).place ?? [0, 0])], moved: false };
    chosen = id ?? chosen;
    draw();
  });
  frame.addEventListener("pointermove", (event) => {
    const before = pointers.get(event.pointerId);
    if (!before) return;
    const now = [event.clientX, event.clientY];
    const [dx, dy] = [now[0] - before[0], now[1] - before[1]];
    const other = [...pointers].find(([id]) => id !== event.pointerId)?.[1];
    if (other) {
      const apart = (point) => Math.max(1, Math.hypot(point[0] - other[0], point[1] - other[1]));
      const box = frame.getBoundingClientRect();
      zoom(apart(now) / apart(before), other[0] - box.left, other[1] - box.top);
    } else if (dragged) {
      dragged.place = [dragged.place[0] + dx / view.scale, dragged.place[1] + dy / view.scale];
      dragged.moved ||= dx !== 0 || dy !== 0;
    } else {
      view.left += dx;
      view.top += dy;
    }
    pointers.set(event.pointerId, now);
    draw();
  });
  for (const ending of ["pointerup", "pointercancel"]) {
    frame.addEventListener(ending, (event) => {
      pointers.delete(event.pointerId);
      const done = dragged;
      dragged = null;
      if (done?.moved && ending === "pointerup") wish(done.id, "place", done.place.map(Math.round));
      draw();
    });
  }
  frame.addEventListener("wheel", (event) => {
    event.preventDefault();
    const box = frame.getBoundingClientRect();
    zoom(Math.exp(-event.deltaY / 500), event.clientX - box.left, event.clientY - box.top);
  }, { passive: false });
  frame.addEventListener("focusin", (event) => {
    chosen = event.target.dataset.pin ?? chosen;
    draw();
  });
  frame.addEventListener("keydown", (event) => {
    const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    const id = event.target.dataset.pin;
    if (way && id && !view.grid) {
      const [left, top] = pins.shown(id, me).place ?? [0, 0];
      const step = event.shiftKey ? 1 : 10;
      wish(id, "place", [left + way[0] * step, top + way[1] * step]);
    } else if (way) {
      view.left -= way[0] * 60;
      view.top -= way[1] * 60;
      draw();
    } else if (event.key === "Delete" && id) wish(id, "gone", true);
    else if (event.key === "+" || event.key === "=") zoom(1.25);
    else if (event.key === "-") zoom(0.8);
    else return;
    event.preventDefault();
  });
  for (const name of ["note", "section"]) {
    words.querySelector(`[data-${name}]`).addEventListener("change", (event) => chosen && wish(chosen, name, event.target.value));
  }
  words.addEventListener("submit", (event) => event.preventDefault());
  const acts = {
    nearer: () => zoom(1.25),
    further: () => zoom(0.8),
    all: showAll,
    full: () => (document.fullscreenElement ? document.exitFullscreen() : root.requestFullscreen()),
    vote: () => chosen && wish(chosen, "vote", !pins.shown(chosen, me)[`vote ${me}`]),
    gone: () => chosen && wish(chosen, "gone", true),
    grid: (button) => {
      view.grid = !view.grid;
      button.setAttribute("aria-pressed", String(view.grid));
      showAll();
    },
  };
  root.addEventListener("click", (event) => {
    const button = event.target.closest("[data-act]");
    if (button) acts[button.dataset.act](button);
  });
  // A new reference is pinned below what is there, unless it was told elsewhere.
  document.querySelector("[data-adding]")?.addEventListener("submit", (event) => {
    const all = laidOut();
    const lowest = all.length ? Math.max(...all.map((one) => one.top + one.height)) + GAP : 0;
    event.target.elements.left.value = 0;
    event.target.elements.top.value = Math.max(0, Math.round(lowest));
  });
  new ResizeObserver(draw).observe(frame);
  return { draw, showAll };
}
