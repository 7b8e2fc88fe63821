// The keys that players have come to share. A select or a slider keeps its own.
export function equipKeys(stage, acts) {
  const keys = {
    " ": acts.toggle,
    k: acts.toggle,
    ArrowLeft: acts.back,
    j: acts.back,
    ArrowRight: acts.on,
    l: acts.on,
    ArrowUp: () => acts.volume(0.1),
    ArrowDown: () => acts.volume(-0.1),
    m: acts.mute,
    f: acts.full,
    c: acts.subtitles,
    n: () => acts.chapter(1),
    p: () => acts.chapter(-1),
    s: acts.skip,
    "<": () => acts.speed(-1),
    ">": () => acts.speed(1),
  };
  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const on = event.target;
    if (on.closest("select, details, a, input:not(.player-seek)")) return;
    if (event.key === " " && on.closest("button")) return;
    const digit = /^\d$/.test(event.key);
    const act = digit ? () => acts.tenth(Number(event.key)) : keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
}
