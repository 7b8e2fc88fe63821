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
from matinee.studio.reage.finished_sequence import FinishedFrame
from matinee.studio.reage.plates.exr_frame import FRACTIONS, LABEL, SOURCE_TYPE_AT, SequenceFacts

ENCODER = "prores_ks"
_4444 = "4"
_REC_709 = 1
"""Its number for primaries, curve and matrix (ISO/IEC 23091-2)."""
_STEP = 257


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
        stream.pix_fmt = "yuv444p10le"
        stream.metadata.update({"timecode": facts.timecode(0), "reel_name": facts.turnover.reel})
        for name in ("color_primaries", "color_trc", "colorspace"):
            setattr(stream.codec_context, name, _REC_709)
        for number, picture in enumerate(_pictures(made)):
            if number == 0:
                stream.height, stream.width = picture.shape[:2]
            frame = av.VideoFrame.from_ndarray(_deep(picture), format="rgb48le")
            shown = frame.reformat(
                format=stream.pix_fmt, dst_colorspace="ITU709", dst_color_range="MPEG"
            )
            shown.pts = number
            movie.mux(stream.encode(shown))
        movie.mux(stream.encode())
    return FinishedFrame("movie.mov", held.getvalue(), facts.timecode(0), "none")


def _told(facts: SequenceFacts) -> dict[str, str]:
    return {
        "title": facts.shot,
        "comment": LABEL,
        "matinee.digital_source_type": SOURCE_TYPE_AT,
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


def _deep(picture: Coded) -> Any:
    whole = picture if picture.dtype == np.uint16 else picture.astype(np.uint16) * _STEP
    return np.ascontiguousarray(whole, np.uint16)
