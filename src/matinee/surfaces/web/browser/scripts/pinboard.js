// One board, open in several browsers. What a person does stands here at once, is sent until it is
// taken, and lies in the tab's own store meanwhile; what others do comes as server-sent events.
import { equipPinboardView } from "./pinboard_view.js";

const AGAIN_AFTER = 1000;
const MOST_AT_ONCE = 100;

class Pins {
  constructor(kept) {
    this.pins = new Map();
    this.sequence = 0;
    this.kept = kept;
    this.waiting = new Map((JSON.parse(sessionStorage.getItem(kept) ?? "[]")).map((one) => [one.id, one]));
  }

  pin(id) {
    if (!this.pins.has(id)) this.pins.set(id, { id, fields: {}, numbers: {} });
    return this.pins.get(id);
  }

  // The last writer stands, field by field, by the board's number.
  take({ pin, field, value, sequence, id }) {
    this.sequence = Math.max(this.sequence, sequence);
    if (id) this.waiting.delete(id);
    const held = this.pin(pin);
    if (sequence <= (held.numbers[field] ?? 0)) return;
    held.numbers[field] = sequence;
    held.fields[field] = value;
  }

  // What this browser wants and the server has not answered yet is shown before what stands.
  shown(id, me) {
    const held = this.pins.get(id);
    const fields = { ...held.fields };
    for (const one of this.waiting.values()) if (one.pin === id) fields[one.field === "vote" ? `vote ${me}` : one.field] = one.value;
    return fields;
  }

  wish(pin, field, value) {
    // A field that still waits to be sent is not sent twice: only its last value matters.
    for (const one of this.waiting.values()) if (one.pin === pin && one.field === field && !one.sent) this.waiting.delete(one.id);
    const id = crypto.randomUUID?.() ?? randomId();
    this.waiting.set(id, { id, pin, field, value });
    this.keep();
  }

  keep() {
    if (this.waiting.size) sessionStorage.setItem(this.kept, JSON.stringify([...this.waiting.values()].map(({ sent, ...one }) => one)));
    else sessionStorage.removeItem(this.kept);
  }
}

// Pages of a plain address other than this machine's have no randomUUID (RFC 9562, section 5.4).
function randomId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

async function open(root) {
  const at = root.dataset.pinboard;
  const pins = new Pins(`pinboard ${at}`);
  const state = root.querySelector("[data-state]");
  const said = (name) => (state.textContent = state.dataset[name]);
  let sending = false;
  let most = MOST_AT_ONCE;
  let later = 0;

  async function send() {
    if (sending || !pins.waiting.size) return;
    sending = true;
    said("keeping");
    const batch = [...pins.waiting.values()].slice(0, most);
    for (const one of batch) one.sent = true;
    try {
      const operations = batch.map(({ id, pin, field, value }) => ({ id, pin, field, value }));
      const answer = await fetch(`${at}/operations`, { method: "POST", headers: { "Content-Type": "application/json", Accept: "application/json" }, body: JSON.stringify({ operations }) });
      if (answer.status >= 500 || answer.status === 429 || answer.status === 401) throw new Error(String(answer.status));
      // Of a batch that is refused nothing was taken: one by one, only what is wrong is given up.
      const alone = batch.length === 1;
      if (answer.ok) for (const one of (await answer.json()).taken) pins.take(one);
      else if (alone) pins.waiting.delete(batch[0].id);
      most = answer.ok || alone ? MOST_AT_ONCE : 1;
      pins.keep();
      said(answer.ok ? "kept" : "refused");
      view.draw();
      sending = false;
      if (pins.waiting.size) send();
    } catch {
      sending = false;
      said("away");
      clearTimeout(later);
      later = setTimeout(send, AGAIN_AFTER);
    }
  }

  const view = equipPinboardView(root, pins, (pin, field, value) => {
    pins.wish(pin, field, value);
    view.draw();
    send();
  });

  const standing = await (await fetch(`${at}/standing`, { headers: { Accept: "application/json" } })).json();
  for (const one of standing.fields) pins.take(one);
  view.showAll();
  send();

  function follow() {
    const stream = new EventSource(`${at}/changes?after=${pins.sequence}`);
    stream.onmessage = (event) => {
      pins.take(JSON.parse(event.data));
      pins.keep();
      view.draw();
    };
    stream.onopen = () => (root.dataset.live = "");
    stream.onerror = () => {
      delete root.dataset.live;
      // After an answer that is no stream a browser does not ask again by itself.
      if (stream.readyState === EventSource.CLOSED) setTimeout(follow, AGAIN_AFTER);
    };
  }
  follow();
  addEventListener("online", send);
}

for (const root of document.querySelectorAll("[data-pinboard]")) open(root);
