"""True peak by ITU-R BS.1770-4, annex 2: what lies between the samples, at four times their rate.

The filter is the one that the recommendation prints: four phases of twelve taps.
"""

import numpy as np

from matinee.media.decoding.sound import Samples

_FIRST = (
    0.0017089843750, 0.0109863281250, -0.0196533203125, 0.0332031250000,
    -0.0594482421875, 0.1373291015625, 0.9721679687500, -0.1022949218750,
    0.0476074218750, -0.0266113281250, 0.0148925781250, -0.0083007812500,
)  # fmt: skip
_SECOND = (
    -0.0291748046875, 0.0292968750000, -0.0517578125000, 0.0891113281250,
    -0.1665039062500, 0.4650878906250, 0.7797851562500, -0.2003173828125,
    0.1015625000000, -0.0582275390625, 0.0330810546875, -0.0189208984375,
)  # fmt: skip
_PHASES = np.array([_FIRST, _SECOND, _SECOND[::-1], _FIRST[::-1]])
_BEFORE = _PHASES.shape[1] - 1
_QUIETEST = 1e-6


class TruePeakMeter:
    """Takes stereo pieces at 48 kHz, one after the other."""

    def __init__(self) -> None:
        self._left = np.zeros((2, _BEFORE), np.float32)
        self._peak = 0.0

    def take(self, samples: Samples) -> None:
        """Add a piece; its length is free."""
        if not samples.size:
            return
        joined = np.concatenate([self._left, samples], axis=1)
        for channel in joined:
            for phase in _PHASES:
                between = np.convolve(channel, phase, mode="valid")
                self._peak = max(self._peak, float(np.abs(between).max()))
        # The samples themselves are peaks too: no phase of the filter passes through them.
        self._peak = max(self._peak, float(np.abs(samples).max()))
        self._left = joined[:, -_BEFORE:]

    def read(self) -> float:
        """In dBTP; −120 for silence."""
        return 20 * float(np.log10(max(self._peak, _QUIETEST)))
