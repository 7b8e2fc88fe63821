"""A package read again as a player would find it, for those who join ads to it."""

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from matinee.errors import Conflict
from matinee.media.packaging.ladder import Ladder
from matinee.media.packaging.playlists import LOUDNESS, Listed, Subtitles
from matinee.media.packaging.renditions import Rendition, renditions_for

MAIN = "film.m3u8"
_ATTRIBUTE = re.compile(r'([A-Z0-9-]+)=("[^"]*"|[^,]*)')
_STEP = 0.5
"""LU: programmes that differ by less than this share their ads' sound."""


@dataclass(frozen=True, slots=True)
class Stream:
    """A size of the picture: ``bits`` a second at most with its sound, and both codecs."""

    rendition: Rendition
    bits: int
    codecs: str


@dataclass(frozen=True, slots=True)
class Programme:
    """A packaged film: its streams, the segments of each track, and what joins to it.

    ``loudness`` in LUFS is what the package says of itself: reckoned before encoding, not measured
    on what came out.
    """

    streams: tuple[Stream, ...]
    pictures: Mapping[str, tuple[Listed, ...]]
    sound: tuple[Listed, ...]
    texts: tuple[Subtitles, ...]
    rate: float
    loudness: float | None

    @property
    def seconds(self) -> float:
        """How long it plays."""
        return sum(each.seconds for each in next(iter(self.pictures.values())))

    @property
    def ladder(self) -> Ladder:
        """What an ad in it must be like; the loudness rounded down, so that none is louder."""
        renditions = tuple(each.rendition for each in self.streams)
        if not self.sound:
            return Ladder(renditions, self.rate, None)
        if self.loudness is None:
            raise Conflict(
                "This film was packaged before its loudness was written down.",
                remedy="Take the film in again; until then it plays without breaks.",
                code="loudness_unknown",
            )
        return Ladder(renditions, self.rate, self.loudness // _STEP * _STEP)


async def read_programme(file: Callable[[str], Awaitable[bytes]]) -> Programme:
    """Read a package by its files; ``file`` gives the bytes of one."""

    async def media(name: str) -> tuple[Listed, ...]:
        return _segments((await file(name)).decode())

    streams, sound, texts, rate, loudness = _master((await file(MAIN)).decode())
    return Programme(
        streams=streams,
        pictures={
            each.rendition.name: await media(f"{each.rendition.name}.m3u8") for each in streams
        },
        sound=await media("sound.m3u8") if sound else (),
        texts=texts,
        rate=rate,
        loudness=loudness,
    )


def _master(
    text: str,
) -> tuple[tuple[Stream, ...], bool, tuple[Subtitles, ...], float, float | None]:
    """Streams, whether there is sound, subtitles, frames a second, loudness."""
    streams: list[Stream] = []
    texts: list[Subtitles] = []
    sound, rate, loudness = False, 24.0, None
    lines = text.splitlines()
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        tag, _, rest = line.partition(":")
        said = _attributes(rest)
        if tag == "#EXT-X-STREAM-INF":
            streams.append(_stream(said, following.removesuffix(".m3u8")))
            rate = float(said["FRAME-RATE"])
        elif tag == "#EXT-X-MEDIA" and said["TYPE"] == "AUDIO":
            sound = True
        elif tag == "#EXT-X-MEDIA" and said["TYPE"] == "SUBTITLES":
            texts.append(Subtitles(said["LANGUAGE"], said["URI"]))
        elif tag == "#EXT-X-SESSION-DATA" and said["DATA-ID"] == LOUDNESS:
            loudness = float(said["VALUE"])
    return tuple(streams), sound, tuple(texts), rate, loudness


def _segments(text: str) -> tuple[Listed, ...]:
    """The segments of a playlist of ours."""
    found: list[Listed] = []
    head, seconds = "", 0.0
    for line in text.splitlines():
        if line.startswith("#EXT-X-MAP:"):
            head = _attributes(line.partition(":")[2])["URI"]
        elif line.startswith("#EXTINF:"):
            seconds = float(line[8:].partition(",")[0])
        elif line and not line.startswith("#"):
            found.append(Listed(line, seconds, head))
    return tuple(found)


def _attributes(text: str) -> dict[str, str]:
    """The attributes of a tag, without quotation marks (RFC 8216, section 4.2)."""
    return {name: value.strip('"') for name, value in _ATTRIBUTE.findall(text)}


def _stream(said: Mapping[str, str], name: str) -> Stream:
    width, height = map(int, said["RESOLUTION"].split("x"))
    rendition = Rendition(name, width, height, renditions_for(width, height)[0].bits)
    return Stream(rendition, int(said["BANDWIDTH"]), said["CODECS"])
