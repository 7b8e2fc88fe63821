"""Loudness, against what the recommendation says and what FFmpeg's meter reads."""

from __future__ import annotations

import av
import numpy as np
import pytest
from av.error import BlockingIOError as NothingYet
from av.error import EOFError as NothingMore
from av.filter import Graph

from matinee.media.decoding.sound import RATE
from matinee.media.sound.loudness import QUIETEST, LoudnessMeter


def _read(samples: np.ndarray, piece: int = RATE * 3) -> float:
    meter = LoudnessMeter()
    for start in range(0, samples.shape[1], piece):
        meter.take(samples[:, start : start + piece])
    return meter.read().integrated


def _tone(decibels: float, seconds: float, pitch: float = 997.0) -> np.ndarray:
    wave = np.sin(2 * np.pi * pitch * np.arange(int(seconds * RATE)) / RATE)
    return np.repeat((10 ** (decibels / 20) * wave)[None], 2, axis=0).astype(np.float32)


def test_the_reference_tone_of_ebu_tech_3341_reads_as_it_should() -> None:
    assert _read(_tone(-23.0, 20)) == pytest.approx(-23.0, abs=0.1)
    assert _read(_tone(-33.0, 20)) == pytest.approx(-33.0, abs=0.1)


def test_quiet_stretches_are_gated_as_tech_3341_asks() -> None:
    quiet, loud = _tone(-36.0, 10), _tone(-23.0, 60)
    assert _read(np.concatenate([quiet, loud, quiet], axis=1)) == pytest.approx(-23.0, abs=0.1)


def test_silence_is_as_quiet_as_can_be() -> None:
    assert _read(np.zeros((2, RATE * 2), np.float32)) == QUIETEST


def test_the_length_of_pieces_does_not_matter() -> None:
    tone = _tone(-20.0, 5)
    assert _read(tone, piece=12_345) == pytest.approx(_read(tone), abs=1e-6)


def test_ffmpegs_own_meter_reads_the_same() -> None:
    random = np.random.default_rng(0)
    noise = random.normal(0, 0.1, (2, RATE * 12)) * np.linspace(0.2, 1, RATE * 12)
    samples = noise.astype(np.float32)
    assert _read(samples) == pytest.approx(_by_ffmpeg(samples), abs=0.15)


def _by_ffmpeg(samples: np.ndarray) -> float:
    graph = Graph()
    source = graph.add_abuffer(format="fltp", sample_rate=RATE, layout="stereo")
    meter = graph.add("ebur128", "metadata=1")
    sink = graph.add("abuffersink")
    source.link_to(meter)
    meter.link_to(sink)
    graph.configure()
    latest = 0.0
    for start in range(0, samples.shape[1], 4800):
        block = np.ascontiguousarray(samples[:, start : start + 4800])
        frame = av.AudioFrame.from_ndarray(block, format="fltp", layout="stereo")
        frame.sample_rate, frame.pts = RATE, start
        source.push(frame)
        while True:
            try:
                read = sink.pull()
            except (NothingYet, NothingMore):
                break
            latest = float(read.metadata.get("lavfi.r128.I", latest))
    return latest
