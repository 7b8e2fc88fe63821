// A title's preview: over a card after one has pointed at it or moved to it by keys, and in the hero
// while that is in view. Always muted, with captions. Nothing plays for those who ask for less
// motion or less data; a slow line gets the six-second loop; a page loads only so many bytes.
const WAIT = 600;
const HERO_WAIT = 1500;
const PAGE_BYTES = 20_000_000;
const SLOW = new Set(["slow-2g", "2g", "3g"]);

// What may play on this line, "" for nothing; `asked` are the browser's own words for it.
function allowance(asked) {
  if (asked.reducedMotion || asked.reducedData || asked.saveData) return "";
  return SLOW.has(asked.effectiveType) ? "loop" : "preview";
}

function asked() {
  const line = navigator.connection ?? {};
  return {
    reducedMotion: matchMedia("(prefers-reduced-motion: reduce)").matches,
    reducedData: matchMedia("(prefers-reduced-data: reduce)").matches,
    saveData: line.saveData === true,
    effectiveType: line.effectiveType ?? "",
  };
}

const loaded = new Set();
let spent = 0;

// A muted video of what an element names, or null where the page has loaded enough already.
function film(element, kind) {
  const { preview, previewBytes, loopBytes, captions } = element.dataset;
  const source = `${preview}/${kind}.mp4`;
  if (!loaded.has(source)) {
    const bytes = Number(kind === "loop" ? loopBytes : previewBytes);
    if (spent + bytes > PAGE_BYTES) return null;
    spent += bytes;
    loaded.add(source);
  }
  const video = document.createElement("video");
  Object.assign(video, { muted: true, playsInline: true, loop: kind === "loop", src: source });
  video.setAttribute("muted", "");
  const languages = (captions || "").split(",").filter(Boolean);
  const mine = document.documentElement.lang.split("-")[0];
  const language = languages.find((tag) => tag.split("-")[0] === mine) ?? languages[0];
  if (kind === "preview" && language) {
    const track = Object.assign(document.createElement("track"), {
      kind: "captions",
      srclang: language,
      src: `${preview}/captions-${language}.vtt`,
      default: true,
    });
    video.append(track);
    track.track.mode = "showing";
  }
  return video;
}

function place(panel, card) {
  const box = card.getBoundingClientRect();
  const [width, height] = [panel.offsetWidth, panel.offsetHeight];
  const left = box.left + box.width / 2 - width / 2;
  const top = box.top + box.height / 2 - height / 2;
  panel.style.left = `${Math.min(Math.max(8, left), innerWidth - width - 8)}px`;
  panel.style.top = `${Math.min(Math.max(8, top), innerHeight - height - 8)}px`;
}

function equipCards(page) {
  const panel = page.createElement("div");
  panel.className = "peek";
  panel.hidden = true;
  panel.setAttribute("aria-hidden", "true");
  page.body.append(panel);
  let clock = 0;
  let at = null;

  const close = () => {
    clearTimeout(clock);
    at = null;
    panel.hidden = true;
    panel.replaceChildren();
  };
  const open = async (card) => {
    const kind = allowance(asked());
    const video = kind && film(card, kind);
    if (!video) return;
    const name = page.createElement("p");
    name.textContent = card.querySelector(".name")?.textContent ?? "";
    name.translate = false;
    panel.replaceChildren(video, name);
    try {
      await video.play();
    } catch {
      return; // Refused by the browser, or gone meanwhile: the poster stays.
    }
    if (at !== card) return;
    panel.hidden = false;
    place(panel, card);
  };
  const approach = (event) => {
    const card = event.target.closest?.(".card[data-preview]");
    if (!card || card === at) return;
    close();
    at = card;
    clock = setTimeout(open, WAIT, card);
  };
  const leave = (event) => {
    if (at && !at.contains(event.relatedTarget)) close();
  };
  if (matchMedia("(hover: hover)").matches) {
    page.addEventListener("pointerover", approach);
    page.addEventListener("pointerout", leave);
  }
  page.addEventListener("focusin", (event) => event.target.matches(":focus-visible") && approach(event));
  page.addEventListener("focusout", leave);
  page.addEventListener("scroll", close, { capture: true, passive: true });
  page.addEventListener("keydown", (event) => event.key === "Escape" && close());
}

function equipHero(hero) {
  const kind = allowance(asked());
  const button = hero.querySelector(".hero-pause");
  if (!kind || !button || !("IntersectionObserver" in window)) return;
  let video = null;
  let stopped = false;
  const start = async () => {
    video ??= film(hero, kind);
    if (!video) return;
    if (!video.isConnected) {
      video.className = "art";
      video.tabIndex = -1;
      hero.querySelector(".art").after(video);
      video.addEventListener("playing", () => video.classList.add("playing"));
      video.addEventListener("ended", () => video.classList.remove("playing"));
    }
    await video.play().then(() => (button.hidden = false), () => {});
  };
  let clock = 0;
  new IntersectionObserver(
    ([{ isIntersecting }]) => {
      clearTimeout(clock);
      if (isIntersecting && !stopped) clock = setTimeout(start, HERO_WAIT);
      else video?.pause();
    },
    { threshold: 0.5 },
  ).observe(hero);
  button.addEventListener("click", () => {
    stopped = !video.paused;
    button.setAttribute("aria-pressed", String(stopped));
    if (stopped) video.pause();
    else start();
  });
}

equipCards(document);
const hero = document.querySelector(".hero[data-preview]");
if (hero) equipHero(hero);
