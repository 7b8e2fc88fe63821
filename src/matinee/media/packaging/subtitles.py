"""Subtitles as WebVTT, from a file beside the film: WebVTT itself, or SubRip."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from matinee.errors import Invalid

_SUBRIP_TIME = re.compile(
    r"(\d{1,2}:\d{2}:\d{2})[,.](\d{3})\s*-->\s*(\d{1,2}:\d{2}:\d{2})[,.](\d{3})"
)
_TIMES = re.compile(r"((?:\d{2,}:)?\d{2}:\d{2}\.\d{3})\s+-->\s+((?:\d{2,}:)?\d{2}:\d{2}\.\d{3})")
_MOST_BYTES = 4_000_000
_SHORTEST_CUE = 0.1
"""Seconds below which nobody reads a cue: the edge of one that belongs to the next stretch."""


def to_webvtt(data: bytes) -> str:
    """WebVTT of what was given; markup that could be more than italics is taken out."""
    if len(data) > _MOST_BYTES:
        raise Invalid("This file of subtitles is too large.", field="subtitles")
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as broken:
        raise Invalid(
            "These subtitles are not UTF-8.", remedy="Save them as UTF-8.", field="subtitles"
        ) from broken
    cues = [cue for cue in re.split(r"\n{2,}", text) if "-->" in cue]
    if not cues:
        raise Invalid("There are no subtitles in this file.", field="subtitles")
    return "WEBVTT\n\n" + "\n\n".join(_cue(cue) for cue in cues) + "\n"


def _cue(cue: str) -> str:
    lines = cue.strip().split("\n")
    at = next(index for index, line in enumerate(lines) if "-->" in line)
    timing = _SUBRIP_TIME.sub(
        lambda found: f"{found[1]:0>8}.{found[2]} --> {found[3]:0>8}.{found[4]}", lines[at]
    )
    said = [re.sub(r"<(?!/?[ibu]>)[^>]*>", "", line) for line in lines[at + 1 :]]
    return "\n".join([timing.strip(), *said])


def words_between(webvtt: str, begins: float, ends: float) -> str:
    """The cues of WebVTT that are shown in a stretch (seconds), for a film in several parts.

    Their times stay those of the film, and a map says so (RFC 8216, section 3.5): pictures of the
    stretch carry the same times.
    """
    head = "WEBVTT\nX-TIMESTAMP-MAP=LOCAL:00:00:00.000,MPEGTS:0"
    cues = [
        cue.strip("\n")
        for cue in re.split(r"\n{2,}", webvtt)
        if (found := _TIMES.search(cue))
        and _seconds(found[1]) < ends
        and _seconds(found[2]) > begins
    ]
    return "\n\n".join([head, *cues]) + "\n"


def words_of_clip(webvtt: str, stretches: Sequence[tuple[float, float]]) -> str:
    """The cues of WebVTT as they fall into stretches of the film that are joined to one clip.

    Empty where nothing is said in them.
    """
    told: list[str] = []
    before = 0.0
    for begins, ends in stretches:
        for cue in cues_of(webvtt):
            first, last = max(cue.begins, begins), min(cue.ends, ends)
            if last - first > _SHORTEST_CUE:
                shift = before - begins
                told.append(f"{_written(first + shift)} --> {_written(last + shift)}\n{cue.text}")
        before += ends - begins
    return "WEBVTT\n\n" + "\n\n".join(told) + "\n" if told else ""


@dataclass(frozen=True, slots=True)
class Cue:
    """What is said in a stretch of a film, in seconds, without markup."""

    begins: float
    ends: float
    text: str


def cues_of(webvtt: str) -> tuple[Cue, ...]:
    """The cues of WebVTT in their order."""
    return tuple(_cues(webvtt))


def _cues(webvtt: str) -> Iterator[Cue]:
    for block in re.split(r"\n{2,}", webvtt):
        found = _TIMES.search(block)
        if found is None:
            continue
        said = block[found.end() :].partition("\n")[2]
        text = " ".join(re.sub(r"<[^>]*>", "", said).split())
        if text:
            yield Cue(_seconds(found[1]), _seconds(found[2]), text)


def _seconds(written: str) -> float:
    """``[hours:]minutes:seconds`` as seconds."""
    found = 0.0
    for part in written.split(":"):
        found = 60 * found + float(part)
    return found


def _written(seconds: float) -> str:
    """Seconds as WebVTT writes them."""
    thousandths = round(max(0.0, seconds) * 1000)
    minutes, rest = divmod(thousandths, 60_000)
    return f"{minutes // 60:02}:{minutes % 60:02}:{rest // 1000:02}.{rest % 1000:03}"
