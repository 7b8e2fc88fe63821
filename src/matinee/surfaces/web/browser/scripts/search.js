// Search as you type: every letter asks anew, and a question that is out of date is cancelled.
// The words are a combobox whose options are suggestions; arrows lead on to the posters and back.
import { uuid7 } from "./impressions.js";
import { equipStrips } from "./strips.js";

const PAUSE = 60;

function neighbour(all, from, key) {
  const here = from.getBoundingClientRect();
  const middle = { x: here.left + here.width / 2, y: here.top + here.height / 2 };
  const ways = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  const [right, down] = ways[key];
  let best = null;
  for (const other of all) {
    if (other === from) continue;
    const there = other.getBoundingClientRect();
    const x = there.left + there.width / 2 - middle.x;
    const y = there.top + there.height / 2 - middle.y;
    const along = x * right + y * down;
    const aside = Math.abs(x * down) + Math.abs(y * right);
    const least = right ? here.width / 2 : Math.min(here.height, there.height) / 2;
    if (along < least || (right && aside > here.height / 2)) continue;
    const distance = along + 2 * aside;
    if (!best || distance < best.distance) best = { other, distance };
  }
  return best?.other ?? null;
}

class Search {
  constructor(root, watch) {
    this.watch = watch;
    this.form = root.querySelector("form");
    this.input = root.querySelector("input");
    this.answer = root.querySelector("[data-answer]");
    this.keyboard = root.querySelector(".keyboard");
    this.toggle = root.querySelector("[data-keyboard-toggle]");
    this.asked = this.input.value;
    this.selected = -1;
    this.prepare();
    this.input.setAttribute("role", "combobox");
    this.input.setAttribute("aria-autocomplete", "list");
    this.input.addEventListener("input", () => this.later());
    this.input.addEventListener("keydown", (event) => this.onWordKey(event));
    this.answer.addEventListener("keydown", (event) => this.onAnswerKey(event));
    this.answer.addEventListener("click", (event) => this.onChoice(event));
    this.equipKeyboard();
  }

  get options() {
    return [...this.answer.querySelectorAll("[data-options] a")];
  }

  prepare() {
    const list = this.answer.querySelector("[data-options]");
    const options = this.options;
    list?.setAttribute("role", "listbox");
    for (const option of options) {
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.tabIndex = -1;
    }
    this.selected = -1;
    this.input.removeAttribute("aria-activedescendant");
    this.input.setAttribute("aria-expanded", String(options.length > 0));
    if (list) this.input.setAttribute("aria-controls", list.id);
    else this.input.removeAttribute("aria-controls");
  }

  later() {
    clearTimeout(this.pause);
    this.question?.abort();
    this.pause = setTimeout(() => this.ask(), PAUSE);
  }

  async ask() {
    if (this.input.value === this.asked) return;
    const words = this.input.value;
    const kept = new URLSearchParams(location.search);
    kept.set("q", words);
    const question = (this.question = new AbortController());
    const slow = setTimeout(() => this.answer.classList.add("late"), 300);
    try {
      const answer = await fetch(`${this.answer.dataset.at}?${kept}`, {
        signal: question.signal,
        headers: { Accept: "text/html" },
      });
      if (answer.redirected) return location.reload();
      if (!answer.ok) return this.form.requestSubmit();
      const body = await answer.text();
      if (question !== this.question) return;
      this.asked = words;
      this.show(body);
      history.replaceState(null, "", `/search?${kept}`);
    } catch (failure) {
      if (failure.name !== "AbortError") this.form.requestSubmit();
    } finally {
      clearTimeout(slow);
      if (question === this.question) this.answer.classList.remove("late");
    }
  }

  show(body) {
    const made = new DOMParser().parseFromString(body, "text/html");
    // The line that says how many there are stays, so that a screen reader hears it change.
    const count = this.answer.querySelector(".search-count");
    const told = made.querySelector(".search-count");
    const news = told.textContent;
    told.replaceWith(count);
    this.answer.replaceChildren(...made.body.childNodes);
    if (count.textContent !== news) count.textContent = news;
    this.prepare();
    equipStrips(this.answer);
    this.watch(this.answer);
  }

  select(place) {
    const options = this.options;
    this.selected = place;
    options.forEach((option, index) =>
      option.setAttribute("aria-selected", String(index === place)),
    );
    if (place < 0) this.input.removeAttribute("aria-activedescendant");
    else {
      this.input.setAttribute("aria-activedescendant", options[place].id);
      options[place].scrollIntoView({ block: "nearest" });
    }
  }

  onWordKey(event) {
    const options = this.options;
    if (event.key === "ArrowDown") {
      if (this.selected + 1 < options.length) this.select(this.selected + 1);
      else this.toPosters();
    } else if (event.key === "ArrowUp" && this.selected >= 0) this.select(this.selected - 1);
    else if (event.key === "Enter" && this.selected >= 0) options[this.selected].click();
    else if (event.key === "Escape" && this.selected >= 0) this.select(-1);
    else return;
    event.preventDefault();
  }

  toPosters() {
    const first = this.answer.querySelector(".card a, .chips a");
    if (!first) return;
    this.select(-1);
    first.focus();
  }

  onAnswerKey(event) {
    const link = event.target.closest(".found .card a, .chips a");
    if (!link || !event.key.startsWith("Arrow") || event.altKey || event.ctrlKey || event.metaKey)
      return;
    const all = [...this.answer.querySelectorAll(".card a, .chips a")];
    const next = neighbour(all, link, event.key);
    if (next) next.focus();
    else if (event.key === "ArrowUp") this.input.focus();
    else return;
    event.preventDefault();
  }

  onChoice(event) {
    const link = event.target.closest("a");
    const card = link?.closest("[data-title]");
    const title = link?.dataset.chosen ?? card?.dataset.title;
    if (!title || !this.asked.trim()) return;
    const now = Date.now();
    const chosen = {
      id: uuid7(now),
      profile_id: document.body.dataset.profile,
      kind: "search",
      title_id: title,
      at: new Date(now).toISOString(),
      device: "web",
      surface: "search",
      position: Number(link.dataset.place ?? card.dataset.position),
      query: this.asked.trim(),
    };
    const body = new Blob([JSON.stringify({ events: [chosen] })], { type: "application/json" });
    navigator.sendBeacon?.("/v1/events", body);
  }

  equipKeyboard() {
    this.toggle.hidden = false;
    this.toggle.addEventListener("click", () => {
      this.keyboard.hidden = !this.keyboard.hidden;
      this.toggle.setAttribute("aria-expanded", String(!this.keyboard.hidden));
      if (!this.keyboard.hidden) this.keyboard.querySelector("button").focus();
    });
    this.keyboard.addEventListener("click", (event) => {
      const key = event.target.closest("button");
      if (!key) return;
      const { letter } = key.dataset;
      const words = this.input.value;
      if (letter) this.input.value = words + letter;
      else this.input.value = "clear" in key.dataset ? "" : words.slice(0, -1);
      this.later();
    });
    this.keyboard.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.toggle.click(), this.input.focus();
      if (!event.key.startsWith("Arrow")) return;
      const keys = [...this.keyboard.querySelectorAll("button")];
      const next = neighbour(keys, event.target, event.key);
      if (next) next.focus();
      else if (event.key === "ArrowUp") this.input.focus();
      else if (event.key === "ArrowDown") this.toPosters();
      event.preventDefault();
    });
  }
}

export function equipSearch(root, watch) {
  const search = root.querySelector("[data-search]");
  if (search) new Search(search, watch);
}
