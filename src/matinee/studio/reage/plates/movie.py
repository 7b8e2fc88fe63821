"""A shot that comes as a movie in ProRes: its pictures in sixteen bits, and where it was filmed.

What a lossy codec stored is taken as it is decoded: that decode is the original from here on, and
what a render does not change keeps its bits. Decoded in confinement (:mod:`.movie_decoder`).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, NoReturn

from matinee.errors import Invalid
from matinee.foundation.confinement.pipes import Child, ChildEnded, confined
from matinee.studio.reage.coded import deep, png_of
from matinee.studio.reage.plates.header import LARGEST_SIDE
from matinee.studio.reage.plates.movie_decoder import CODEC
from matinee.studio.reage.plates.video_levels import LUMA, REC_709, pixels_of
from matinee.studio.reage.turnover import Turnover, found

_DECODER = "matinee.studio.reage.plates.movie_decoder"
_TO_OPEN, _A_PICTURE = 60.0, 30.0
"""Seconds that opening may take, and each picture."""
_UNSAID = 2
_DISPLAYED = {1, 6, 14, 15, 13, _UNSAID}
"""Curves that a display of standard range is given (ISO/IEC 23091-2), or none is said."""


@dataclass(frozen=True, slots=True)
class Movie:
    """The pictures of a movie as PNG of sixteen bits, and what it says of its place."""

    pictures: tuple[bytes, ...]
    turnover: Turnover | None


def read_movie(content: bytes, name: str, *, frames: int, most_pixels: int) -> Movie:
    """A movie of so many frames, whose pixels together are no more than that.

    The reel is what its timecode track says, or else the name of the file, as cameras give it.

    Raises:
        Invalid: it is none in ProRes that can be decoded to its end, or another one; says why.
    """
    try:
        with confined(_DECODER) as child:
            child.give(content, seconds=_TO_OPEN)
            record, _ = child.answer(seconds=_TO_OPEN)
            if "codec" not in record:
                _no(f"{name} is no QuickTime movie that can be read.", "Write it again.")
            _require_prores(record, name)
            wide, high = record["size"]
            if not (1 <= wide <= LARGEST_SIDE and 1 <= high <= LARGEST_SIDE):
                _no(
                    f"{name} claims {wide} by {high} pixels.", f"A side has {LARGEST_SIDE} at most."
                )
            if record["frames"] != frames:
                _no(
                    f"{name} has {record['frames']} pictures, and there are {frames} mattes.",
                    "Give a matte for each picture of the movie.",
                )
            if wide * high * frames > most_pixels:
                _no("The shot has too many pixels in all.", "Give it shorter, or smaller.")
            pictures = tuple(_decoded(child, record, name))
    except ChildEnded as problem:
        raise _damaged(name) from problem
    if len(pictures) != frames:
        raise _damaged(name)
    return Movie(pictures, _turnover(record, name, frames))


def _decoded(child: Child, record: dict[str, Any], name: str) -> Iterator[bytes]:
    wide, high = record["size"]
    matrix = REC_709 if record["matrix"] == _UNSAID else record["matrix"]
    for _ in range(record["frames"] + 1):
        stored, planes = child.answer(seconds=_A_PICTURE)
        if "end" in stored:
            return
        if stored.get("broken", True) or planes["0"].shape != (high, wide):
            raise _damaged(name)
        if stored["interlaced"]:
            _no(f"{name} is interlaced.", "Give it in whole frames.")
        held = [planes[each] for each in ("0", "1", "2")]
        yield png_of(deep(pixels_of(held, bits=stored["bits"], matrix=matrix)))
    raise _damaged(name)


def _require_prores(record: dict[str, Any], name: str) -> None:
    if record["codec"] != CODEC:
        codec = record["codec"][:20]
        _no(f"{name} holds {codec}, not ProRes.", "Write it as ProRes, or as PNG or OpenEXR.")
    if record["pictures"] != 1:
        _no(f"{name} holds several tracks of pictures.", "Keep the one that is the shot.")
    known = record["matrix"] in {*LUMA, _UNSAID} and record["transfer"] in _DISPLAYED
    if record["full"] or not known:
        _no(
            f"{name} is not coded for a display of standard range.",
            "Give scene light, log or HDR as OpenEXR.",
        )


def _turnover(record: dict[str, Any], name: str, frames: int) -> Turnover | None:
    if record["rate"] is None:
        return None
    above, below = record["rate"]
    reel = record["reel"] or PurePosixPath(name).stem
    return found(above / below, record["timecode"], reel, frames)


def _damaged(name: str) -> Invalid:
    return Invalid(
        f"{name} cannot be decoded to its end: it is damaged, or cut off.",
        remedy="Write it again.",
        field="file",
        code="plate",
    )


def _no(sentence: str, remedy: str) -> NoReturn:
    raise Invalid(sentence, remedy=remedy, field="file", code="plate")
