"""Loudness by EBU R128 (ITU-R BS.1770-4), measured while sound arrives.

K-weighting is two second-order filters, with the coefficients that the recommendation prints for
48 kHz; momentary loudness is over 400 ms, short-term over 3 s, integrated is gated twice.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matinee.media.decoding.sound import RATE, Samples
from matinee.media.sound.filters import filters

HOP = RATE // 10
QUIETEST = -70.0
"""LUFS: the absolute gate, and what silence is written as."""
_OFFSET = -0.691
_SECTIONS = np.array(
    [
        [
            1.53512485958697,
            -2.69169618940638,
            1.19839281085285,
            1,
            -1.69065929318241,
            0.73248077421585,
        ],
        [1.0, -2.0, 1.0, 1, -1.99004745483398, 0.99007225036621],
    ]
)


@dataclass(frozen=True, slots=True)
class Loudness:
    """``momentary`` and ``short_term`` (n,) in LUFS, ten a second; the rest for the whole."""

    momentary: NDArray[np.float32]
    short_term: NDArray[np.float32]
    integrated: float
    range_lu: float
    sample_peak_db: float


class LoudnessMeter:
    """Takes stereo pieces at 48 kHz, one after the other."""

    def __init__(self) -> None:
        self._state = np.zeros((len(_SECTIONS), 2, 2))
        self._powers: list[NDArray[np.float64]] = []
        self._left = np.empty((2, 0))
        self._peak = 0.0

    def take(self, samples: Samples) -> None:
        """Add a piece; its length is free."""
        if not samples.size:
            return
        self._peak = max(self._peak, float(np.abs(samples).max()))
        weighted, self._state = filters().sosfilt(_SECTIONS, samples, axis=1, zi=self._state)
        joined = np.concatenate([self._left, weighted], axis=1)
        whole = joined.shape[1] // HOP * HOP
        hops = joined[:, :whole].reshape(2, -1, HOP)
        self._powers.append(np.einsum("chs,chs->h", hops, hops) / HOP)
        self._left = joined[:, whole:]

    def read(self) -> Loudness:
        """What all of it measures."""
        power = np.concatenate(self._powers) if self._powers else np.empty(0)
        blocks = _means(power, 4)
        long_blocks = _means(power, 30)
        return Loudness(
            _placed(_lufs(blocks), len(power)),
            _placed(_lufs(long_blocks), len(power)),
            _integrated(blocks),
            _range(long_blocks),
            20 * float(np.log10(max(self._peak, 1e-6))),
        )


def _means(power: NDArray[np.float64], width: int) -> NDArray[np.float64]:
    if len(power) < width:
        return np.empty(0)
    total = np.concatenate([[0.0], np.cumsum(power)])
    return np.maximum(total[width:] - total[:-width], 0) / width


def _lufs(power: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.maximum(_OFFSET + 10 * np.log10(np.maximum(power, 1e-12)), QUIETEST)


def _placed(values: NDArray[np.float64], count: int) -> NDArray[np.float32]:
    """Centre each window on its hop, and repeat the outermost values to the ends."""
    if not values.size:
        return np.full(count, QUIETEST, np.float32)
    before = (count - len(values)) // 2
    return np.pad(values, (before, count - len(values) - before), mode="edge").astype(np.float32)


def _integrated(blocks: NDArray[np.float64]) -> float:
    loud = blocks[_lufs(blocks) > QUIETEST]
    if not loud.size:
        return QUIETEST
    gate = float(_lufs(loud.mean(keepdims=True))[0]) - 10
    return float(_lufs(loud[_lufs(loud) > gate].mean(keepdims=True))[0])


def _range(blocks: NDArray[np.float64]) -> float:
    """EBU Tech 3342: from the 10th to the 95th percentile of what is above the relative gate."""
    loud = blocks[_lufs(blocks) > QUIETEST]
    if not loud.size:
        return 0.0
    gate = float(_lufs(loud.mean(keepdims=True))[0]) - 20
    low, high = np.percentile(_lufs(loud[_lufs(loud) > gate]), [10, 95])
    return float(high - low)
