// What stands on a board, and what this browser still waits to hear of: the last writer stands, field
// by field, by the board's number. Pins of which anything changed are in `stale` until they are drawn.
export class Pins {
  constructor(kept, me) {
    this.pins = new Map();
    this.stale = new Set();
    this.sequence = 0;
    this.kept = kept;
    this.me = me;
    this.waiting = new Map((JSON.parse(sessionStorage.getItem(kept) ?? "[]")).map((one) => [one.id, one]));
    this.wishes = new Map();
    for (const one of this.waiting.values()) this.mark(one.pin);
  }

  // Which of those that wait are about which pin, so that a pin's own are found without a search.
  mark(pin) {
    this.stale.add(pin);
    this.wishes.delete(pin);
    const own = [...this.waiting.values()].filter((one) => one.pin === pin);
    if (own.length) this.wishes.set(pin, own);
  }

  take({ pin, field, value, sequence, id }) {
    this.sequence = Math.max(this.sequence, sequence);
    if (id && this.waiting.delete(id)) this.mark(pin);
    if (!this.pins.has(pin)) this.pins.set(pin, { fields: {}, numbers: {} });
    const held = this.pins.get(pin);
    if (sequence <= (held.numbers[field] ?? 0)) return;
    held.numbers[field] = sequence;
    held.fields[field] = value;
    this.stale.add(pin);
  }

  // What this browser wants and the server has not answered yet is shown before what stands.
  shown(id) {
    const fields = { ...this.pins.get(id)?.fields };
    for (const { field, value, id: own, name } of this.wishes.get(id) ?? []) {
      if (field === "link") fields[`link ${value.kind} ${value.name}`] = value.on;
      else if (field === "comment") fields[`comment ${own}`] = { by: name ?? this.me, text: value };
      else if (field === "hush") fields[`comment ${value}`] = null;
      else fields[field === "vote" ? `vote ${this.me}` : field] = value;
    }
    return fields;
  }

  wish(pin, field, value, name) {
    // A field that still waits to be sent is not sent twice: only its last value matters.
    const same = (one) => one.field === field && field !== "comment" && field !== "hush" && one.value?.name === value?.name && one.value?.kind === value?.kind;
    for (const one of this.wishes.get(pin) ?? []) if (same(one) && !one.sent) this.waiting.delete(one.id);
    const id = randomId();
    this.waiting.set(id, { id, pin, field, value, name });
    this.mark(pin);
    this.keep();
  }

  giveUp({ id, pin }) {
    this.waiting.delete(id);
    this.mark(pin);
  }

  keep() {
    if (this.waiting.size) sessionStorage.setItem(this.kept, JSON.stringify([...this.waiting.values()].map(({ sent, ...one }) => one)));
    else sessionStorage.removeItem(this.kept);
  }
}

// Pages of a plain address other than this machine's have no randomUUID (RFC 9562, section 5.4).
export function randomId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
