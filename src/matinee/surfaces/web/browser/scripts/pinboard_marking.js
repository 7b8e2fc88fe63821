// Boxes that are drawn on a picture: they fill the fields of their sides, which can be typed as well.
export function equipMarking(place) {
  const form = place.closest("form");
  const drawing = form.querySelector("[data-drawing]");
  drawing.hidden = false;
  const sides = ["left", "top", "right", "bottom"];
  const field = (before, side) => form.elements[before + side];

  function show() {
    for (const box of place.querySelectorAll("[data-mark]")) {
      const [left, top, right, bottom] = sides.map((side) => Number.parseFloat(field(box.dataset.mark, side).value));
      box.hidden = !(right > left && bottom > top);
      if (box.hidden) continue;
      box.style.left = `${left}%`;
      box.style.top = `${top}%`;
      box.style.width = `${right - left}%`;
      box.style.height = `${bottom - top}%`;
    }
  }

  let begun = null;
  const at = (event) => {
    const { left, top, width, height } = place.getBoundingClientRect();
    const share = (value, whole) => Math.min(100, Math.max(0, (100 * value) / whole));
    return [share(event.clientX - left, width), share(event.clientY - top, height)];
  };
  place.addEventListener("pointerdown", (event) => {
    begun = at(event);
    place.setPointerCapture(event.pointerId);
  });
  place.addEventListener("pointermove", (event) => {
    if (!begun) return;
    const now = at(event);
    const before = form.elements.draw.value;
    const held = [Math.min(begun[0], now[0]), Math.min(begun[1], now[1]), Math.max(begun[0], now[0]), Math.max(begun[1], now[1])];
    sides.forEach((side, place) => (field(before, side).value = Math.round(held[place])));
    show();
  });
  for (const end of ["pointerup", "pointercancel"]) place.addEventListener(end, () => (begun = null));
  form.addEventListener("input", show);
  show();
}
