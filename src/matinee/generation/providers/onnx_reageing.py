"""Re-ageing by an ONNX file: a network that says, for each pixel, what age changes.

What it takes and answers is :mod:`~matinee.generation.providers.reageing_form`.
"""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime as ort

from matinee.errors import Conflict, Unavailable
from matinee.generation.answers import ReageAnswer
from matinee.generation.checks import UNANSWERED
from matinee.generation.model import Ability, ModelProfile
from matinee.generation.providers.reageing_form import (
    CHANNELS_IN,
    CHANNELS_OUT,
    Floats,
    changed,
    given,
    is_deep,
    pixels,
    png_of,
)
from matinee.generation.providers.worker_thread import Stop, WorkerThread
from matinee.generation.requests import ReageRequest
from matinee.generation.weights import read_weights

_THREADS = 2


class OnnxReageing:
    """A re-ageing network in a file, on the processor."""

    can: frozenset[Ability] = frozenset()

    def __init__(self, file: Path, profile: ModelProfile) -> None:
        self.profile = profile
        self._file, self._said = file, profile.weights
        self._worker = WorkerThread(profile.name, self._load)

    def _load(self) -> "Network":
        weights = read_weights(self._file, self._said)
        network = open_network(self._file)
        self.profile = replace(self.profile, weights=weights)
        return network

    async def ready(self) -> None:
        """Load the file."""
        await self._worker.ready()

    async def close(self) -> None:
        """Let the network go."""
        await self._worker.close()

    async def reage(self, request: ReageRequest) -> ReageAnswer:
        """Each frame by itself; a caller who goes away stops it between two frames."""

        def work(network: "Network", stop: Stop) -> tuple[bytes, ...]:
            made: list[bytes] = []
            for frame in request.frames:
                stop.heed()
                after = network.reaged(pixels(frame), request.from_age, request.to_age)
                made.append(png_of(after, deep=is_deep(frame)))
            return tuple(made)

        return ReageAnswer(await self._worker.ask(work))


class Network:
    """A loaded network; ``side`` is its own height and width, None where it takes any."""

    def __init__(self, session: Any, side: tuple[int, int] | None) -> None:
        self._session = session
        self._name = session.get_inputs()[0].name
        self.side = side

    def reaged(self, picture: Floats, from_age: int, to_age: int) -> Floats:
        """A picture (height, width, 3), 0 to 1, at another age; the same shape."""
        shown = given(picture, from_age, to_age, side=self.side)
        [answer] = self._session.run(None, {self._name: shown})
        change = np.asarray(answer, np.float32)
        wanted = (1, CHANNELS_OUT, *shown.shape[2:])
        if change.shape != wanted or not np.isfinite(change).all():
            raise Unavailable(
                f"The re-ageing network answered with the shape {change.shape}, or no numbers.",
                remedy="Name a network of the form that docs/how-to/models.md describes.",
                code=UNANSWERED,
            )
        return changed(picture, change)


def open_network(file: Path) -> Network:
    """Load a network and check its form; Conflict where it has another."""
    if not file.is_file():
        raise Unavailable(
            f"There is no file {file.name} with a re-ageing network.",
            remedy="Put it where the tools file says, or correct the name there.",
            code="model_missing",
        )
    options = ort.SessionOptions()
    options.intra_op_num_threads = _THREADS
    session = ort.InferenceSession(file, options, providers=["CPUExecutionProvider"])
    inputs, outputs = session.get_inputs(), session.get_outputs()
    shape = list(inputs[0].shape) if len(inputs) == 1 and len(outputs) == 1 else []
    if (
        len(shape) != 4
        or shape[1] != CHANNELS_IN
        or inputs[0].type != "tensor(float)"
        or list(outputs[0].shape)[1:2] != [CHANNELS_OUT]
    ):
        raise Conflict(
            f"{file.name} is no re-ageing network: it takes {shape or 'several inputs'}.",
            remedy="It takes (n, 5, height, width) float32 and gives (n, 3, height, width).",
            code="wrong_network",
        )
    fixed = isinstance(shape[2], int) and isinstance(shape[3], int)
    return Network(session, (shape[2], shape[3]) if fixed else None)
