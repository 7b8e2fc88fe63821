"""A stitched film as DASH (ISO/IEC 23009-1): one static manifest, a period for each film.

The film's stretches between breaks and each ad are periods of their own, of the same files as in
HLS: nothing is encoded again. Ads carry their beacons as callback events (clause 5.10.4.3), which a
player calls as it plays them; whoever reads the manifest alone calls none.
"""

from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise

from lxml import etree
from lxml.builder import ElementMaker

from matinee.ads.sessions.model import Joined, SessionAd, WatchSession
from matinee.ads.sessions.stitched import nearest
from matinee.ads.vast.safe_xml import Element
from matinee.media.model import AUDIO_BITS, Listed, Programme, Track

NAMESPACE = "urn:mpeg:dash:schema:mpd:2011"
_PROFILE = "urn:mpeg:dash:profile:isoff-live:2011"
_CALLBACK = "urn:mpeg:dash:event:callback:2015"
_CHANNELS = "urn:mpeg:dash:23003:3:audio_channel_configuration:2011"
_ASSET = "urn:uuid"
_SECOND = 1_000_000
"""Of the manifest's clock, which all tracks share."""
_ENDS_EARLY = 0.05
"""Seconds before its end at which an ad is told to be over: no player meets an event at the end."""
_EVENTS = (
    ("impression", 0.0),
    ("start", 0.0),
    ("firstQuartile", 0.25),
    ("midpoint", 0.5),
    ("thirdQuartile", 0.75),
)
_E = ElementMaker(namespace=NAMESPACE, nsmap={None: NAMESPACE})


def manifest(
    session: WatchSession, programme: Programme, joined: Sequence[Joined], folder: str
) -> str:
    """The whole film with its ads; the film's files lie at ``folder``."""
    periods = list[Element]()
    begun, played = 0.0, 0.0
    for stretch, ends in enumerate([*(each.at for each in joined), programme.seconds]):
        if ends - begun > 1 / _SECOND:
            periods.append(_stretch(session, programme, folder, stretch, begun, ends, played))
            played += ends - begun
        if stretch < len(joined):
            for number, ad in enumerate(joined[stretch].pod.ads):
                name = f"ad-{joined[stretch].place}-{number}"
                periods.append(_ad(session, programme, ad, name, played))
                played += ad.film.seconds
        begun = ends
    root = _E.MPD(
        *periods,
        type="static",
        profiles=_PROFILE,
        minBufferTime="PT4S",
        mediaPresentationDuration=_lasts(played),
    )
    return etree.tostring(root, encoding="utf-8", xml_declaration=True).decode()


def _stretch(
    session: WatchSession,
    programme: Programme,
    folder: str,
    number: int,
    begun: float,
    ends: float,
    played: float,
) -> Element:
    """A part of the film, from one second of it up to another."""
    pictures = {
        each.rendition.name: _between(programme.pictures[each.rendition.name], begun, ends)
        for each in programme.streams
    }
    sound = _between(programme.sound, begun, ends) if programme.sound else None
    period = _period(f"film-{number}", played, ends - begun, str(session.film))
    period.extend(_tracks(programme, pictures, sound, folder, begun))
    for each in programme.texts:
        name = f"words-{each.language}.{number}.vtt"
        words = _E.AdaptationSet(
            _E.Representation(
                _E.BaseURL(f"/v1/watch/{session.id}/{name}"),
                id=f"words-{each.language}",
                bandwidth="1000",
            ),
            contentType="text",
            mimeType="text/vtt",
            lang=each.language,
        )
        words.insert(0, _E.Role(schemeIdUri="urn:mpeg:dash:role:2011", value="subtitle"))
        period.append(words)
    return period


