// Everything that a hand can do. The keyboard calls the same functions.
const STEP = 10;
const HIDE_AFTER = 3000;

export function clock(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (value) => String(value).padStart(2, "0");
  return hours ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

export function equipControls(stage, video, facts, film) {
  const find = (selector) => stage.querySelector(selector);
  const seek = find(".player-seek");
  const choices = Object.fromEntries(
    ["chapter", "subtitles", "sound", "speed"].map((name) => [name, find(`select[data-act="${name}"]`)]),
  );
  const length = () => (Number.isFinite(video.duration) && !film.away && !film.stitched ? video.duration : facts.seconds);
  let dragging = false;

  const acts = {
    toggle: () => (video.paused ? video.play().catch(() => {}) : video.pause()),
    to: (seconds) => {
      if (film.away) return; // An ad is seen to its end, and no break is jumped over.
      film.wanted = Math.min(Math.max(seconds, 0), length() - 0.1);
      film.seek(film.wanted);
    },
    back: () => acts.to(film.now() - STEP),
    on: () => acts.to(film.now() + STEP),
    mute: () => (video.muted = !video.muted),
    volume: (by) => {
      video.muted = false;
      video.volume = Math.min(1, Math.max(0, video.volume + by));
    },
    chapter: (by) => {
      const at = facts.chapters.findLastIndex((each) => each.at <= film.now() + 0.2);
      const next = facts.chapters[Math.max(0, at + by)];
      if (next) acts.to(next.at);
    },
    speed: (by) => {
      const place = choices.speed.selectedIndex + by;
      if (film.away || !choices.speed.options[place]) return;
      choices.speed.selectedIndex = place;
      video.playbackRate = Number(choices.speed.value);
    },
    subtitles: () => {
      const all = choices.subtitles;
      all.selectedIndex = (all.selectedIndex + 1) % Math.max(1, all.options.length);
      chooseSubtitles();
    },
    skip: () => {
      const found = skippable();
      if (found) acts.to(found.to);
    },
    tenth: (place) => acts.to((length() * place) / 10),
    picture: () =>
      document.pictureInPictureElement
        ? document.exitPictureInPicture()
        : video.requestPictureInPicture().catch(() => {}),
    full: () =>
      document.fullscreenElement ? document.exitFullscreen() : stage.requestFullscreen().catch(() => {}),
    again: () => film.again(),
  };

  const skippable = () =>
    facts.skips.find((each) => !film.away && film.now() >= each.from && film.now() < each.to - 1);
  const chooseSubtitles = () => {
    if (!film.hls) return;
    const chosen = Number(choices.subtitles.value);
    film.hls.subtitleDisplay = chosen >= 0;
    film.hls.subtitleTrack = chosen;
  };
  const fill = (select, options) => {
    const label = select.closest("[data-choice]");
    select.replaceChildren(...options.map(([value, words]) => new Option(words, value)));
    label.hidden = options.length < 2;
  };

  stage.addEventListener("click", (event) => {
    const act = event.target.closest("button[data-act]")?.dataset.act;
    if (act) acts[act]();
    else if (event.target === video) acts.toggle();
  });
  choices.chapter.addEventListener("change", () => acts.to(Number(choices.chapter.value)));
  choices.speed.addEventListener("change", () => (video.playbackRate = Number(choices.speed.value)));
  choices.subtitles.addEventListener("change", chooseSubtitles);
  choices.sound.addEventListener("change", () => {
    if (film.hls) film.hls.audioTrack = Number(choices.sound.value);
  });
  fill(choices.chapter, facts.chapters.map((each) => [each.at, `${each.name} · ${clock(each.at)}`]));
  film.onTracks = () => {
    const texts = film.hls.subtitleTracks.map((track, place) => [place, track.lang || track.name]);
    fill(choices.subtitles, [[-1, facts.words.off], ...texts]);
    fill(choices.sound, film.hls.audioTracks.map((track, place) => [place, track.name]));
  };

  const volume = find(".player-volume");
  volume.addEventListener("input", () => {
    video.muted = false;
    video.volume = Number(volume.value);
  });
  seek.addEventListener("input", () => {
    dragging = true;
    find(".player-now").textContent = clock((length() * seek.value) / 1000);
  });
  seek.addEventListener("change", () => {
    dragging = false;
    acts.to((length() * seek.value) / 1000);
  });
  find('[data-act="picture"]').hidden = !document.pictureInPictureEnabled;

  const refresh = () => {
    const at = film.now();
    find(".player-whole").textContent = clock(length());
    if (!dragging) {
      seek.value = Math.round((1000 * at) / length()) || 0;
      find(".player-now").textContent = clock(at);
    }
    seek.setAttribute("aria-valuetext", `${clock(at)} / ${clock(length())}`);
    const skip = skippable();
    find(".player-skip").hidden = !skip;
    if (skip) find(".player-skip").textContent = skip.words;
    const scene = facts.chapters.findLastIndex((each) => each.at <= at + 0.2);
    if (scene >= 0 && document.activeElement !== choices.chapter) choices.chapter.selectedIndex = scene;
  };
  const state = () => {
    stage.classList.toggle("is-paused", video.paused);
    stage.classList.toggle("is-mute", video.muted || video.volume === 0);
    volume.value = video.muted ? 0 : video.volume;
    find('[data-act="toggle"]').setAttribute("aria-label", facts.words[video.paused ? "play" : "pause"]);
    find('[data-act="mute"]').setAttribute("aria-label", facts.words[video.muted ? "unmute" : "mute"]);
  };
  for (const kind of ["timeupdate", "durationchange", "seeking"]) video.addEventListener(kind, refresh);
  for (const kind of ["play", "pause", "volumechange", "ended"]) video.addEventListener(kind, state);

  let idle = 0;
  const wake = () => {
    stage.classList.remove("is-idle");
    clearTimeout(idle);
    idle = setTimeout(() => stage.classList.toggle("is-idle", !video.paused), HIDE_AFTER);
  };
  for (const kind of ["pointermove", "keydown", "focusin", "pointerdown"]) stage.addEventListener(kind, wake);
  refresh();
  state();
  wake();
  film.ready.then(() => video.play()).catch(() => state()); // A browser may want a hand on the button first.
  return acts;
}
