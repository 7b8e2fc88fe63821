// Before and after of a shot on one canvas. Both come as ZIP files of stored PNG, so that a picture is
// cut out of the bytes as they came; without this file the same form saves the result.
const KEPT = 48;
const A_SECOND = 24;
const AROUND = 0.35;
const SHEET = 320;

function unpacked(bytes) {
  const view = new DataView(bytes);
  const folders = {};
  // APPNOTE 4.3.7: a local header of 30 bytes, the name, what is extra, the content.
  for (let at = 0; at + 30 < bytes.byteLength && view.getUint32(at, true) === 0x04034b50; ) {
    const [size, named, extra] = [view.getUint32(at + 18, true), view.getUint16(at + 26, true), view.getUint16(at + 28, true)];
    const name = new TextDecoder().decode(new Uint8Array(bytes, at + 30, named));
    const begins = at + 30 + named + extra;
    (folders[name.split("/")[0]] ??= []).push(new Blob([new Uint8Array(bytes, begins, size)], { type: "image/png" }));
    at = begins + size;
  }
  return folders;
}

async function fetched(address, options) {
  const answer = await fetch(address, { ...options, headers: { Accept: "application/json" } });
  if (answer.ok) return unpacked(await answer.arrayBuffer());
  const told = await answer.json().catch(() => ({}));
  const said = told.error ?? told;
  throw new Error(`${said.message ?? answer.status} ${said.remedy ?? ""}`.trim());
}

function equip(wipe) {
  const form = wipe.querySelector("[data-show]");
  const status = wipe.querySelector("[role=status]");
  const [line, frame, matte, play] = ["line", "frame", "matte", "play"].map((name) => wipe.querySelector(`[data-${name}]`));
  const canvas = wipe.querySelector("canvas");
  const [player, stage] = [wipe.querySelector(".wipe-player"), wipe.querySelector(".wipe-stage")];
  const words = play.textContent;
  // As wide as the page lets it, and no higher than most of the window.
  player.style.maxInlineSize = `min(60rem, max(18rem, 70vh * ${canvas.width / canvas.height}))`;
  const kept = new Map();
  let folders = null;
  let drawing = 0;

  async function picture(folder, number) {
    const key = `${folder} ${number}`;
    if (!kept.has(key)) {
      if (kept.size >= KEPT) kept.delete(kept.keys().next().value);
      kept.set(key, createImageBitmap(folders[folder][number]));
    }
    return kept.get(key);
  }

  async function draw() {
    const mine = (drawing += 1);
    const number = Number(frame.value) - 1;
    const [before, after, mask] = await Promise.all([picture("before", number), picture("after", number), matte.checked ? picture("matte", number) : null]);
    if (mine !== drawing) return;
    const pen = canvas.getContext("2d");
    const at = Math.round((canvas.width * Number(line.value)) / 100);
    pen.drawImage(after, 0, 0);
    if (at > 0) pen.drawImage(before, 0, 0, at, canvas.height, 0, 0, at, canvas.height);
    if (mask) {
      pen.globalAlpha = 0.35;
      pen.globalCompositeOperation = "screen";
      pen.drawImage(mask, 0, 0);
      pen.globalAlpha = 1;
      pen.globalCompositeOperation = "source-over";
    }
    pen.fillStyle = "#ffb31f";
    pen.fillRect(at - 1, 0, 2, canvas.height);
    wipe.querySelector("output").value = frame.value;
    stage.classList.toggle("all-before", Number(line.value) >= 99);
    stage.classList.toggle("all-after", Number(line.value) <= 1);
    wipe.dataset.drawn = `${frame.value} ${line.value}`;
  }

  function drag(event) {
    const box = canvas.getBoundingClientRect();
    line.value = String(Math.round(((event.clientX - box.left) / box.width) * 100));
    draw();
  }

  let timer = 0;
  function pause() {
    clearInterval(timer);
    timer = 0;
    play.textContent = words;
  }
  play.addEventListener("click", () => {
    if (timer) return pause();
    play.textContent = play.dataset.stop;
    timer = setInterval(() => {
      frame.value = String((Number(frame.value) % Number(frame.max)) + 1);
      draw();
    }, 1000 / A_SECOND);
  });
  for (const control of [line, frame, matte]) control.addEventListener("input", draw);
  for (const button of wipe.querySelectorAll("[data-go]"))
    button.addEventListener("click", () => {
      pause();
      frame.value = button.dataset.go;
      draw();
      if (button.closest("[data-sheet]")) stage.scrollIntoView({ block: "nearest" });
    });
  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    drag(event);
  });
  canvas.addEventListener("pointermove", (event) => canvas.hasPointerCapture(event.pointerId) && drag(event));

  // The skin with something around it, so that a small face is seen on a small picture.
  function boxOf(mask) {
    const pen = new OffscreenCanvas(mask.width, mask.height).getContext("2d");
    pen.drawImage(mask, 0, 0);
    const { data } = pen.getImageData(0, 0, mask.width, mask.height);
    let [left, top, right, bottom] = [mask.width, mask.height, 0, 0];
    for (let at = 0; at < data.length; at += 4) {
      if (data[at] < 128) continue;
      const [x, y] = [(at / 4) % mask.width, Math.floor(at / 4 / mask.width)];
      [left, top, right, bottom] = [Math.min(left, x), Math.min(top, y), Math.max(right, x + 1), Math.max(bottom, y + 1)];
    }
    if (right <= left) return [0, 0, mask.width, mask.height];
    const [wide, high] = [(right - left) * AROUND, (bottom - top) * AROUND];
    left = Math.max(0, left - wide);
    top = Math.max(0, top - high);
    return [left, top, Math.min(mask.width, right + wide) - left, Math.min(mask.height, bottom + high) - top];
  }

  async function lay(row) {
    const number = Number(row.dataset.sheet) - 1;
    const box = boxOf(await picture("matte", number));
    for (const place of row.querySelectorAll("canvas")) {
      const scale = SHEET / Math.max(box[2], box[3]);
      [place.width, place.height] = [Math.round(box[2] * scale), Math.round(box[3] * scale)];
      place.getContext("2d").drawImage(await picture(place.dataset.of, number), ...box, 0, 0, place.width, place.height);
    }
    row.dataset.laid = "";
  }

  form.addEventListener("submit", async (event) => {
    // A file is given by the form itself.
    if (event.submitter?.matches("[data-file]")) return;
    event.preventDefault();
    status.textContent = wipe.dataset.loading;
    try {
      const body = new FormData(form);
      const [shot, made] = await Promise.all([fetched(wipe.dataset.before), fetched(wipe.dataset.after, { method: "POST", body })]);
      folders = { ...made, ...shot };
      status.textContent = "";
      form.hidden = true;
      player.hidden = false;
      for (const sheet of wipe.querySelectorAll(".frames-seen")) sheet.hidden = false;
      await draw();
      line.focus();
      for (const row of wipe.querySelectorAll("[data-sheet]")) await lay(row);
    } catch (problem) {
      status.textContent = `${wipe.dataset.failed} ${problem.message}`;
    }
  });
}

function begin() {
  for (const wipe of document.querySelectorAll("[data-wipe]:not([data-ready])")) {
    wipe.dataset.ready = "";
    equip(wipe);
  }
}

// How far a slider stands is told beside it.
document.addEventListener("input", ({ target }) => {
  const told = target.matches('.slider input[type="range"]') && target.parentElement.querySelector("output");
  if (told) told.value = target.value;
});

begin();
// A page that was waiting for a render is exchanged when that has ended.
document.addEventListener("htmx:afterSettle", begin);
