// One board, open in several browsers. What a person does stands here at once, is sent until it is
// taken, and lies in the tab's own store meanwhile; what others do comes as server-sent events.
import { equipMaskBrush } from "./mask_brush.js";
import { equipPictureWipe } from "./picture_wipe.js";
import { equipGestures } from "./pinboard_gestures.js";
import { equipMarking } from "./pinboard_marking.js";
import { Pins, randomId } from "./pinboard_pins.js";
import { equipPresence } from "./pinboard_presence.js";
import { equipPinboardView } from "./pinboard_view.js";
import { equipWords } from "./pinboard_words.js";

const AGAIN_AFTER = 1000;
const MOST_AT_ONCE = 100;

async function open(root) {
  const at = root.dataset.pinboard;
  const pins = new Pins(`pinboard ${at}`, root.dataset.me);
  const guest = "guest" in root.dataset;
  const state = root.querySelector("[data-state]");
  const said = (name) => (state.textContent = state.dataset[name]);
  let sending = false;
  let most = MOST_AT_ONCE;
  let later = 0;

  // A guest may say something of a picture, and nothing else, one thing at a time.
  function post(batch) {
    const operations = batch.map(({ id, pin, field, value }) => ({ id, pin, field, value }));
    const [{ id, pin, value, name }] = batch;
    const [place, body] = guest ? ["comments", { id, pin, name, text: value }] : ["operations", { operations }];
    return fetch(`${at}/${place}`, { method: "POST", headers: { "Content-Type": "application/json", Accept: "application/json" }, body: JSON.stringify(body) });
  }

  async function send() {
    if (sending || !pins.waiting.size) return;
    sending = true;
    said("keeping");
    const batch = [...pins.waiting.values()].slice(0, guest ? 1 : most);
    for (const one of batch) one.sent = true;
    try {
      const answer = await post(batch);
      if (answer.status >= 500 || answer.status === 429 || answer.status === 401) throw new Error(String(answer.status));
      // Of a batch that is refused nothing was taken: one by one, only what is wrong is given up.
      const alone = batch.length === 1;
      if (answer.ok) for (const one of (await answer.json()).taken) pins.take(one);
      else if (alone) pins.giveUp(batch[0]);
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

  const wish = (pin, field, value, name) => {
    if (guest && field !== "comment") return;
    pins.wish(pin, field, value, name);
    view.draw();
    send();
  };
  let tell = () => {};
  const view = equipPinboardView(root, pins, () => tell());
  const presence = guest ? null : equipPresence(root, view, randomId());
  const words = equipWords(root, pins, view, wish);
  tell = () => {
    words();
    presence?.place();
  };
  equipGestures(root.querySelector("[data-window]"), view, wish, guest);

  const standing = await (await fetch(`${at}/standing`, { headers: { Accept: "application/json" } })).json();
  for (const one of standing.fields) pins.take(one);
  view.showAll();
  send();

  // A board that is no longer there for whoever looks is not asked for for ever: its page says why.
  async function again() {
    const answer = await fetch(`${at}/standing`, { headers: { Accept: "application/json" } }).catch(() => null);
    if (answer?.status === 404 || answer?.status === 410) location.reload();
    else follow();
  }

  function follow() {
    const stream = new EventSource(`${at}/changes?after=${pins.sequence}`);
    stream.onmessage = (event) => {
      pins.take(JSON.parse(event.data));
      pins.keep();
      view.draw();
    };
    stream.addEventListener("presence", (event) => presence?.hear(JSON.parse(event.data)));
    stream.onopen = () => (root.dataset.live = "");
    stream.onerror = () => {
      delete root.dataset.live;
      // After an answer that is no stream a browser does not ask again by itself.
      if (stream.readyState === EventSource.CLOSED) setTimeout(again, AGAIN_AFTER);
    };
  }
  follow();
  addEventListener("online", send);
}

for (const root of document.querySelectorAll("[data-pinboard]")) open(root);
for (const place of document.querySelectorAll("[data-picture-wipe]")) equipPictureWipe(place);
for (const place of document.querySelectorAll("[data-marking]")) equipMarking(place);
for (const place of document.querySelectorAll("[data-mask-brush]")) equipMaskBrush(place);
