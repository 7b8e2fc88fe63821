// Beacons of ads. This page tells each once, and again only where no answer came; the service counts
// the first.
const AGAIN = [1000, 4000, 15000];
const told = new Set();

export function tell(track, event) {
  const address = track + event;
  if (told.has(address)) return;
  told.add(address);
  send(address, {}, 0);
}

// How long an ad was heard and seen so far; of all that it is told the service keeps the most.
export function tellSeconds(track, audible, onScreen) {
  const body = JSON.stringify({ audible_seconds: audible, on_screen_seconds: onScreen });
  send(`${track}seconds`, { method: "PUT", headers: { "Content-Type": "application/json" }, body }, 0);
}

async function send(address, asked, tries) {
  const answer = await fetch(address, { keepalive: true, cache: "no-store", ...asked }).catch(() => null);
  const refused = answer && answer.status < 500;
  if (!refused && tries < AGAIN.length) setTimeout(() => send(address, asked, tries + 1), AGAIN[tries]);
}
