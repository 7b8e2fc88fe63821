// A film into whose playlists ads are stitched has two clocks: what is played, and the film's own.
// `breaks` lie by time: each begins at `begins` of what is played, lasts `seconds`, and is at `at` of the film.

export const filmTime = (breaks, played) =>
  played - breaks.reduce((sum, each) => sum + Math.min(Math.max(0, played - each.begins), each.seconds), 0);

// Behind a break that lies exactly there.
export const playedTime = (breaks, at) =>
  at + breaks.reduce((sum, each) => sum + (each.at <= at ? each.seconds : 0), 0);

export async function stitchedBreaks(session) {
  const answer = await fetch(`/v1/watch/${session}/ads`, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`no ads: ${answer.status}`);
  return (await answer.json()).breaks.map(({ asked_seconds, at_seconds, ads }) => ({
    asked: asked_seconds,
    at: at_seconds,
    begins: ads[0].begins_seconds,
    seconds: ads.reduce((sum, ad) => sum + ad.duration_seconds, 0),
    ads,
    over: false,
  }));
}
