"""Small pictures for the seek bar, many to a sheet: one download shows minutes of film."""

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from av.video.reformatter import VideoReformatter
from numpy.typing import NDArray

from matinee.media.decoding.frames import frames_of

COLUMNS, ROWS = 8, 8
_WIDE = 160
_MOST = 600


@dataclass(frozen=True, slots=True)
class TrickPlay:
    """JPEG sheets, and how to find a moment in them."""

    sheets: tuple[bytes, ...]
    each_seconds: float
    width: int
    height: int


def trick_play(path: Path, seconds: float) -> TrickPlay:
    """A picture every two seconds; of long films, 600 in all. Only key frames are decoded."""
    each = max(2.0, seconds / _MOST)
    pictures: list[NDArray[np.uint8]] = []
    reformatter = VideoReformatter()
    height = 90
    latest: NDArray[np.uint8] | None = None
    due = 0.0
    for at, frame in frames_of(path, only_keys=True):
        height = max(2, round(_WIDE * frame.height / frame.width / 2) * 2)
        while latest is not None and due < at:
            pictures.append(latest)
            due += each
        small = reformatter.reformat(
            frame, width=_WIDE, height=height, format="bgr24", interpolation="AREA"
        )
        latest = small.to_ndarray().astype(np.uint8, copy=False)
    while latest is not None and due < seconds:
        pictures.append(latest)
        due += each
    per_sheet = COLUMNS * ROWS
    sheets = [
        _sheet(pictures[start : start + per_sheet], height)
        for start in range(0, len(pictures), per_sheet)
    ]
    return TrickPlay(tuple(sheets), each, _WIDE, height)


def _sheet(pictures: list[NDArray[np.uint8]], height: int) -> bytes:
    sheet = np.zeros((ROWS * height, COLUMNS * _WIDE, 3), np.uint8)
    for index, picture in enumerate(pictures):
        row, column = divmod(index, COLUMNS)
        sheet[row * height : (row + 1) * height, column * _WIDE : (column + 1) * _WIDE] = picture
    return cv2.imencode(".jpg", sheet, [cv2.IMWRITE_JPEG_QUALITY, 78])[1].tobytes()
