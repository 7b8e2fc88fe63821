"""What the passes measure, as arrays on disk: a pass that is stopped goes on from its last part."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matinee.media.arrays import Kept
from matinee.media.picture.faces import Face


@dataclass(frozen=True)
class SoundMeasures(Kept):
    """Of the whole film: loudness ten a second, speech and music at rates of their own."""

    momentary: NDArray[np.float32]
    short_term: NDArray[np.float32]
    summary: NDArray[np.float32]
    """(3,): integrated LUFS, loudness range in LU, sample peak in dB."""
    speech: NDArray[np.float32]
    music: NDArray[np.float32]


@dataclass(frozen=True)
class PictureMeasures(Kept):
    """Of a stretch of film: some frames a second, looked at closely.

    A sample's faces and rows of text lie in ``faces`` and ``rows``, whose first column numbers the
    sample; after it left, top, width and height as shares, for faces the score as well.
    """

    sampled_at: NDArray[np.float64]
    light: NDArray[np.float32]
    """(s, 4): brightness, contrast, colourfulness, sharpness."""
    motion: NDArray[np.float32]
    """(s,): movement as a share of the width per second."""
    faces: NDArray[np.float32]
    """(f, 6)."""
    descriptors: NDArray[np.float32]
    """(f, 128), NaN where a face was not described."""
    rows: NDArray[np.float32]
    """(r, 5)."""

    def faces_of(self, sample: int) -> list[tuple[Face, NDArray[np.float32] | None]]:
        """The faces of one sample, each with its descriptor where there is one."""
        found: list[tuple[Face, NDArray[np.float32] | None]] = []
        for index in np.flatnonzero(self.faces[:, 0] == sample):
            left, top, wide, high, score = (float(value) for value in self.faces[index, 1:])
            described = self.descriptors[index]
            known = None if np.isnan(described[0]) else described
            found.append((Face((left, top, wide, high), score), known))
        return found


def joined(parts: list[PictureMeasures]) -> PictureMeasures:
    """The stretches of a film, in order, as one."""
    before = np.cumsum([0] + [len(part.sampled_at) for part in parts])

    def numbered(name: str) -> NDArray[np.float32]:
        moved: list[NDArray[np.float32]] = []
        for part, offset in zip(parts, before, strict=False):
            table = getattr(part, name).copy()
            table[:, 0] += offset
            moved.append(table)
        return np.concatenate(moved)

    def one(name: str) -> NDArray[Any]:
        return np.concatenate([getattr(part, name) for part in parts])

    if not parts:
        return nothing_measured()
    return PictureMeasures(
        sampled_at=one("sampled_at"),
        light=one("light"),
        motion=one("motion"),
        faces=numbered("faces"),
        descriptors=one("descriptors"),
        rows=numbered("rows"),
    )


def nothing_measured() -> PictureMeasures:
    """Of no film at all."""
    return PictureMeasures(
        sampled_at=np.empty(0),
        light=np.empty((0, 4), np.float32),
        motion=np.empty(0, np.float32),
        faces=np.empty((0, 6), np.float32),
        descriptors=np.empty((0, 128), np.float32),
        rows=np.empty((0, 5), np.float32),
    )
