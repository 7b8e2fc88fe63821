"""An ad made fit for a programme: the same sizes, rate and codecs, and no louder than it may be."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from tests.ads.creatives.drawn_ads import draw_ad

from matinee.media.decoding.sound import RATE, sound_of
from matinee.media.packaging.conditioning import condition, measure
from matinee.media.packaging.ladder import CEILING_DB, LOUDER, Ladder
from matinee.media.packaging.renditions import renditions_for
from matinee.media.sound.true_peak import TruePeakMeter

LADDER = Ladder(tuple(renditions_for(192, 108)), 24.0, -23.0)


def _joined(folder: Path, name: str) -> Path:
    """A track as a player puts it together."""
    whole = folder / f"{name}-whole.mp4"
    parts = [folder / f"{name}-head.mp4", *sorted(folder.glob(f"{name}-[0-9]*.m4s"))]
    whole.write_bytes(b"".join(part.read_bytes() for part in parts))
    return whole


@pytest.mark.parametrize("level", [0.9, 0.02])
def test_what_comes_out_is_measured_on_the_output_and_keeps_to_both_limits(
    tmp_path: Path, level: float
) -> None:
    ad = draw_ad(tmp_path / "ad.mp4", level=level)
    made = condition(ad, tmp_path / "out", LADDER, seconds=3.0, progress=lambda _: None)
    heard = measure(_joined(tmp_path / "out", "sound"))
    assert heard is not None
    assert heard.integrated <= -23.0 + LOUDER
    assert heard.integrated > -24.5
    assert heard.true_peak <= CEILING_DB
    assert made.loudness is not None
    assert made.loudness.integrated == pytest.approx(heard.integrated, abs=0.01)


def test_pictures_come_in_the_ladders_sizes_at_its_rate_and_end_on_its_frame(
    tmp_path: Path,
) -> None:
    ad = draw_ad(tmp_path / "ad.mp4", rate=10, seconds=2.9)
    made = condition(ad, tmp_path / "out", LADDER, seconds=3.0, progress=lambda _: None)
    assert made.seconds == 3.0
    assert [track.name for track in made.pictures] == ["v108", "v64", "v40"]
    with av.open(str(_joined(tmp_path / "out", "v108"))) as container:
        stream = container.streams.video[0]
        frames = list(container.decode(stream))
        times = [float((frame.pts or 0) * (stream.time_base or 0)) for frame in frames]
    assert (frames[0].width, frames[0].height) == (192, 108)
    assert np.diff(times) == pytest.approx(np.full(71, 1 / 24), abs=1e-3)
    # 4:3 in 16:9: black on both sides, the ad's colour in the middle.
    rgb = frames[40].to_ndarray(format="rgb24")
    assert rgb[54, 4].max() < 30
    assert rgb[54, 96].max() > 90


def test_an_ad_without_sound_is_silent_for_its_length(tmp_path: Path) -> None:
    ad = draw_ad(tmp_path / "ad.mp4", level=None, seconds=1.5)
    assert measure(ad) is None
    made = condition(ad, tmp_path / "out", LADDER, seconds=1.5, progress=lambda _: None)
    assert made.sound is not None
    assert sum(made.sound.seconds) == pytest.approx(1.5, abs=0.05)
    samples = np.concatenate(list(sound_of(_joined(tmp_path / "out", "sound"))), axis=1)
    assert np.abs(samples).max() < 1e-3


def test_a_peak_between_the_samples_is_found() -> None:
    """BS.1770-4, annex 2: a quarter of the rate, sampled 45° off its peaks, reads 3 dB short."""
    at = np.arange(RATE)
    tone = np.sin(2 * np.pi * float(Fraction(1, 4)) * at + np.pi / 4).astype(np.float32)
    meter = TruePeakMeter()
    for start in range(0, RATE, 7000):
        meter.take(np.stack([tone, tone])[:, start : start + 7000])
    assert 20 * np.log10(np.abs(tone).max()) == pytest.approx(-3.01, abs=0.01)
    assert meter.read() == pytest.approx(0.0, abs=0.7)
