"""Where somebody speaks: Silero's network (MIT; its ONNX file comes in a wheel), in many lanes.

The network reads 32 ms at a time and remembers; a long piece is cut into lanes that are read side
by side, each with a second of run-up, which costs a third of reading it in one go.
"""

from functools import lru_cache

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from matinee.media.carried import carried_network
from matinee.media.decoding.sound import RATE, Samples
from matinee.media.sound.filters import filters

SPEECH_RATE = 16_000
WINDOW = 512
WINDOWS_A_SECOND = SPEECH_RATE / WINDOW
_CONTEXT = 64
_LANES = 16
_RUN_UP = 32
"""Windows that a lane reads before its own."""


class SpeechMeter:
    """Takes stereo pieces at 48 kHz; gives the probability of speech, 31.25 times a second."""

    def __init__(self) -> None:
        self._session = _network()
        self._before = np.zeros(_RUN_UP * WINDOW, np.float32)
        self._left = np.empty(0, np.float32)
        self._probabilities: list[NDArray[np.float32]] = []

    def take(self, samples: Samples) -> None:
        """Add a piece; at best some ten seconds."""
        mono = filters().resample_poly(samples.mean(axis=0), SPEECH_RATE, RATE).astype(np.float32)
        joined = np.concatenate([self._left, mono])
        windows = len(joined) // WINDOW
        self._left = joined[windows * WINDOW :]
        if windows:
            self._read(joined[: windows * WINDOW])

    def read(self) -> NDArray[np.float32]:
        """(n,): the probability in each window so far."""
        return np.concatenate([np.empty(0, np.float32), *self._probabilities])

    def _read(self, fresh: NDArray[np.float32]) -> None:
        count = len(fresh) // WINDOW
        each = -(-count // _LANES)
        padded = np.zeros((_RUN_UP + each * _LANES) * WINDOW, np.float32)
        padded[: len(self._before)] = self._before
        padded[len(self._before) : len(self._before) + len(fresh)] = fresh
        steps = _RUN_UP + each
        starts = np.arange(_LANES) * each * WINDOW
        state = np.zeros((2, _LANES, 128), np.float32)
        heard = np.empty((_LANES, steps), np.float32)
        context = np.zeros((_LANES, _CONTEXT), np.float32)
        for step in range(steps):
            at = starts[:, None] + step * WINDOW + np.arange(WINDOW)
            window = padded[at]
            given = {
                "input": np.concatenate([context, window], axis=1),
                "state": state,
                "sr": np.array(SPEECH_RATE, np.int64),
            }
            probability, state = self._session.run(None, given)
            heard[:, step] = np.asarray(probability)[:, 0]
            context = window[:, -_CONTEXT:]
        self._probabilities.append(heard[:, _RUN_UP:].reshape(-1)[:count])
        self._before = np.concatenate([self._before, fresh])[-_RUN_UP * WINDOW :]


@lru_cache(maxsize=1)
def _network() -> onnxruntime.InferenceSession:
    return carried_network("silero_vad", "data", "silero_vad.onnx", does="hears speech")
