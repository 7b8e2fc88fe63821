"""A render leaves as a movie that another reader finds in its place, at its rate, and labelled."""

from __future__ import annotations

import io
from fractions import Fraction
from uuid import UUID

import av
import numpy as np
import pytest
from tests.studio.reage.drawn import drawn

from matinee.errors import Unavailable
from matinee.studio.reage import prores
from matinee.studio.reage.coded import png_of
from matinee.studio.reage.plates.exr_frame import SequenceFacts
from matinee.studio.reage.shot_file import packed
from matinee.studio.reage.turnover import Turnover

FACTS = SequenceFacts(
    production="Night train",
    shot="042_010",
    shot_id=UUID(int=1),
    render=UUID(int=2),
    output=UUID(int=3),
    registered="0" * 64,
    frames=3,
    turnover=Turnover("29.97", "00:59:59;20", "B007", head=1),
    space="ACEScg",
)


@pytest.mark.skipif(prores.ENCODER not in av.codecs_available, reason="FFmpeg has no encoder")
def test_a_movie_shows_the_render_at_its_timecode() -> None:
    frames = drawn(3)[0].astype(np.uint16) * 257
    made = packed([("after", [png_of(each) for each in frames])])
    written = prores.prores_movie(FACTS, made)
    assert (written.name, written.timecode) == ("movie.mov", "00:59:59;20")
    with av.open(io.BytesIO(written.content), "r") as movie:
        assert movie.metadata["comment"].startswith("SYNTHETIC")
        assert movie.metadata["matinee.handles"] == "1 head, 0 tail"
        video, clock = movie.streams.video[0], movie.streams.data[0]
        assert video.codec_context.profile == "4444"
        assert video.average_rate == Fraction(30000, 1001)
        assert (clock.metadata["timecode"], clock.metadata["reel_name"]) == ("00:59:59;20", "B007")
        seen = [each.to_ndarray(format="rgb48le") for each in movie.decode(video)]
    off = np.abs(np.stack(seen).astype(int) - frames) / 257
    assert off.mean() < 1


def test_without_an_encoder_it_is_said_what_to_take(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prores, "ENCODER", "none")
    with pytest.raises(Unavailable, match="cannot write ProRes"):
        prores.require_prores()
