// How a board is looked at. While it moves, one transform is set on the ground and nothing else, as
// long as what comes into the window lies there already; a pin is dressed when something of it has
// changed, and a picture is fetched in another size, or taken out, once the board stands still.
const WIDTH = 240;
const NEAR = 400;
const GAP = 24;
const SIZES = [192, 512, 2048];
const LEAST = 0.05;
const MOST = 4;
const STILL_AFTER = 160;
const MOST_PUT_IN = 24;
const MOST_FETCHED = 6;

export function equipPinboardView(root, pins, told) {
  const at = root.dataset.pinboard;
  const [frame, ground, empty] = ["window", "ground", "empty"].map((name) => root.querySelector(`[data-${name}]`));
  const boxes = new Map();
  const drawn = new Map();
  const view = { left: 0, top: 0, scale: 1, grid: false, chosen: null, held: null };
  let theirs = new Set();
  let size = [frame.clientWidth, frame.clientHeight];
  let covered = null;
  let asked = 0;
  let moving = 0;

  function boxOf(id) {
    const fields = pins.shown(id);
    if (!fields.reference || fields.gone) return null;
    const held = view.held?.id === id ? view.held : null;
    const width = held?.width ?? fields.width ?? WIDTH;
    const [left, top] = held?.place ?? fields.place ?? [0, 0];
    return { id, fields, left, top, width, height: (width * fields.reference.height) / fields.reference.width };
  }

  // Only boxes of pins that changed are made anew; in a grid each place hangs on all others.
  function layOut() {
    if (!pins.stale.size) return;
    for (const id of pins.stale) {
      const box = boxOf(id);
      if (box) boxes.set(id, box);
      else boxes.delete(id);
    }
    if (view.grid) inGrid();
    for (const id of pins.stale) if (drawn.has(id) && boxes.has(id)) dress(drawn.get(id), boxes.get(id));
    pins.stale.clear();
    covered = null;
    empty.hidden = boxes.size > 0;
  }

  function inGrid() {
    const columns = Math.max(1, Math.floor(Math.sqrt(boxes.size * 1.5)));
    const order = [...boxes.values()].sort((a, b) => (a.fields.section ?? "").localeCompare(b.fields.section ?? "") || (a.id < b.id ? -1 : 1));
    order.forEach((one, place) => {
      const height = Math.min(WIDTH, (WIDTH * one.height) / one.width);
      Object.assign(one, { width: (height * one.width) / one.height, height, left: (place % columns) * (WIDTH + GAP), top: Math.floor(place / columns) * (WIDTH + GAP) });
      if (drawn.has(one.id)) dress(drawn.get(one.id), one);
    });
  }

  function made(box) {
    const element = document.createElement("button");
    element.type = "button";
    element.className = "pin";
    element.dataset.pin = box.id;
    const picture = document.createElement("img");
    picture.decoding = "async";
    picture.draggable = false;
    picture.width = box.fields.reference.width;
    picture.height = box.fields.reference.height;
    picture.alt = box.fields.reference.source;
    element.append(picture, document.createElement("span"));
    drawn.set(box.id, element);
    dress(element, box);
    fetchAs(picture, box, moving ? SIZES[0] : wanted(box));
    return element;
  }

  function dress(element, box) {
    const said = box.fields.note ?? "";
    const source = box.fields.reference.source;
    element.lastChild.textContent = said;
    element.setAttribute("aria-label", said ? `${said} (${source})` : source);
    element.style.inlineSize = `${box.width}px`;
    element.style.blockSize = `${box.height}px`;
    element.style.transform = `translate(${box.left}px, ${box.top}px)`;
    element.classList.toggle("chosen", box.id === view.chosen);
    element.classList.toggle("theirs", theirs.has(box.id));
  }

  function wanted(box) {
    const across = box.width * view.scale * devicePixelRatio;
    return SIZES.find((each) => each >= across) ?? SIZES.at(-1);
  }

  // A larger picture that is there already is not fetched again as a smaller one.
  function fetchAs(picture, box, pixels) {
    if (pixels <= Number(picture.dataset.size ?? 0)) return false;
    picture.dataset.size = pixels;
    picture.src = `${at}/pictures/${box.fields.reference.id}/${pixels}`;
    return true;
  }

  // What part of the ground is in the window, with a border of so many pixels of the screen.
  function part(border) {
    const [x, y] = [-view.left / view.scale, -view.top / view.scale];
    const near = border / view.scale;
    return [x - near, y - near, x + size[0] / view.scale + near, y + size[1] / view.scale + near];
  }

  const meets = (box, [left, top, right, bottom]) => box.left + box.width > left && box.left < right && box.top + box.height > top && box.top < bottom;

  // A few at a time, so that no frame has to take in all that a step backwards brings.
  function putIn() {
    const [seen, near] = [part(NEAR / 2), part(NEAR)];
    if (covered && seen[0] >= covered[0] && seen[1] >= covered[1] && seen[2] <= covered[2] && seen[3] <= covered[3]) return;
    const missing = [...boxes.values()].filter((box) => !drawn.has(box.id) && (meets(box, near) || box.id === view.chosen));
    const most = moving && drawn.size ? MOST_PUT_IN : missing.length;
    ground.append(...missing.slice(0, most).map(made));
    if (missing.length > most) draw();
    else covered = near;
  }

  function takeOut() {
    const near = part(NEAR);
    for (const [id, element] of drawn) {
      const box = boxes.get(id);
      if (box && (id === view.chosen || meets(box, near))) continue;
      element.remove();
      drawn.delete(id);
    }
    covered = null;
    draw();
  }

  function paint() {
    asked = 0;
    if (pins.stale.size) layOut();
    for (const [id, element] of drawn) {
      if (boxes.has(id)) continue;
      element.remove();
      drawn.delete(id);
    }
    ground.style.transform = `translate(${view.left}px, ${view.top}px) scale(${view.scale})`;
    putIn();
    told(view, boxes);
  }

  function draw() {
    asked ||= requestAnimationFrame(paint);
  }

  function settle() {
    moving = 0;
    takeOut();
    ground.classList.toggle("sharp", view.scale > 1);
    sharpen();
  }

  // The nearest to the middle first, a few in each frame, and none while the board moves again.
  function sharpen() {
    if (moving) return;
    const [left, top, right, bottom] = part(0);
    const far = ({ box }) => Math.hypot(box.left + box.width / 2 - (left + right) / 2, box.top + box.height / 2 - (top + bottom) / 2);
    const coarse = [...drawn].map(([id, element]) => ({ box: boxes.get(id), picture: element.firstChild }));
    const todo = coarse.filter(({ box, picture }) => box && meets(box, [left, top, right, bottom]) && wanted(box) > Number(picture.dataset.size));
    todo.sort((a, b) => far(a) - far(b));
    for (const { box, picture } of todo.slice(0, MOST_FETCHED)) fetchAs(picture, box, wanted(box));
    if (todo.length > MOST_FETCHED) requestAnimationFrame(sharpen);
  }

  function moved() {
    if (!moving) ground.classList.remove("sharp");
    clearTimeout(moving);
    moving = setTimeout(settle, STILL_AFTER);
    draw();
  }

  function choose(id) {
    if (id === view.chosen) return;
    for (const each of [view.chosen, id]) if (each) pins.stale.add(each);
    view.chosen = id;
    draw();
  }

  // What others have chosen.
  function mark(ids) {
    for (const each of [...theirs, ...ids]) pins.stale.add(each);
    theirs = ids;
    draw();
  }

  function pan(dx, dy) {
    view.left += dx;
    view.top += dy;
    moved();
  }

  function zoom(by, x = size[0] / 2, y = size[1] / 2) {
    const scale = Math.min(MOST, Math.max(LEAST, view.scale * by));
    view.left = x - ((x - view.left) * scale) / view.scale;
    view.top = y - ((y - view.top) * scale) / view.scale;
    view.scale = scale;
    moved();
  }

  function around() {
    const all = [...boxes.values()];
    const edge = (pick, of, sign) => pick(...all.map(of)) + sign * GAP;
    return [edge(Math.min, (one) => one.left, -1), edge(Math.min, (one) => one.top, -1), edge(Math.max, (one) => one.left + one.width, 1), edge(Math.max, (one) => one.top + one.height, 1)];
  }

  function showAll() {
    layOut();
    if (!boxes.size) return draw();
    const [left, top, right, bottom] = around();
    view.scale = Math.min(1, Math.max(LEAST, Math.min(size[0] / (right - left), size[1] / (bottom - top))));
    [view.left, view.top] = [(size[0] - (left + right) * view.scale) / 2, (size[1] - (top + bottom) * view.scale) / 2];
    covered = null;
    moved();
  }

  function asGrid(wish) {
    view.grid = wish;
    for (const id of pins.pins.keys()) pins.stale.add(id);
    showAll();
  }

  // A pin that is dragged or pulled wider stands where the hand is, and not yet where it was put.
  function hold(held) {
    for (const each of [view.held?.id, held?.id]) if (each) pins.stale.add(each);
    view.held = held;
    draw();
  }

  // What was in the middle stays there: a phone that is turned shows what it showed.
  new ResizeObserver(() => {
    const before = size;
    size = [frame.clientWidth, frame.clientHeight];
    view.left += (size[0] - before[0]) / 2;
    view.top += (size[1] - before[1]) / 2;
    covered = null;
    draw();
  }).observe(frame);
  return { view, boxes, boxOf, draw, pan, zoom, choose, hold, mark, showAll, asGrid, lowest: () => (boxes.size ? around()[3] : 0) };
}
