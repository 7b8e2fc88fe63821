// A row is one stop for the Tab key; arrows move within it and between rows, as on a keypad.
const forward = (element) => (getComputedStyle(element).direction === "rtl" ? -1 : 1);

function links(strip) {
  return [...strip.querySelectorAll(".card a")];
}

function hold(strip, link) {
  for (const other of links(strip)) other.tabIndex = other === link ? 0 : -1;
}

function step(strip, link, by) {
  const all = links(strip);
  const next = all[Math.min(Math.max(all.indexOf(link) + by, 0), all.length - 1)];
  go(strip, next);
}

function go(strip, link) {
  hold(strip, link);
  link.focus({ preventScroll: true });
  link.scrollIntoView({ block: "nearest", inline: "nearest" });
}

function across(strip, link, by) {
  const strips = [...document.querySelectorAll(".strip")];
  const other = strips[strips.indexOf(strip) + by];
  if (!other) return false;
  const here = link.getBoundingClientRect().left;
  const distance = (candidate) => Math.abs(candidate.getBoundingClientRect().left - here);
  const nearest = links(other).reduce((a, b) => (distance(b) < distance(a) ? b : a));
  go(other, nearest);
  other.scrollIntoView({ block: "nearest" });
  return true;
}

function onKey(strip, event) {
  const link = event.target.closest?.(".card a");
  if (!link || event.altKey || event.ctrlKey || event.metaKey) return;
  const way = forward(strip);
  const all = links(strip);
  const moves = {
    ArrowRight: () => step(strip, link, way),
    ArrowLeft: () => step(strip, link, -way),
    Home: () => go(strip, all[0]),
    End: () => go(strip, all[all.length - 1]),
    ArrowDown: () => across(strip, link, 1),
    ArrowUp: () => across(strip, link, -1),
  };
  if (moves[event.key] && moves[event.key]() !== false) event.preventDefault();
}

function equipArrows(strip, cards) {
  const arrows = strip.querySelector(".arrows");
  if (!arrows) return;
  const [back, on] = arrows.querySelectorAll("button");
  const refresh = () => {
    const room = cards.scrollWidth - cards.clientWidth;
    arrows.hidden = room < 8;
    const at = Math.abs(cards.scrollLeft);
    back.disabled = at < 8;
    on.disabled = at > room - 8;
  };
  const scroll = (by) =>
    cards.scrollBy({ left: by * forward(cards) * cards.clientWidth * 0.85, behavior: "smooth" });
  back.addEventListener("click", () => scroll(-1));
  on.addEventListener("click", () => scroll(1));
  cards.addEventListener("scroll", refresh, { passive: true });
  new ResizeObserver(refresh).observe(cards);
}

export function equipStrips(root) {
  for (const strip of root.querySelectorAll(".strip")) {
    const cards = strip.querySelector(".cards");
    if (!cards || !links(strip).length) continue;
    hold(strip, links(strip)[0]);
    strip.addEventListener("keydown", (event) => onKey(strip, event));
    strip.addEventListener("focusin", (event) => {
      const link = event.target.closest(".card a");
      if (link) hold(strip, link);
    });
    equipArrows(strip, cards);
  }
}
