// Two pictures one over the other, and a line that is moved between them.
export function equipPictureWipe(place) {
  const [line, over] = [place.querySelector("[data-line]"), place.querySelector("[data-over]")];
  const draw = () => (over.style.clipPath = `inset(0 ${100 - line.value}% 0 0)`);
  line.addEventListener("input", draw);
  draw();
}
