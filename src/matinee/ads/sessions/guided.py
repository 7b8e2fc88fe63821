"""Playlists that tell a player where ads belong, and which: HLS interstitials (RFC 8216bis, D).

The film's playlist stays as it was packaged, with a date for its first segment and a date range for
each break. When the player comes to a break it asks for the list of its ads, and that is when they
are decided. A film starts again where it stopped (resume offset 0), no longer than the break may
be (play-out limit), and what is in a break cannot be jumped over.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from matinee.ads.model import TitleBreak
from matinee.ads.sessions.model import SessionCompanion, SessionPod, WatchSession
from matinee.media.model import Listed, media_playlist

INTERSTITIAL = "com.apple.hls.interstitial"
_FIRST = "#EXTINF"


def guided_playlist(
    session: WatchSession, segments: Sequence[Listed], folder: str, seen: Collection[int] = ()
) -> str:
    """One track of the film, its segments at ``folder``, with the breaks as date ranges.

    The breaks whose places are in ``seen`` are left out: whoever comes back has had them.
    """
    placed = [Listed(folder + each.name, each.seconds, _at(folder, each.head)) for each in segments]
    lines = media_playlist(placed).splitlines()
    first = next(place for place, line in enumerate(lines) if line.startswith(_FIRST))
    ranges = [
        _range(session, place, each)
        for place, each in enumerate(session.breaks)
        if place not in seen
    ]
    dated = [f"#EXT-X-PROGRAM-DATE-TIME:{_written(session.begun_at)}", *ranges]
    return "\n".join([*lines[:first], *dated, *lines[first:], ""])


def asset_list(pod: SessionPod, ladder: str) -> dict[str, Any]:
    """The ads of a break, as a player asks for them.

    ``X-MATINEE`` says what our own player shows and tells: the ad's name, where it leads, and the
    address of its beacons up to the event, and the picture beside it.
    """
    return {
        "ASSETS": [
            {
                "URI": f"/v1/ads/films/{each.creative}/{ladder}/ad.m3u8",
                "DURATION": round(each.film.seconds, 3),
                "X-MATINEE": {
                    "creative": str(each.creative),
                    "name": each.name,
                    "click": each.click_through,
                    "track": f"/v1/ads/beacons/{each.token}/",
                    "companion": companion_facts(each.companion),
                },
            }
            for each in pod.ads
        ]
    }


def companion_facts(picture: SessionCompanion | None) -> dict[str, Any] | None:
    """The picture beside an ad, as a player shows it."""
    if picture is None:
        return None
    return {
        "creative": str(picture.creative),
        "name": picture.name,
        "picture": f"/v1/ads/pictures/{picture.creative}",
        "width": picture.width,
        "height": picture.height,
        "click": picture.click_through,
    }


def _range(session: WatchSession, place: int, each: TitleBreak) -> str:
    cue = "PRE,ONCE" if not each.at else "ONCE"
    return (
        f'#EXT-X-DATERANGE:ID="break-{place}",CLASS="{INTERSTITIAL}",'
        f'START-DATE="{_written(session.begun_at + each.at)}",'
        f"PLANNED-DURATION={each.duration.total_seconds():.3f},"
        f'X-ASSET-LIST="/v1/watch/{session.id}/breaks/{place}/ads.json",'
        f"X-RESUME-OFFSET=0,X-PLAYOUT-LIMIT={each.duration.total_seconds():.3f},"
        f'X-RESTRICT="SKIP,JUMP",CUE="{cue}"'
    )


def _at(folder: str, name: str) -> str:
    return folder + name if name else ""


def _written(at: datetime) -> str:
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
