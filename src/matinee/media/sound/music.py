"""Where music plays: tones that hold, in a spectrum with peaks, while speech comes and goes.

Per half second: how much of the power lies in narrow peaks that stay where they are from one frame
to the next (Seyerlehner et al. 2007, continuous frequency activation), and how steady the power is
(speech pauses; Saunders 1996). Needs no training; hums and engines can pass for music.
"""

import numpy as np
from numpy.typing import NDArray

from matinee.media.decoding.sound import RATE, Samples
from matinee.media.sound.filters import filters

_DOWN = 4
_FRAME = 1024
_STEP = 512
_RATE = RATE // _DOWN
FRAMES_A_SECOND = _RATE / _STEP
_BLOCK = 24
"""Frames that are judged together: about a second."""


class MusicMeter:
    """Takes stereo pieces at 48 kHz; gives a value a second, music from about 0.5 on."""

    def __init__(self) -> None:
        self._left = np.empty(0)
        self._activity: list[NDArray[np.float64]] = []
        self._window = np.hanning(_FRAME)

    def take(self, samples: Samples) -> None:
        """Add a piece of at least some seconds."""
        if samples.shape[1] < 8 * _DOWN * _FRAME:
            return
        mono = filters().decimate(samples.mean(axis=0).astype(np.float64), _DOWN, ftype="fir")
        joined = np.concatenate([self._left, mono])
        count = (len(joined) - _FRAME) // _STEP + 1
        blocks = count // _BLOCK
        if blocks < 1:
            self._left = joined
            return
        used = blocks * _BLOCK
        frames = np.lib.stride_tricks.sliding_window_view(joined, _FRAME)[::_STEP][:used]
        power = np.abs(np.fft.rfft(frames * self._window, axis=1)) ** 2
        self._activity.append(_activity(power).reshape(blocks))
        self._left = joined[used * _STEP :]

    def read(self) -> NDArray[np.float32]:
        """(n,): one value for each ``seconds_each()``."""
        return np.concatenate([np.empty(0), *self._activity]).astype(np.float32)


def seconds_each() -> float:
    """How long each value of the meter lasts."""
    return _BLOCK / FRAMES_A_SECOND


def _activity(power: NDArray[np.float64]) -> NDArray[np.float64]:
    """(frames, bins) to (blocks,): the mean steadiness of the strongest held tones."""
    decibels = 10 * np.log10(power[:, 4:256] + 1e-9)
    around = np.stack([np.roll(decibels, step, axis=1) for step in range(-8, 9, 2)]).mean(axis=0)
    peaks = (decibels - around > 3) & (decibels > -45)
    held = peaks.reshape(-1, _BLOCK, peaks.shape[1]).mean(axis=1)
    strongest = np.sort(held, axis=1)[:, -8:]
    return strongest.mean(axis=1)
