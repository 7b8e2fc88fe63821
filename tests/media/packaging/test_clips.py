"""Stretches of a film joined to a clip: whole, in time, faded, and as loud as it should be."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from benchmarks.media.truth_film import Events

from matinee.errors import Invalid
from matinee.media.analysis.story import Story
from matinee.media.decoding.frames import frames_of
from matinee.media.decoding.probing import probe
from matinee.media.decoding.sound import RATE, sound_between, sound_of
from matinee.media.model import cues_of, words_of_clip
from matinee.media.packaging.clips import NEAR, PEAK_DB, ClipOrder, Stretch, write_clip
from matinee.media.packaging.ladder import Measured
from matinee.media.packaging.package import write_package

_WORDS = (
    "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nBefore\n\n"
    "00:00:02.500 --> 00:00:04.000\n<i>First</i> words\n\n00:00:09.000 --> 00:00:10.000\nLater\n"
)


def test_a_clip_is_as_long_as_its_stretches_and_as_loud_as_it_should_be(
    plain_film: tuple[Path, Events], tmp_path: Path
) -> None:
    film, _ = plain_film
    told: list[float] = []
    order = ClipOrder([Stretch(0.5, 1.5, 0.1, 0.2), Stretch(2.5, 4.5, 0.1, 0.2)], 320, sound=True)
    made = write_clip(
        film, tmp_path / "clip.mp4", order, loudness_target=-23.0, progress=told.append
    )
    assert made.seconds == pytest.approx(3.0)
    assert (made.width, made.height) == (320, 180)
    assert isinstance(made.loudness, Measured)
    assert made.loudness.integrated == pytest.approx(-23.0, abs=NEAR)
    assert made.loudness.true_peak <= PEAK_DB
    frames = list(frames_of(tmp_path / "clip.mp4"))
    assert len(frames) == round(3.0 * 24)
    assert frames[-1][0] == pytest.approx(3.0 - 1 / 24, abs=0.01)
    heard = np.concatenate(list(sound_of(tmp_path / "clip.mp4")), axis=1)
    level = np.sqrt((heard**2).mean(axis=0))
    join, middle = slice(RATE - 1500, RATE + 1500), slice(2 * RATE - 1500, 2 * RATE + 1500)
    assert level[join].mean() < 0.3 * level[middle].mean()
    assert told == sorted(told)
    assert told[-1] == 1.0
    content = (tmp_path / "clip.mp4").read_bytes()
    assert content.index(b"moov") < content.index(b"mdat")


def test_pixels_that_are_wider_than_high_are_shown_so(tmp_path: Path) -> None:
    film = tmp_path / "anamorphic.mp4"
    with av.open(str(film), "w") as container:
        stream = container.add_stream("libx264", rate=24)
        stream.width, stream.height, stream.pix_fmt = 360, 288, "yuv420p"
        stream.sample_aspect_ratio = stream.codec_context.sample_aspect_ratio = Fraction(64, 45)
        for number in range(12):
            picture = np.full((288, 360, 3), 20 * number, np.uint8)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        container.mux(stream.encode())
    order = ClipOrder([Stretch(0.0, 0.4)], 320, sound=False)
    made = write_clip(
        film, tmp_path / "clip.mp4", order, loudness_target=-23.0, progress=lambda _: None
    )
    assert (made.width, made.height) == (320, 180)
    story = Story(0.5, -70.0, 0.0, -120.0)
    write_package(
        film,
        tmp_path / "package",
        probe(film),
        story,
        loudness_target=-23.0,
        subtitles={},
        progress=lambda _: None,
    )
    assert "RESOLUTION=512x288" in (tmp_path / "package" / "film.m3u8").read_text()


def test_a_loop_has_no_sound_and_a_stretch_after_the_end_is_refused(
    plain_film: tuple[Path, Events], tmp_path: Path
) -> None:
    film, _ = plain_film
    path = tmp_path / "loop.mp4"
    order = ClipOrder([Stretch(2.5, 4.0)], 160, sound=False)
    made = write_clip(film, path, order, loudness_target=-23.0, progress=lambda _: None)
    assert made.loudness is None
    with av.open(str(path)) as container:
        assert not container.streams.audio
    late = ClipOrder([Stretch(60.0, 61.0)], 160, sound=False)
    with pytest.raises(Invalid, match="no picture between"):
        write_clip(film, path, late, loudness_target=-23.0, progress=lambda _: None)


def test_sound_in_the_middle_is_what_the_whole_has_there(plain_film: tuple[Path, Events]) -> None:
    film, _ = plain_film
    whole = np.concatenate(list(sound_of(film)), axis=1)
    part = sound_between(film, 2.0, 3.25)
    assert part is not None
    assert part.shape == (2, round(1.25 * RATE))
    expected = whole[:, 2 * RATE : 2 * RATE + part.shape[1]]
    assert np.abs(part - expected).max() < 0.02


@pytest.mark.parametrize("sound_begins", [1.5, 2.0, 2.06, 2.5])
def test_sound_is_placed_by_the_clock_of_the_pictures(tmp_path: Path, sound_begins: float) -> None:
    """Clocks of broadcasts begin anywhere, here at two seconds: no sound is late or early for it.

    Sound may begin before the pictures or after them; a tone stands at their second one.
    """
    path = tmp_path / "film.ts"
    with av.open(str(path), "w", format="mpegts") as container:
        video = container.add_stream("libx264", rate=24, options={"preset": "ultrafast"})
        video.width, video.height, video.pix_fmt = 64, 48, "yuv420p"
        audio = container.add_stream("aac", rate=RATE, layout="stereo")
        for number in range(48):
            frame = av.VideoFrame.from_ndarray(np.zeros((72, 64), np.uint8), format="yuv420p")
            frame.pts, frame.time_base = 48 + number, Fraction(1, 24)
            container.mux(video.encode(frame))
        samples = np.zeros((2, 2 * RATE), np.float32)
        tone = round((3.0 - sound_begins) * RATE)
        samples[:, tone : tone + 4800] = 0.5 * np.sin(np.arange(4800) / 10)
        block = av.AudioFrame.from_ndarray(samples, format="fltp", layout="stereo")
        block.sample_rate, block.pts, block.time_base = (
            RATE,
            round(sound_begins * RATE),
            Fraction(1, RATE),
        )
        container.mux(audio.encode(block))
        container.mux(video.encode())
        container.mux(audio.encode())
    heard = np.abs(np.concatenate(list(sound_of(path)), axis=1)).max(axis=0)
    assert np.flatnonzero(heard > 0.2)[0] / RATE == pytest.approx(1.0, abs=0.03)
    part = sound_between(path, 0.9, 1.3)
    assert part is not None
    assert np.flatnonzero(np.abs(part[0]) > 0.2)[0] / RATE == pytest.approx(0.1, abs=0.06)


def test_captions_follow_the_stretches_into_the_clip() -> None:
    cues = cues_of(words_of_clip(_WORDS, [(2.4, 5.0), (8.0, 11.0)]))
    assert [(round(cue.begins, 2), round(cue.ends, 2), cue.text) for cue in cues] == [
        (0.1, 1.6, "First words"),
        (3.6, 4.6, "Later"),
    ]
    assert words_of_clip(_WORDS, [(20.0, 30.0)]) == ""
