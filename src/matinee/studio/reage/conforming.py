"""A re-aged shot for the cut: one event of an EDL, and a clip of OpenTimelineIO. Pure.

The EDL is CMX 3600's: fixed columns, a reel of eight characters, a source and a record range whose
ends are exclusive, and comments with what has no column. OpenTimelineIO names what a shot is given
out as beside one another: as made in OpenEXR, as a movie in ProRes and in PNG, as filmed, and the
matte. One of them is what a cut shows: what lies beside the file.
"""

import re

import opentimelineio as otio

from matinee.errors import Conflict
from matinee.studio.reage.model import Render, Shot, label_of
from matinee.studio.reage.turnover import RATES, Turnover

EDL, OTIO = "text/plain; charset=us-ascii", "application/json"
_RECORD = "01:00:00:00"
"""Where the one event lies on the record side: the hour that programmes begin at."""
AS_MADE, AS_EXR, AS_PRORES = "as made", "as made, OpenEXR", "as made, ProRes 4444"
_SEQUENCES = {
    AS_MADE: ("after/", ".png"),
    AS_EXR: ("exr/", ".exr"),
    "as filmed": ("before/", ".png"),
    "matte": ("matte/", ".png"),
}
MOVIE = "movie.mov"
_PADDING = 5
_NO_REEL = re.compile(r"[^A-Z0-9]")
_NO_ASCII = re.compile(r"[^\x20-\x7e]")
_LONGEST_TITLE, _LONGEST_REEL = 70, 8


def turned_over(shot: Shot) -> Turnover:
    """How a shot was handed over; Conflict where that is not said."""
    if shot.turnover is None:
        raise Conflict(
            "It is not said where this shot lies in what was filmed.",
            remedy="Give its rate, the timecode of its first picture, and its reel.",
            code="no_turnover",
        )
    return shot.turnover


def as_edl(shot: Shot, render: Render | None, form: str = AS_MADE) -> bytes:
    """A list of one event: the shot without its handles, and the files of it in one ``form``."""
    turnover = turned_over(shot)
    record = Turnover(turnover.rate, _RECORD, turnover.reel)
    if turnover.dropping:
        record = Turnover(turnover.rate, _RECORD[:-3] + ";00", turnover.reel)
    last = shot.frames - turnover.tail
    ranges = (
        turnover.timecode(turnover.at(turnover.head)),
        turnover.timecode(turnover.at(last)),
        record.timecode(record.first),
        record.timecode(record.at(last - turnover.head)),
    )
    reel = _NO_REEL.sub("", turnover.reel.upper())[:_LONGEST_REEL]
    lines = [
        f"TITLE: {_plain(shot.name)[:_LONGEST_TITLE]}",
        f"FCM: {'DROP FRAME' if turnover.dropping else 'NON-DROP FRAME'}",
        "",
        f"001  {reel:<8} V     C        {' '.join(ranges)}",
        f"* FROM CLIP NAME: {_plain(shot.name)}",
        f"* REEL: {turnover.reel}",
        f"* RATE: {turnover.rate}",
        f"* HANDLES: {turnover.head} HEAD {turnover.tail} TAIL",
        f"* SHOT: {shot.id}",
    ]
    if render is not None:
        lines += [
            f"* SOURCE FILE: {_files(form, shot.frames)}",
            f"* RENDER: {render.id}",
            f"* {label_of(render.source_type)}",
        ]
    return ("\r\n".join(lines) + "\r\n").encode("ascii")


def _files(form: str, frames: int) -> str:
    if form == AS_PRORES:
        return MOVIE
    folder, ending = _SEQUENCES[form]
    return f"{folder}[{0:0{_PADDING}}-{frames - 1:0{_PADDING}}]{ending}"


def as_otio(shot: Shot, render: Render | None, form: str = AS_MADE) -> bytes:
    """A timeline of one clip, whose pictures lie beside it as they come out of the ZIP files.

    ``form`` is what it shows: one of :data:`AS_MADE`, :data:`AS_EXR` and :data:`AS_PRORES`; without
    a render, what was filmed.
    """
    turnover = turned_over(shot)
    rate = RATES[turnover.rate]
    shown = shot.frames - turnover.head - turnover.tail
    own = {"shot": str(shot.id), "reel": turnover.reel, "head": turnover.head,
           "tail": turnover.tail, "width": shot.width, "height": shot.height}  # fmt: skip
    named = dict(_SEQUENCES)
    if render is None:
        named = {name: each for name, each in named.items() if not name.startswith(AS_MADE)}
    else:
        own |= {
            "render": str(render.id),
            "output": str(render.output),
            "source_type": render.source_type,
        }
    clip = otio.schema.Clip(
        name=shot.name,
        source_range=otio.opentime.TimeRange(
            turnover.at(turnover.head), otio.opentime.RationalTime(shown, rate)
        ),
        metadata={"matinee": own},
    )
    available = otio.opentime.TimeRange(
        turnover.first, otio.opentime.RationalTime(shot.frames, rate)
    )
    references: dict[str, otio.core.MediaReference] = {
        name: otio.schema.ImageSequenceReference(
            target_url_base=folder,
            name_suffix=ending,
            start_frame=0,
            rate=rate,
            frame_zero_padding=_PADDING,
            available_range=available,
        )
        for name, (folder, ending) in named.items()
    }
    if render is not None:
        references[AS_PRORES] = otio.schema.ExternalReference(MOVIE, available)
    clip.set_media_references(references, "as filmed" if render is None else form)
    timeline = otio.schema.Timeline(name=shot.name, global_start_time=turnover.first)
    timeline.tracks.append(
        otio.schema.Track(name="V1", kind=otio.schema.TrackKind.Video, children=[clip])
    )
    return timeline.to_json_string(indent=2).encode()


def _plain(text: str) -> str:
    return _NO_ASCII.sub("?", text)
