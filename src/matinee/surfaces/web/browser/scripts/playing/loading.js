// From the playlist to the screen, and back on its feet after a failure: a segment that does not come
// is asked for again, an address that has expired is exchanged for a new one, and only then do we say
// that something is wrong.
import Hls from "hls.js";
import { startOf } from "./stitched.js";
import { filmTime, playedTime, stitchedBreaks } from "./timeline.js";

const EXPIRED = new Set([401, 403, 410]);
const PATIENCE = { maxTimeToFirstByteMs: 8000, maxLoadTimeMs: 30000 };
const RETRY = { maxNumRetry: 6, retryDelayMs: 400, maxRetryDelayMs: 6000 };
const MOST_RENEWALS = 3;
const STANDSTILL_MS = 2500;

export function loadFilm(stage, video, facts) {
  const trouble = stage.querySelector(".player-trouble");
  const status = stage.querySelector(".player-status");
  // `away`: an ad has the video element; `wanted`: where the member was going when a break came first;
  // `stitched`: breaks that are part of what is played, whose time is then not the film's.
  const film = {
    hls: null,
    folder: "",
    held: null,
    breaks: [],
    placements: [],
    last: null,
    ad: null,
    away: false,
    wanted: null,
    backAgain: [],
    stitched: null,
    ready: null,
    onTracks: () => {},
    onBreaks: () => {},
    now: () => {
      if (film.stitched) return filmTime(film.stitched, video.currentTime);
      return film.away ? film.hls.interstitialsManager.primary.currentTime : video.currentTime;
    },
    seek: (at) => (video.currentTime = film.stitched ? playedTime(film.stitched, at) : at),
  };

  const say = (words) => (status.textContent = words);
  const fail = () => {
    trouble.querySelector("p").textContent = facts.words.failed;
    trouble.hidden = false;
    stage.dataset.state = "failed";
  };
  video.addEventListener("waiting", () => say(facts.words.loading));
  for (const kind of ["playing", "seeked", "canplay"])
    video.addEventListener(kind, () => {
      say("");
      trouble.hidden = true;
    });
  // The element would show it again before each ad.
  video.addEventListener("playing", () => video.removeAttribute("poster"), { once: true });

  const alone = !Hls.isSupported();
  const take = (given) => {
    Object.assign(film, given, { stitched: null });
    film.onBreaks();
  };
  const ask = async (at) => {
    const offset = -new Date().getTimezoneOffset();
    const answer = await fetch(facts.again, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json" },
      body: JSON.stringify({ at, offset_minutes: offset, held: film.held, stitched: alone }),
    });
    if (!answer.ok) throw new Error(`no address: ${answer.status}`);
    take(await answer.json());
  };
  const first = async () => (facts.pass ? take(facts.pass) : ask(facts.resume));

  if (alone) {
    const open = async () => {
      film.stitched = film.held ? await stitchedBreaks(film.held) : null;
      const start = film.stitched ? startOf(film, facts.resume) : facts.resume;
      film.onBreaks();
      video.src = film.address;
      video.currentTime = start;
    };
    video.addEventListener("error", fail);
    film.again = () => first().then(open).catch(fail);
    film.ready = film.again();
    return film;
  }

  const policy = { default: { ...PATIENCE, timeoutRetry: RETRY, errorRetry: RETRY } };
  const hls = new Hls({
    enableWorker: false, // A worker would need a script of the page's own making.
    startPosition: facts.resume || -1,
    backBufferLength: 60,
    fragLoadPolicy: policy,
    playlistLoadPolicy: policy,
    manifestLoadPolicy: policy,
  });
  film.hls = hls;
  let renewing = null;
  let renewals = 0;

  const renew = () => {
    if (film.away) {
      if (!film.backAgain.includes(renew)) film.backAgain.push(renew);
      return;
    }
    renewing ||= (async () => {
      renewals += 1;
      const [at, playing] = [film.now() || facts.resume, !video.paused];
      await ask(at);
      hls.stopLoad();
      hls.config.startPosition = at;
      hls.loadSource(film.address);
      hls.once(Hls.Events.MANIFEST_PARSED, () => {
        hls.startLoad(at);
        if (playing) video.play().catch(() => {});
      });
    })()
      .catch(fail)
      .finally(() => (renewing = null));
  };

  // A segment that fails while its head is on the way can leave hls.js waiting for neither: what
  // failed and has not come since is started again from where the member is.
  const missing = new Set();
  let restart = 0;
  let patience = STANDSTILL_MS;
  const watchOver = (kind) => {
    missing.add(kind);
    restart ||= setTimeout(() => {
      restart = 0;
      if (!missing.size) return;
      if (film.away) {
        watchOver(kind);
        return;
      }
      hls.stopLoad();
      hls.startLoad(video.currentTime || facts.resume || -1);
      patience *= 2; // On a slow line a restart must not cut off what is coming.
      watchOver(kind);
    }, patience);
  };

  hls.on(Hls.Events.ERROR, (_, problem) => {
    if (EXPIRED.has(problem.response?.code) && renewals < MOST_RENEWALS) {
      renew();
      return;
    }
    if (!problem.fatal) {
      // Where a break's list does not come, the film goes on without it.
      if (problem.interstitial) return;
      if (problem.type === Hls.ErrorTypes.NETWORK_ERROR) say(facts.words.waiting);
      if (problem.frag) watchOver(problem.frag.type);
      return;
    }
    if (problem.type === Hls.ErrorTypes.MEDIA_ERROR && !film.mended) {
      film.mended = true;
      hls.recoverMediaError();
      return;
    }
    missing.clear();
    fail();
  });
  hls.on(Hls.Events.FRAG_BUFFERED, (_, { frag }) => {
    renewals = 0;
    missing.delete(frag.type);
    patience = STANDSTILL_MS;
  });
  for (const event of ["MANIFEST_PARSED", "SUBTITLE_TRACKS_UPDATED", "AUDIO_TRACKS_UPDATED"])
    hls.on(Hls.Events[event], () => film.onTracks());
  film.again = () => {
    trouble.hidden = true;
    delete stage.dataset.state;
    film.mended = false;
    renewals = 0;
    renew();
  };
  film.ready = first()
    .then(() => {
      hls.loadSource(film.address);
      hls.attachMedia(video);
    })
    .catch(fail);
  return film;
}
