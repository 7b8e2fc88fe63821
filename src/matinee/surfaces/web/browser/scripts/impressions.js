// A title counts as shown when at least half of its poster was in view for one second. What was
// shown is sent in batches, and the rest when the page is left.
const ADDRESS = "/v1/events";
const SHARE = 0.5;
const LONG_ENOUGH = 1000;
const BATCH = 40;
const PAUSE = 4000;

export function uuid7(now = Date.now()) {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  for (let place = 5, rest = now; place >= 0; place -= 1, rest = Math.floor(rest / 256))
    bytes[place] = rest % 256;
  bytes[6] = (bytes[6] & 0x0f) | 0x70;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

function impression(card, profile, surface, arms) {
  const strip = card.closest("[data-row]");
  return {
    id: uuid7(),
    profile_id: profile,
    kind: "impression",
    title_id: card.dataset.title,
    at: new Date().toISOString(),
    device: matchMedia("(hover: none)").matches ? "web-touch" : "web",
    surface,
    row: strip.dataset.row,
    position: Number(card.dataset.position),
    recommendation_id: strip.dataset.recommendation,
    probability: Number(card.dataset.probability),
    arms,
  };
}

// Returns how to watch what a page shows later.
export function watchImpressions(root) {
  const { profile, surface } = root.body.dataset;
  if (!profile || !("IntersectionObserver" in window)) return () => {};
  const arms = JSON.parse(root.body.dataset.arms || "{}");
  const waiting = [];
  const clocks = new Map();
  let pause = 0;

  const send = (leaving) => {
    clearTimeout(pause);
    pause = 0;
    while (waiting.length) {
      const body = JSON.stringify({ events: waiting.splice(0, BATCH) });
      const type = "application/json";
      if (leaving && navigator.sendBeacon?.(ADDRESS, new Blob([body], { type }))) continue;
      const headers = { "Content-Type": type };
      fetch(ADDRESS, { method: "POST", headers, body, keepalive: leaving }).catch(() => {});
    }
  };
  const note = (card) => {
    observer.unobserve(card);
    clocks.delete(card);
    waiting.push(impression(card, profile, surface, arms));
    if (waiting.length >= BATCH) send(false);
    else pause ||= setTimeout(() => send(false), PAUSE);
  };
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { target, intersectionRatio } of entries) {
        const seen = intersectionRatio >= SHARE;
        if (seen && !clocks.has(target))
          clocks.set(target, setTimeout(() => note(target), LONG_ENOUGH));
        else if (!seen) {
          clearTimeout(clocks.get(target));
          clocks.delete(target);
        }
      }
    },
    { threshold: [0, SHARE] },
  );
  const watch = (part) => {
    for (const card of part.querySelectorAll("[data-row] [data-title]")) observer.observe(card);
  };
  watch(root);
  addEventListener("pagehide", () => send(true));
  addEventListener("visibilitychange", () => document.hidden && send(true));
  return watch;
}
