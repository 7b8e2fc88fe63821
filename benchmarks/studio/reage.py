"""``reage``: a re-aged shot of 120 frames whose truth is known at every pixel.

The shot is rendered from a public-domain portrait (see ``rendered_shot``). Digital cosmetics are
measured by what they leave alone and by how steady they are: change outside the matte, the temporal
warp error beside the source's (by the true flow), the finest detail, and the distance of dlib's
face descriptor beside that of a blur that changes as much. That descriptor calls two pictures one
person below 0.6, on Labelled Faces in the Wild (13,233 pictures). ``age_moved`` is what an age
estimator makes of it, beside the same of the blur and of the source from frame to frame
(``reage_ages``): no claim of years. The hardest frames are the 20 in which the source itself is
least steady. Key frames that are carried through the shot are measured by ``reage_keys``.
"""

import time
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from benchmarks.outcome import Figure, Outcome
from benchmarks.studio.reage_ages import told_ages
from benchmarks.studio.reage_keys import carry, compared, flows
from benchmarks.studio.rendered_shot import LENGTH, RenderedShot, render_shot
from matinee.assembly.face_networks import face_networks
from matinee.errors import Unavailable
from matinee.media.picture.faces import describe_face, find_faces
from matinee.studio.concept.colour import Bytes
from matinee.studio.reage.cosmetics import Cosmetics, face_width, retouched
from matinee.studio.reage.measures import (
    detail_kept,
    error_inside,
    matched_blur,
    outside_change,
    warp_errors,
)

_HARDEST = 20
_EVERY = 8
"""Of so many frames one is described, where it is not said which."""
_STEPS, _QUICK_STEPS = 2400, 100


def run(quick: bool) -> Outcome:
    """Render, retouch and carry; quick takes the frames of the hand, and trains little."""
    numbers = list(range(66, 96)) if quick else list(range(LENGTH))
    shot = render_shot(numbers)
    hard = _hardest(shot, len(numbers) // 6)
    figures: dict[str, Figure] = {"frames": len(numbers), "hardest_frames": len(hard)}
    cosmetics = _cosmetics(shot, hard)
    carried, face = carry(shot, steps=_QUICK_STEPS if quick else _STEPS)
    keys, beside = compared(shot, carried, flows(shot, face), hard)
    measured = {
        f"carried_{name}": value for name, value in _measured(shot, carried.result, hard).items()
    }
    result = _retouched(shot)[0]
    soft, softer = (
        matched_blur(shot.source, each, shot.matte) for each in (result, carried.result)
    )
    made = {"": result, "carried": carried.result, "blur": soft, "carried_blur": softer}
    ages, filmed = told_ages(shot.source, made, face_networks())
    cosmetics["age_moved"], measured["carried_age_moved"] = ages[""], ages["carried"]
    peers = {
        "a blur that changes as much (here)": _blur(shot, soft) | {"age_moved": ages["blur"]},
        "a blur that changes as much as carrying (here)": {"age_moved": ages["carried_blur"]},
        **beside,
    }
    return Outcome({**figures, **cosmetics, **keys, **measured, **filmed}, peers)


def _hardest(shot: RenderedShot, count: int) -> NDArray[np.intp]:
    unsteady = warp_errors(shot.source, shot.flow, shot.seen, shot.matte)
    ranked = np.argsort(-np.nan_to_num(unsteady, nan=np.inf))
    return np.sort(ranked[: min(_HARDEST, count)])


def _retouched(shot: RenderedShot) -> tuple[Bytes, float]:
    """The shot retouched at full strength, and processor seconds a frame."""
    began = time.process_time()
    width = face_width(shot.matte)
    made = [
        retouched(frame, matte, 1.0, Cosmetics(), width=width)
        for frame, matte in zip(shot.source, shot.matte, strict=True)
    ]
    return np.stack(made), (time.process_time() - began) / len(made)


def _cosmetics(shot: RenderedShot, hard: NDArray[np.intp]) -> dict[str, Figure]:
    result, seconds = _retouched(shot)
    return {**_measured(shot, result, hard), "cpu_seconds_a_frame": round(seconds, 4)}


def _measured(shot: RenderedShot, result: Bytes, hard: NDArray[np.intp]) -> dict[str, Figure]:
    kept = detail_kept(shot.source, result, shot.matte)
    changed = error_inside(result, shot.source, shot.matte)
    return {
        "outside_mask_change": outside_change(shot.source, result, shot.matte),
        "warp_ratio": _warp_ratio(shot, result),
        "warp_ratio_hardest": _warp_ratio(shot, result, hard),
        "detail_kept": _median(kept),
        "detail_kept_hardest": _median(kept[hard]),
        "mean_change_bytes": _median(changed),
        "mean_change_bytes_hardest": _median(changed[hard]),
        "identity_distance": _identity(shot.source, result, range(0, len(result), _EVERY)),
        "identity_distance_hardest": _identity(shot.source, result, hard.tolist()),
    }


def _warp_ratio(shot: RenderedShot, result: Bytes, among: NDArray[np.intp] | None = None) -> float:
    """The result's mean temporal warp error over the source's, on what both frames show."""
    errors = [
        warp_errors(frames, shot.flow, shot.seen, shot.matte) for frames in (result, shot.source)
    ]
    chosen = slice(None) if among is None else among
    return round(float(np.nanmean(errors[0][chosen]) / np.nanmean(errors[1][chosen])), 3)


def _blur(shot: RenderedShot, like: Bytes) -> dict[str, Figure]:
    """The Gaussian blur within the matte whose mean change is nearest to the result's."""
    return {
        "warp_ratio": _warp_ratio(shot, like),
        "detail_kept": _median(detail_kept(shot.source, like, shot.matte)),
        "mean_change_bytes": _median(error_inside(like, shot.source, shot.matte)),
        "identity_distance": _identity(shot.source, like, range(0, len(like), _EVERY)),
    }


def _identity(source: Bytes, result: Bytes, numbers: Sequence[int]) -> Figure:
    """The median distance of the descriptor between these frames and their results.

    A frame in which no face is found is left out.
    """
    apart: list[float] = []
    try:
        for number in numbers:
            before, after = (
                np.ascontiguousarray(each[number][..., ::-1]) for each in (source, result)
            )
            found = find_faces(before)
            if found:
                one, other = (describe_face(picture, found[0]) for picture in (before, after))
                apart.append(float(np.linalg.norm(one - other)))
    except (Unavailable, ImportError):
        return "the networks that see faces are not installed"
    return round(float(np.median(apart)), 3) if apart else "no face was found"


def _median(values: NDArray[np.float64]) -> float:
    return round(float(np.nanmedian(values)), 3)
