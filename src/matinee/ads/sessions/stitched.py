"""Ads laid into a film's own playlists: discontinuities and other maps, no byte encoded again.

Packages cut picture and sound at every scene's end, where breaks lie. A break that was laid
elsewhere goes to the nearest cut; :class:`Joined` says from where to where.
"""

from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate, pairwise

from matinee.ads.sessions.model import Joined, SessionPod, WatchSession
from matinee.media.model import Listed, Track, media_playlist


def join(
    session: WatchSession, pods: Sequence[SessionPod], pictures: Sequence[Listed]
) -> tuple[Joined, ...]:
    """Where each break that has ads comes to lie, by time; ``pictures`` are any size's segments."""
    cuts = list(accumulate((each.seconds for each in pictures), initial=0.0))
    joined = list[Joined]()
    shift = 0.0
    for place, (each, pod) in enumerate(zip(session.breaks, pods, strict=True)):
        if not pod.ads:
            continue
        asked = each.at.total_seconds()
        at = cuts[nearest(cuts, asked)]
        joined.append(Joined(place, asked, at, at + shift, pod))
        shift += pod.seconds
    return tuple(joined)


def nearest(cuts: Sequence[float], at: float) -> int:
    """The place of the cut that lies nearest; of two alike the earlier."""
    place = min(bisect_left(cuts, at), len(cuts) - 1)
    return place - 1 if place and at - cuts[place - 1] <= cuts[place] - at else place


def stitched_playlist(
    name: str,
    segments: Sequence[Listed],
    joined: Sequence[Joined],
    *,
    ladder: str,
    folder: str,
) -> str:
    """One track of the film (``name`` as in the package) with the ads in their places.

    Sound is cut at the frames that lie nearest to the pictures' cuts, so a break belongs to the cut
    of the sound that is nearest to its own.
    """
    cuts = list(accumulate((each.seconds for each in segments), initial=0.0))
    lists = list[Sequence[Listed]]()
    begun = 0
    for each in joined:
        until = nearest(cuts, each.at)
        lists.append(_placed(segments[begun:until], folder))
        begun = until
        for ad in each.pod.ads:
            tracks = [*ad.film.pictures, *([ad.film.sound] if ad.film.sound else [])]
            track = next(one for one in tracks if one.name == name)
            lists.append(_ad(track, f"/v1/ads/films/{ad.creative}/{ladder}/"))
    lists.append(_placed(segments[begun:], folder))
    return media_playlist([], parts=[each for each in lists if each])


def stitched_words(
    session: WatchSession, language: str, joined: Sequence[Joined], seconds: float
) -> str:
    """Subtitles of the film in its stretches, and nothing while ads play."""
    folder = f"/v1/watch/{session.id}/"
    lists = list[Sequence[Listed]]()
    bounds = [0.0, *(each.at for each in joined), seconds]
    for place, (begins, ends) in enumerate(pairwise(bounds)):
        if ends > begins:
            name = f"{folder}text-{language}.{place}.vtt"
            lists.append([Listed(name, ends - begins, "")])
        if place < len(joined):
            lists.extend(
                [Listed(f"{folder}text-none.vtt", ad.film.seconds, "")]
                for ad in joined[place].pod.ads
            )
    return media_playlist([], parts=lists)


def _placed(segments: Sequence[Listed], folder: str) -> list[Listed]:
    return [Listed(folder + each.name, each.seconds, folder + each.head) for each in segments]


def _ad(track: Track, folder: str) -> list[Listed]:
    head = f"{folder}{track.name}-head.mp4"
    return [
        Listed(f"{folder}{track.name}-{number:05d}.m4s", seconds, head)
        for number, seconds in enumerate(track.seconds)
    ]