def _ad(
    session: WatchSession, programme: Programme, ad: SessionAd, name: str, played: float
) -> Element:
    folder = f"/v1/ads/films/{ad.creative}/{session.ladder}/"
    pictures = {each.name: _numbered(each) for each in ad.film.pictures}
    sound = None if ad.film.sound is None else _numbered(ad.film.sound)
    period = _period(name, played, ad.film.seconds, str(ad.creative))
    events = [(event, share * ad.film.seconds) for event, share in _EVENTS]
    events.append(("complete", max(ad.film.seconds - _ENDS_EARLY, 0.0)))
    period.append(
        _E.EventStream(
            *(
                _E.Event(
                    presentationTime=str(round(at * _SECOND)),
                    id=str(number),
                    messageData=f"/v1/ads/beacons/{ad.token}/{event}",
                )
                for number, (event, at) in enumerate(events)
            ),
            schemeIdUri=_CALLBACK,
            value="1",
            timescale=str(_SECOND),
        )
    )
    period.extend(_tracks(programme, pictures, sound, folder, 0.0))
    return period


def _period(name: str, played: float, seconds: float, asset: str) -> Element:
    return _E.Period(
        _E.AssetIdentifier(schemeIdUri=_ASSET, value=asset),
        id=name,
        start=_lasts(played),
        duration=_lasts(seconds),
    )


_Timed = tuple[int, float, Sequence[float]]
"""The number of a track's first segment, the second at which that begins, and all lengths."""


def _between(segments: Sequence[Listed], begun: float, ends: float) -> _Timed:
    """Those of a stretch: each track is cut where it comes nearest to the pictures' cut."""
    cuts = list(accumulate((each.seconds for each in segments), initial=0.0))
    first, last = nearest(cuts, begun), nearest(cuts, ends)
    number = int(segments[first].name.rpartition("-")[2].removesuffix(".m4s"))
    return number, cuts[first], [each.seconds for each in segments[first:last]]


def _numbered(track: Track) -> _Timed:
    return 0, 0.0, track.seconds


def _tracks(
    programme: Programme,
    pictures: dict[str, _Timed],
    sound: _Timed | None,
    folder: str,
    begun: float,
) -> Iterator[Element]:
    """The pictures in all sizes, and the sound; ``begun`` is the second of them that is 0 here."""
    sizes = _E.AdaptationSet(
        contentType="video", mimeType="video/mp4", segmentAlignment="true", startWithSAP="1"
    )
    for each in programme.streams:
        rendition = each.rendition
        sizes.append(
            _E.Representation(
                _template(rendition.name, pictures[rendition.name], folder, begun),
                id=rendition.name,
                bandwidth=str(each.bits),
                codecs=each.codecs.partition(",")[0],
                width=str(rendition.width),
                height=str(rendition.height),
                frameRate=_rate(programme.rate),
            )
        )
    yield sizes
    if sound is not None:
        heard = _E.Representation(
            _E.AudioChannelConfiguration(schemeIdUri=_CHANNELS, value="2"),
            _template("sound", sound, folder, begun),
            id="sound",
            bandwidth=str(AUDIO_BITS),
            codecs="mp4a.40.2",
            audioSamplingRate="48000",
        )
        yield _E.AdaptationSet(
            heard,
            contentType="audio",
            mimeType="audio/mp4",
            segmentAlignment="true",
            startWithSAP="1",
        )


def _template(name: str, timed: _Timed, folder: str, begun: float) -> Element:
    number, at, lengths = timed
    edges = [round(each * _SECOND) for each in accumulate(lengths, initial=at)]
    timeline = _E.SegmentTimeline()
    for place, (one, following) in enumerate(pairwise(edges)):
        said = {"t": str(one)} if not place else {}
        timeline.append(_E.S(**said, d=str(following - one)))
    plain = folder.replace("$", "$$")
    return _E.SegmentTemplate(
        timeline,
        timescale=str(_SECOND),
        presentationTimeOffset=str(round(begun * _SECOND)),
        startNumber=str(number),
        initialization=f"{plain}{name}-head.mp4",
        media=f"{plain}{name}-$Number%05d$.m4s",
    )


def _rate(rate: float) -> str:
    """Frames a second as a fraction; those of television are so many of 1,001 thousandths."""
    whole = round(rate)
    return str(whole) if abs(rate - whole) < 1e-3 else f"{round(rate * 1001)}/1001"


def _lasts(seconds: float) -> str:
    """A duration as XML Schema writes it."""
    return f"PT{seconds:.6f}S"
