"""An artist's key frames carried through the rendered shot, beside carrying them by flow alone.

The artist paints every 24th frame; what the artist would have painted in the others is known.
Errors are mean distances to it within the matte, in bytes of 255, on frames five or more from a
key. Flow alone (DIS) carries either the painted picture or, the stronger peer, the painted
difference; both are given the same window of the face.
"""

import time
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.outcome import Figure
from benchmarks.studio.rendered_shot import RenderedShot
from matinee.studio.concept.colour import Bytes
from matinee.studio.reage.carrying.flow import carried_change, carried_picture
from matinee.studio.reage.carrying.lessons import FaceShot, face_shot
from matinee.studio.reage.carrying.loading import key_learning
from matinee.studio.reage.compositing import composited
from matinee.studio.reage.measures import error_inside

_APART = 24
_FAR = 5


@dataclass(frozen=True, slots=True)
class Carried:
    """The shot as the network carried it, and what that took."""

    result: Bytes
    keys: tuple[int, ...]
    training_seconds: float
    training_cpu_seconds: float
    cpu_seconds_a_frame: float


def key_frames(count: int) -> tuple[int, ...]:
    """Every 24th frame, and the last."""
    return tuple(sorted({*range(0, count, _APART), count - 1}))


def carry(shot: RenderedShot, *, steps: int) -> tuple[Carried, FaceShot]:
    """Paint the keys, train on them, and carry them to every frame."""
    keys = key_frames(len(shot.source))
    began, spent = time.perf_counter(), time.process_time()
    face = face_shot(shot.source, shot.matte, {key: shot.truth[key] for key in keys})
    learning = key_learning()
    weights = learning.train(face, steps=steps, heed=lambda _step: None)
    trained, after = time.perf_counter() - began, time.process_time() - spent
    began = time.process_time()
    carrier = learning.carrier(face, weights)
    shape = (shot.source.shape[1], shot.source.shape[2])
    made = [
        shot.truth[number]
        if number in keys
        else composited(frame, carrier.change(number, shape), matte)
        for number, (frame, matte) in enumerate(zip(shot.source, shot.matte, strict=True))
    ]
    a_frame = (time.process_time() - began) / len(made)
    return Carried(np.stack(made), keys, trained, after, a_frame), face


def flows(shot: RenderedShot, face: FaceShot) -> dict[str, Bytes]:
    """What flow alone makes of the same keys: by their pictures, and by their change."""
    shape = (shot.source.shape[1], shot.source.shape[2])
    made: dict[str, list[Bytes]] = {"pictures": [], "change": []}
    for number, (frame, matte) in enumerate(zip(shot.source, shot.matte, strict=True)):
        picture = carried_picture(face.source, number, face.painted) - face.source[number]
        change = carried_change(face.source, number, face.painted)
        for name, added in (("pictures", picture), ("change", change)):
            made[name].append(composited(frame, face.crop.placed(added, number, shape), matte))
    return {name: np.stack(each) for name, each in made.items()}


def far_error(
    shot: RenderedShot, result: Bytes, keys: tuple[int, ...], among: NDArray[np.intp] | None = None
) -> float:
    """The mean error within the matte on frames five or more from a key."""
    every = range(len(result)) if among is None else among
    far = [int(t) for t in every if min(abs(int(t) - key) for key in keys) >= _FAR]
    if not far:
        return float("nan")
    return float(np.nanmean(error_inside(result, shot.truth, shot.matte)[far]))


def compared(
    shot: RenderedShot, carried: Carried, by_flow: dict[str, Bytes], hard: NDArray[np.intp]
) -> tuple[dict[str, Figure], dict[str, dict[str, Figure]]]:
    """Figures of the network, and of flow alone beside it."""
    ours = far_error(shot, carried.result, carried.keys)
    ours_hard = far_error(shot, carried.result, carried.keys, hard)
    errors = {name: far_error(shot, made, carried.keys) for name, made in by_flow.items()}
    figures: dict[str, Figure] = {
        "key_frames": len(carried.keys),
        "carried_error": round(ours, 3),
        "carried_error_hardest": _told(ours_hard),
        "carried_to_flow_of_pictures": round(ours / errors["pictures"], 3),
        "carried_to_flow_of_change": round(ours / errors["change"], 3),
        "carried_training_seconds": round(carried.training_seconds, 1),
        "carried_training_cpu_seconds": round(carried.training_cpu_seconds, 1),
        "carried_cpu_seconds_a_frame": round(carried.cpu_seconds_a_frame, 3),
    }
    peers: dict[str, dict[str, Figure]] = {
        f"flow alone, carrying the {name} (DIS, here)": {
            "error": round(errors[name], 3),
            "error_hardest": _told(far_error(shot, made, carried.keys, hard)),
        }
        for name, made in by_flow.items()
    }
    peers["nothing done"] = {"error": round(far_error(shot, shot.source, carried.keys), 3)}
    return figures, peers


def _told(error: float) -> Figure:
    """Of a part of the shot there may be no frame so far from a key."""
    return round(error, 3) if np.isfinite(error) else "none of them is so far from a key"
