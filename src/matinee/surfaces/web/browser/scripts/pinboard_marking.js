// What is drawn on a picture fills the fields of its form, which can be typed as well: boxes, the place
// of a lamp, and the corners of a wall one after the other.
export function equipMarking(place) {
  const form = place.closest("form");
  const field = (name) => form.elements[name];
  const sides = ["left", "top", "right", "bottom"];
  const wall = place.querySelector("[data-wall]");
  const corners = [1, 2, 3, 4].map((number) => [`corner_${number}_left`, `corner_${number}_top`]);
  for (const drawing of form.querySelectorAll("[data-drawing]")) drawing.hidden = false;

  function show() {
    for (const box of place.querySelectorAll("[data-mark]")) {
      const [left, top, right, bottom] = sides.map((side) => Number.parseFloat(field(box.dataset.mark + side).value));
      box.hidden = !(right > left && bottom > top);
      if (box.hidden) continue;
      box.style.left = `${left}%`;
      box.style.top = `${top}%`;
      box.style.width = `${right - left}%`;
      box.style.height = `${bottom - top}%`;
    }
    if (!wall) return;
    const known = corners.filter(([left, top]) => field(left)?.value && field(top).value);
    wall.setAttribute("points", known.map(([left, top]) => `${field(left).value},${field(top).value}`).join(" "));
  }

  const at = (event) => {
    const { left, top, width, height } = place.getBoundingClientRect();
    const share = (value, whole) => Math.round(Math.min(100, Math.max(0, (100 * value) / whole)));
    return [share(event.clientX - left, width), share(event.clientY - top, height)];
  };

  let begun = null;
  let corner = 0;
  function point([left, top]) {
    const method = field("method").value;
    if (method === "lamp") [field("lamp_left").value, field("lamp_top").value] = [left, top];
    if (method === "surface" && field(corners[0][0])) {
      if (corner === 0) for (const name of corners.flat()) field(name).value = "";
      [field(corners[corner][0]).value, field(corners[corner][1]).value] = [left, top];
      corner = (corner + 1) % corners.length;
    }
    show();
  }
  function box(now) {
    const before = field("draw").value;
    const held = [0, 1].map((way) => Math.min(begun[way], now[way])).concat([0, 1].map((way) => Math.max(begun[way], now[way])));
    sides.forEach((side, number) => (field(before + side).value = held[number]));
    show();
  }
  place.addEventListener("pointerdown", (event) => {
    if (wall) return point(at(event));
    begun = at(event);
    place.setPointerCapture(event.pointerId);
  });
  place.addEventListener("pointermove", (event) => begun && box(at(event)));
  for (const end of ["pointerup", "pointercancel"]) place.addEventListener(end, () => (begun = null));
  // A colour of a palette goes straight into the form; without this file its link does the same.
  for (const swatch of document.querySelectorAll("[data-colour]"))
    swatch.addEventListener("click", (event) => {
      event.preventDefault();
      field("colour").value = swatch.dataset.colour;
      field("method").value = "colour";
      field("colour").focus();
    });
  form.addEventListener("input", show);
  show();
}
