"""The playlists of HLS (RFC 8216): one for each rendition, and the one that names them all."""

from collections.abc import Sequence
from dataclasses import dataclass

from matinee.media.packaging.renditions import Rendition

LOUDNESS = "org.matinee.loudness"
"""The name of the session's data that says how loud a programme should come out."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A segment as a playlist names it; ``head`` is the file that it needs first."""

    name: str
    seconds: float
    head: str


@dataclass(frozen=True, slots=True)
class Subtitles:
    """A text track: its language as in BCP 47, and the playlist that names its file."""

    language: str
    playlist: str


def media_playlist(
    segments: Sequence[Listed], *, parts: Sequence[Sequence[Listed]] | None = None
) -> str:
    """Everything is there from the start, so the playlist ends.

    ``parts``, instead of ``segments``, are films that follow one another: between two of them
    nothing carries over (a discontinuity, and a head of its own).
    """
    films = [segments] if parts is None else parts
    longest = max((segment.seconds for film in films for segment in film), default=1.0)
    lines = [
        "#EXTM3U",
        "#EXT-X-VERSION:7",
        f"#EXT-X-TARGETDURATION:{round(longest + 0.5)}",
        "#EXT-X-MEDIA-SEQUENCE:0",
        "#EXT-X-PLAYLIST-TYPE:VOD",
        "#EXT-X-INDEPENDENT-SEGMENTS",
    ]
    for number, film in enumerate(films):
        if number:
            lines.append("#EXT-X-DISCONTINUITY")
        head = ""
        for segment in film:
            if segment.head != head:
                head = segment.head
                if head:
                    lines.append(f'#EXT-X-MAP:URI="{head}"')
            lines += [f"#EXTINF:{segment.seconds:.6f},", segment.name]
    return "\n".join([*lines, "#EXT-X-ENDLIST", ""])


def master_playlist(
    renditions: Sequence[tuple[Rendition, str, int]],
    *,
    sound: str | None,
    subtitles: Sequence[Subtitles] = (),
    rate: float,
    loudness: float | None = None,
) -> str:
    """Name the renditions, each with its codec and its highest bits a second.

    ``loudness`` is what the whole should come to, in LUFS, for those who join other films to this
    one: as it was measured in the source, with the gain that it was encoded with. It is not
    measured again on what came out, where encoding changes it a little.
    """
    lines = ["#EXTM3U", "#EXT-X-VERSION:7", "#EXT-X-INDEPENDENT-SEGMENTS"]
    if loudness is not None:
        lines.append(f'#EXT-X-SESSION-DATA:DATA-ID="{LOUDNESS}",VALUE="{loudness:.2f}"')
    groups = ""
    if sound:
        lines.append(
            '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="sound",NAME="Original",DEFAULT=YES,AUTOSELECT=YES,'
            f'CHANNELS="2",URI="{sound}"'
        )
        groups += ',AUDIO="sound"'
    lines.extend(
        f'#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="text",NAME="{track.language}",DEFAULT=NO,'
        f'AUTOSELECT=YES,LANGUAGE="{track.language}",URI="{track.playlist}"'
        for track in subtitles
    )
    if subtitles:
        groups += ',SUBTITLES="text"'
    for rendition, codec, peak in renditions:
        codecs = f"{codec},mp4a.40.2" if sound else codec
        lines += [
            f"#EXT-X-STREAM-INF:BANDWIDTH={peak},RESOLUTION={rendition.width}x{rendition.height},"
            f'FRAME-RATE={rate:.3f},CODECS="{codecs}"{groups}',
            f"{rendition.name}.m3u8",
        ]
    return "\n".join([*lines, ""])


def codec_of(head: bytes) -> str:
    """The name of an H.264 stream's profile and level (RFC 6381), from its ``avcC`` box."""
    at = head.index(b"avcC") + 5
    return f"avc1.{head[at : at + 3].hex()}"
