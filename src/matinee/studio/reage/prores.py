"""A render as a movie for the cutting room: ProRes 4444 with its timecode, reel and label.

FFmpeg's ``prores_ks`` writes ten bits of the display-coded picture, tagged as Rec. 709. It is
lossy: what has to keep its bits leaves as OpenEXR, or as the PNG of the render itself.
"""

import io
import zipfile
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import av
import numpy as np

from matinee.errors import Unavailable
from matinee.studio.reage.coded import Coded, coded
from matinee.studio.reage.conforming import MOVIE
from matinee.studio.reage.finished_sequence import FinishedFrame
from matinee.studio.reage.plates.exr_frame import FRACTIONS, SequenceFacts
from matinee.studio.reage.plates.video_levels import REC_709, planes_of

ENCODER = "prores_ks"
_4444 = "4"
_COLOUR = ("color_primaries", "color_trc", "colorspace")
_STORED, _BITS = "yuv444p10le", 10


def require_prores() -> None:
    """Raise Unavailable where this build of FFmpeg has no encoder of ProRes."""
    if ENCODER not in av.codecs_available:
        raise Unavailable(
            "This build of FFmpeg cannot write ProRes.",
            remedy="Take the OpenEXR frames, or the PNG of the render.",
            code="without_prores",
        )


def prores_movie(facts: SequenceFacts, made: bytes) -> FinishedFrame:
    """The frames of a render's ZIP as one movie, handles and all."""
    held = io.BytesIO()
    rate = FRACTIONS.get(facts.turnover.rate) or Fraction(int(facts.turnover.rate))
    with av.open(held, "w", format="mov", options={"movflags": "use_metadata_tags"}) as movie:
        movie.metadata.update(_told(facts))
        stream: Any = movie.add_stream(ENCODER, rate=rate, options={"profile": _4444})
        stream.pix_fmt = _STORED
        stream.metadata.update({"timecode": facts.timecode(0), "reel_name": facts.turnover.reel})
        for name in _COLOUR:
            setattr(stream.codec_context, name, REC_709)
        for number, picture in enumerate(_pictures(made)):
            if number == 0:
                stream.height, stream.width = picture.shape[:2]
            shown = _stored(picture)
            shown.pts = number
            movie.mux(stream.encode(shown))
        movie.mux(stream.encode())
    return FinishedFrame(MOVIE, held.getvalue(), facts.timecode(0), "none")


def _told(facts: SequenceFacts) -> dict[str, str]:
    return {
        "title": facts.shot,
        "comment": facts.label,
        "matinee.digital_source_type": facts.source_type_at,
        "matinee.production": facts.production,
        "matinee.render": str(facts.render),
        "matinee.output": str(facts.output),
        "matinee.output_sha256": facts.registered,
        "matinee.handles": f"{facts.turnover.head} head, {facts.turnover.tail} tail",
    }


def _pictures(made: bytes) -> Iterator[Coded]:
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        for name in sorted(name for name in archive.namelist() if name.startswith("after/")):
            yield coded(archive.read(name))


def _stored(picture: Coded) -> av.VideoFrame:
    """A picture as the codec takes it."""
    white = np.float32(np.iinfo(picture.dtype).max)
    frame: Any = av.VideoFrame(picture.shape[1], picture.shape[0], _STORED)
    for name in _COLOUR:
        setattr(frame, name, REC_709)
    for plane, samples in zip(
        frame.planes, planes_of(picture.astype(np.float32) / white, bits=_BITS), strict=True
    ):
        held = np.zeros((plane.height, plane.line_size // 2), np.uint16)
        held[:, : plane.width] = samples
        plane.update(held.tobytes())
    return frame
