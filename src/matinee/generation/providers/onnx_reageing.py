"""Re-ageing by an ONNX file: a network that says, for each pixel, what age changes.

Form: Zoss et al., "Production-Ready Face Re-Aging for Visual Effects" (SIGGRAPH Asia 2022). One
input of five channels, (n, 5, height, width) float32: red, green and blue from 0 to 1, the present
age and the wished one, both divided by 100; one output of three channels that is added to the
picture. Where the network has a size of its own, the picture is shown to it in that size, and only
the difference is brought back to the picture's: detail that the network never saw stays.
"""

from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import onnxruntime as ort
from numpy.typing import NDArray
from PIL import Image

from matinee.errors import Conflict, Unavailable
from matinee.generation.answers import ReageAnswer
from matinee.generation.checks import UNANSWERED
from matinee.generation.model import Ability, ModelProfile
from matinee.generation.providers.worker_thread import Stop, WorkerThread
from matinee.generation.requests import ReageRequest
from matinee.generation.weights import read_weights

Floats: TypeAlias = NDArray[np.float32]
_CHANNELS_IN, _CHANNELS_OUT = 5, 3
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
                picture = _pixels(frame)
                made.append(_png(network.reaged(picture, request.from_age, request.to_age)))
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
        height, width = picture.shape[:2]
        shown = picture if self.side is None else _resized(picture, self.side)
        ages = np.broadcast_to(
            np.array([from_age, to_age], np.float32)[:, None, None] / 100, (2, *shown.shape[:2])
        )
        given = np.concatenate([shown.transpose(2, 0, 1), ages])[None].astype(np.float32)
        [answer] = self._session.run(None, {self._name: given})
        change = np.asarray(answer, np.float32)
        if change.shape != (1, _CHANNELS_OUT, *shown.shape[:2]) or not np.isfinite(change).all():
            raise Unavailable(
                f"The re-ageing network answered with the shape {change.shape}, or no numbers.",
                remedy="Name a network of the form that docs/how-to/models.md describes.",
                code=UNANSWERED,
            )
        difference = change[0].transpose(1, 2, 0)
        if self.side is not None:
            difference = _resized(difference, (height, width))
        return np.asarray(np.clip(picture + difference, 0, 1), np.float32)


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
        or shape[1] != _CHANNELS_IN
        or inputs[0].type != "tensor(float)"
        or list(outputs[0].shape)[1:2] != [_CHANNELS_OUT]
    ):
        raise Conflict(
            f"{file.name} is no re-ageing network: it takes {shape or 'several inputs'}.",
            remedy="It takes (n, 5, height, width) float32 and gives (n, 3, height, width).",
            code="wrong_network",
        )
    fixed = isinstance(shape[2], int) and isinstance(shape[3], int)
    return Network(session, (shape[2], shape[3]) if fixed else None)


def _pixels(png: bytes) -> Floats:
    with Image.open(BytesIO(png), formats=["PNG"]) as picture:
        return np.asarray(picture.convert("RGB"), np.float32) / np.float32(255)


def _png(picture: Floats) -> bytes:
    written = BytesIO()
    Image.fromarray(np.rint(picture * 255).astype(np.uint8), "RGB").save(written, "PNG")
    return written.getvalue()


def _resized(picture: Floats, side: tuple[int, int]) -> Floats:
    """To (height, width), linearly between pixels, with what shrinks averaged."""
    height, width = side
    planes = [
        np.asarray(
            Image.fromarray(np.ascontiguousarray(picture[..., plane])).resize(
                (width, height), Image.Resampling.BILINEAR
            )
        )
        for plane in range(picture.shape[2])
    ]
    return np.stack(planes, axis=-1).astype(np.float32)
