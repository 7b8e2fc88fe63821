// Beacons of ads. This page tells each once, and again only where no answer came; the service counts
// the first.
const AGAIN = [1000, 4000, 15000];
const told = new Set();

export function tell(track, event) {
  const address = track + event;
  if (told.has(address)) return;
  told.add(address);
  send(address, 0);
}

async function send(address, tries) {
  const answer = await fetch(address, { keepalive: true, cache: "no-store" }).catch(() => null);
  const refused = answer && answer.status < 500;
  if (!refused && tries < AGAIN.length) setTimeout(() => send(address, tries + 1), AGAIN[tries]);
}
