// What a model may change of a picture is painted over it by a brush; it is sent as the mask's file,
// white where it may change. A box by its sides, or a file, does the same without a pointer.
const SIDES = ["left", "top", "right", "bottom"];
const TINT = "rgb(214 145 38)";

export function equipMaskBrush(place) {
  const form = place.closest("form");
  const canvas = place.querySelector("canvas");
  const box = place.querySelector("[data-box]");
  const tools = form.querySelector("[data-brush-tools]");
  const size = tools.querySelector("[data-brush-size]");
  const [file] = form.querySelectorAll("input[type=file][name=mask]");
  const part = (name) => form.querySelector(`input[name=part][value=${name}]`);
  const paper = canvas.getContext("2d");
  let last = null;
  let painted = false;
  tools.hidden = false;
  canvas.hidden = false;

  function showBox() {
    const [left, top, right, bottom] = SIDES.map((side) => Number.parseFloat(form.elements[side].value));
    const asked = part("box").checked || part("outlined").checked;
    box.hidden = !asked || !(right > left && bottom > top);
    box.style.inset = `${top}% ${100 - right}% ${100 - bottom}% ${left}%`;
    canvas.classList.toggle("faint", !part("mask").checked);
  }

  const at = (event) => {
    const { left, top, width, height } = canvas.getBoundingClientRect();
    return [((event.clientX - left) * canvas.width) / width, ((event.clientY - top) * canvas.height) / height];
  };

  function stroke(to) {
    paper.globalCompositeOperation = form.elements.brush.value === "erase" ? "destination-out" : "source-over";
    paper.strokeStyle = TINT;
    paper.lineCap = "round";
    paper.lineWidth = (Number(size.value) / 100) * canvas.width;
    paper.beginPath();
    paper.moveTo(...last);
    paper.lineTo(...to);
    paper.stroke();
    last = to;
    painted = true;
  }

  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    part("mask").checked = true;
    file.value = "";
    last = at(event);
    stroke(last);
    showBox();
  });
  canvas.addEventListener("pointermove", (event) => last && stroke(at(event)));
  for (const end of ["pointerup", "pointercancel"]) canvas.addEventListener(end, () => (last = null));
  tools.querySelector("[data-brush-clear]").addEventListener("click", () => {
    paper.clearRect(0, 0, canvas.width, canvas.height);
    painted = false;
  });
  // A file that is chosen takes the place of what was painted.
  file.addEventListener("change", () => {
    if (!file.files.length) return;
    tools.querySelector("[data-brush-clear]").click();
    part("mask").checked = true;
    showBox();
  });
  form.addEventListener("input", showBox);

  // What was painted, as white on black, in the place of a file that a person would choose.
  function mask() {
    const drawn = paper.getImageData(0, 0, canvas.width, canvas.height);
    for (let at = 0; at < drawn.data.length; at += 4) {
      const white = drawn.data[at + 3] > 127 ? 255 : 0;
      drawn.data.set([white, white, white, 255], at);
    }
    const sheet = new OffscreenCanvas(canvas.width, canvas.height);
    sheet.getContext("2d").putImageData(drawn, 0, 0);
    return sheet.convertToBlob({ type: "image/png" });
  }

  // Drawn from its bytes: the page's policy lets no picture in by a data address.
  async function restore(kept) {
    const bytes = Uint8Array.from(atob(kept.split(",")[1]), (letter) => letter.charCodeAt(0));
    paper.drawImage(await createImageBitmap(new Blob([bytes], { type: "image/png" })), 0, 0);
    painted = true;
  }

  // What was painted comes back where the page returns with something that does not fit.
  const store = `mask ${form.elements.picture.value}`;
  const before = "again" in place.dataset && sessionStorage.getItem(store);
  if (before) restore(before);
  sessionStorage.removeItem(store);

  let ready = false;
  form.addEventListener("submit", async (event) => {
    if (ready || !painted || file.files.length || !part("mask").checked) return;
    event.preventDefault();
    const held = new DataTransfer();
    held.items.add(new File([await mask()], "mask.png", { type: "image/png" }));
    file.files = held.files;
    try {
      sessionStorage.setItem(store, canvas.toDataURL());
    } catch {
      // It is full: then only this is not kept.
    }
    ready = true;
    form.requestSubmit(event.submitter);
  });
  // A page that is come back to is ready to be asked from again.
  addEventListener("pageshow", () => {
    if (ready) file.value = "";
    ready = false;
  });
  showBox();
}
