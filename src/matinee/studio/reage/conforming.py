"""A re-aged shot for the cut: one event of an EDL, and a clip of OpenTimelineIO. Pure.

The EDL is CMX 3600's: fixed columns, a reel of eight characters, a source and a record range whose
ends are exclusive, and comments with what has no column. OpenTimelineIO names three sequences of
pictures beside one another: as made, as filmed and the matte.
"""

import re

import opentimelineio as otio

from matinee.errors import Conflict
from matinee.studio.reage.model import Render, Shot
from matinee.studio.reage.turnover import RATES, Turnover

EDL, OTIO = "text/plain; charset=us-ascii", "application/json"
_RECORD = "01:00:00:00"
"""Where the one event lies on the record side: the hour that programmes begin at."""
_SOURCE_TYPE = "compositeWithTrainedAlgorithmicMedia"
_SYNTHETIC = f"SYNTHETIC: EDITED WITH AI ({_SOURCE_TYPE})"
_SEQUENCES = {"as made": "after/", "as filmed": "before/", "matte": "matte/"}
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


def as_edl(shot: Shot, render: Render | None) -> bytes:
    """A list of one event: the shot without its handles."""
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
        lines += [f"* RENDER: {render.id}", f"* {_SYNTHETIC}"]
    return ("\r\n".join(lines) + "\r\n").encode("ascii")


def as_otio(shot: Shot, render: Render | None) -> bytes:
    """A timeline of one clip, whose pictures lie beside it as they come out of the ZIP files."""
    turnover = turned_over(shot)
    rate = RATES[turnover.rate]
    shown = shot.frames - turnover.head - turnover.tail
    own = {"shot": str(shot.id), "reel": turnover.reel, "head": turnover.head,
           "tail": turnover.tail, "width": shot.width, "height": shot.height}  # fmt: skip
    named = dict(_SEQUENCES)
    if render is None:
        del named["as made"]
    else:
        own |= {"render": str(render.id), "output": str(render.output), "source_type": _SOURCE_TYPE}
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
    references = {
        name: otio.schema.ImageSequenceReference(
            target_url_base=folder,
            name_suffix=".png",
            start_frame=0,
            rate=rate,
            frame_zero_padding=_PADDING,
            available_range=available,
        )
        for name, folder in named.items()
    }
    clip.set_media_references(references, next(iter(named)))
    timeline = otio.schema.Timeline(name=shot.name, global_start_time=turnover.first)
    timeline.tracks.append(
        otio.schema.Track(name="V1", kind=otio.schema.TrackKind.Video, children=[clip])
    )
    return timeline.to_json_string(indent=2).encode()


def _plain(text: str) -> str:
    return _NO_ASCII.sub("?", text)
