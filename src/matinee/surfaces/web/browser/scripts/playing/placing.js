// Pictures over or beside a film that goes on: asked for when their place comes, gone after their seconds,
// when the film stops or is wound, or when they are closed; then no other of the kind comes on this page.
import { decided, picturePanel } from "./pictures.js";

const LATE = 3;
// In hundredths of the film's height: browsers draw a line of subtitles some six high.
const GAP = 2;
const LINE = 6.5;
const LETTERS = 50;

const rows = (text) => text.split("\n").reduce((sum, line) => sum + Math.ceil(line.length / LETTERS), 0);

export function equipPlacements(stage, video, facts, film, acts) {
  const node = stage.querySelector(".player-beside");
  const panel = picturePanel(stage, node, facts, film);
  const asked = new Set();
  const unwanted = new Set();
  const moved = new Map();
  let standing = null;
  let ready = null;

  const plays = () =>
    !video.paused && !video.ended && !video.seeking && !film.away && !document.hidden && !document.pictureInPictureElement;
  const due = (each) => film.now() >= each.at && film.now() < each.at + LATE && !unwanted.has(each.format);
  const hide = () => {
    standing = null;
    panel.hide();
    delete stage.dataset.beside;
    lower();
  };
  const show = async (each) => {
    asked.add(each.id);
    const ad = await decided(film, `placements/${each.id}`);
    if (ad) ready = { ...each, ad };
    stand();
  };
  // What was decided while the film stood still waits for it to go on, as long as its place is not over.
  const stand = () => {
    if (!ready || standing || !plays()) return;
    const { ad, ...each } = ready;
    ready = null;
    if (!due(each)) return;
    standing = { ...each, until: film.now() + each.seconds };
    stage.dataset.beside = each.format;
    panel.show(ad);
    raise();
  };
  // A strip may not stand over what is said: subtitles go up, and come back as they were.
  const raise = () => {
    if (standing?.format !== "overlay") return;
    const [strip, seen] = [node.getBoundingClientRect(), video.getBoundingClientRect()];
    if (strip.top >= seen.bottom) return;
    const free = (100 * (strip.top - seen.top)) / seen.height - GAP;
    for (const track of video.textTracks)
      for (const cue of track.activeCues || []) {
        if (moved.has(cue)) continue;
        moved.set(cue, [cue.snapToLines, cue.line]);
        cue.snapToLines = false;
        cue.line = Math.max(0, free - LINE * rows(cue.text));
      }
  };
  const lower = () => {
    for (const [cue, [snapToLines, line]] of moved) Object.assign(cue, { snapToLines, line });
    moved.clear();
  };
  acts.closeBeside = () => {
    if (standing) unwanted.add(standing.format);
    panel.close();
    hide();
  };

  video.addEventListener("timeupdate", () => {
    if (standing) {
      if (!plays() || film.now() >= standing.until) hide();
      else raise();
    } else if (ready) stand();
    else if (film.held && plays()) {
      const next = film.placements.find((each) => !asked.has(each.id) && due(each));
      if (next) show(next).catch(hide);
    }
  });
  video.textTracks.addEventListener("change", raise);
  video.textTracks.addEventListener("addtrack", ({ track }) => track.addEventListener("cuechange", raise));
  for (const kind of ["pause", "seeking", "ended", "emptied"]) video.addEventListener(kind, hide);
  node.querySelector("a").addEventListener("click", () => video.pause());
}
