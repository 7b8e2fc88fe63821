"""Single pictures of a film, measured and written as JPEG: what artwork is chosen from.

Runs on the workbench, so that a stranger's file is decoded in the confined process only.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import av
import cv2
import numpy as np
from numpy.typing import NDArray

from matinee.media.decoding.frames import frames_of
from matinee.media.picture.eyes import openness
from matinee.media.picture.faces import SURE, Picture, find_faces
from matinee.media.picture.lettering import rows_of_text
from matinee.media.picture.light import light_of
from matinee.media.picture.moving import own_motion
from matinee.media.picture.saliency import WIDE, attention_of, region_of, saliency_map
from matinee.media.picture.still import Still

_MEASURED_WIDTH = 640
_QUALITY = 92
_FAR = 8.0
"""Seconds from which jumping to a moment costs less than decoding the way to it."""
_LAYOUT = (6, 4)
_PERHAPS = 0.35
"""From this score on something may be a face: a drawn one seldom is surer."""
_LATER = 0.12
"""Seconds after a picture at which the film is looked at for what moves in it."""


@dataclass(frozen=True, slots=True)
class _Taken:
    at: float
    frame: av.VideoFrame


def take_stills(
    film: Path, times: Sequence[float], folder: Path, *, width: int, told: Callable[[float], None]
) -> list[Still]:
    """The first frame at or after each time, at most ``width`` wide, in the order of time."""
    found: list[Still] = []

    def finish(taken: "_Taken", later: av.VideoFrame | None) -> None:
        found.append(_still(taken, later, folder / f"{len(found):04d}.jpg", width))
        told(len(found) / len(times))

    for begin, wanted in _stretches(sorted(times)):
        due, waiting = list(wanted), list[_Taken]()
        for at, frame in frames_of(film, begin=begin):
            while waiting and at >= waiting[0].at + _LATER:
                finish(waiting.pop(0), frame)
            if due and at >= due[0] - 0.02:
                while due and due[0] <= at + 0.02:
                    due.pop(0)
                waiting.append(_Taken(at, frame))
            if not due and not waiting:
                break
        for taken in waiting:
            finish(taken, None)
    return found


def _stretches(times: list[float]) -> list[tuple[float, list[float]]]:
    """Moments that are near each other are reached in one go."""
    stretches: list[tuple[float, list[float]]] = []
    for at in times:
        if stretches and at - stretches[-1][1][-1] <= _FAR:
            stretches[-1][1].append(at)
        else:
            stretches.append((max(0.0, at), [at]))
    return stretches


def _still(taken: _Taken, later: av.VideoFrame | None, path: Path, width: int) -> Still:
    frame = taken.frame
    wide = min(width, frame.width)
    high = max(2, round(wide * frame.height / frame.width / 2) * 2)
    picture = frame.reformat(
        width=wide, height=high, format="bgr24", interpolation="AREA"
    ).to_ndarray()
    written, encoded = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
    if not written:
        raise AssertionError("a picture of three colours can be written as JPEG")
    path.write_bytes(encoded.tobytes())
    small = _small(np.asarray(picture, np.uint8))
    grey = np.asarray(cv2.cvtColor(small, cv2.COLOR_BGR2GRAY), np.uint8)
    light = light_of(small)
    felt = saliency_map(small, None if later is None else _moves(frame, later, small))
    salient, share = region_of(felt)
    across, down = attention_of(felt)
    faces = find_faces(small)
    perhaps = [face for face in find_faces(small, least=_PERHAPS) if face.score <= SURE]
    layout = cv2.cvtColor(
        cv2.resize(small, _LAYOUT, interpolation=cv2.INTER_AREA), cv2.COLOR_BGR2LAB
    )
    return Still(
        at=round(taken.at, 3),
        file=path.name,
        width=wide,
        height=high,
        brightness=light.brightness,
        contrast=light.contrast,
        colourfulness=light.colourfulness,
        sharpness=light.sharpness,
        clipped=float(((grey < 6) | (grey > 249)).mean()),
        faces=tuple(face.box for face in faces),
        heads=tuple(face.head for face in (*faces, *perhaps)),
        salient=salient,
        salient_share=share,
        salient_light=_light_within(grey, salient),
        across=across,
        down=down,
        letters=sum(row.box[2] * row.box[3] for row in rows_of_text(small)),
        layout=tuple(float(value) for value in layout.reshape(-1)),
        eyes=tuple(openness(np.asarray(picture, np.uint8), face) for face in faces),
        perhaps=tuple((*face.box, face.score) for face in perhaps),
    )


def _moves(frame: av.VideoFrame, later: av.VideoFrame, small: Picture) -> NDArray[np.float64]:
    high = max(2, round(WIDE * small.shape[0] / small.shape[1]))
    first, second = (
        each.reformat(width=WIDE, height=high, format="gray", interpolation="AREA").to_ndarray()
        for each in (frame, later)
    )
    return own_motion(np.asarray(first, np.uint8), np.asarray(second, np.uint8))


def _light_within(grey: NDArray[np.uint8], box: tuple[float, float, float, float]) -> float:
    high, wide = grey.shape
    left, top = int(box[0] * wide), int(box[1] * high)
    right, bottom = round((box[0] + box[2]) * wide), round((box[1] + box[3]) * high)
    return float(grey[top : max(bottom, top + 1), left : max(right, left + 1)].mean())


def _small(picture: Picture) -> Picture:
    high = max(2, round(_MEASURED_WIDTH * picture.shape[0] / picture.shape[1]))
    size = (_MEASURED_WIDTH, high)
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)
