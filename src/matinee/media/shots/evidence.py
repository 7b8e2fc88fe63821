"""What two moments of a film have in common: the measures that shot detectors decide on.

Colour is compared by histograms, which do not mind what moves; structure by blocks of the picture
that may have moved a little, which do not mind what colours are shared. Both run from 0 (the same)
to about 1 (nothing in common).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matinee.media.decoding.thumbnails import Thumbnails

Frames = NDArray[np.intp]
Distances = NDArray[np.float32]

_LUMA_BINS = 24
_CHROMA_BINS = 10
_REACH = 4
_BLOCK = 4
_CHUNK = 2048


@dataclass(frozen=True, slots=True)
class Evidence:
    """A film prepared for comparison: thumbnails and the histograms of their colours."""

    film: Thumbnails
    histograms: NDArray[np.float32]
    level: NDArray[np.float32]
    """(n,): mean luma, 0 to 255."""
    spread: NDArray[np.float32]
    """(n,): standard deviation of luma."""
    coarse: NDArray[np.float16]
    """(n, 336): luma of half the height and width, one row a frame."""

    @classmethod
    def of(cls, film: Thumbnails) -> "Evidence":
        """Prepare a film."""
        flat = film.luma.reshape(len(film), -1)
        count = len(film)
        level = np.empty(count, np.float32)
        spread = np.empty(count, np.float32)
        coarse = np.empty((count, film.luma[0].size // 4 if count else 0), np.float16)
        for start in range(0, count, _CHUNK):
            part = flat[start : start + _CHUNK].astype(np.float32)
            level[start : start + _CHUNK] = part.mean(axis=1)
            spread[start : start + _CHUNK] = part.std(axis=1)
            quarters = part.reshape(len(part), film.luma.shape[1] // 2, 2, -1, 2).mean(axis=(2, 4))
            coarse[start : start + _CHUNK] = quarters.reshape(len(part), -1)
        return cls(film, _histograms(film), level, spread, coarse)

    def colour_distance(self, a: Frames, b: Frames) -> Distances:
        """(k,): of frames ``a`` to frames ``b``, by the overlap of their histograms."""
        return np.abs(self.histograms[a] - self.histograms[b]).sum(axis=1) / 4

    def structure_distance(self, a: Frames, b: Frames) -> Distances:
        """(k,): how badly blocks of ``a`` are found near their places in ``b``.

        1 means that moved blocks fit no better than a block's own mean would.
        """
        return np.concatenate(
            [
                _structure(self.film.luma[a[i : i + _CHUNK]], self.film.luma[b[i : i + _CHUNK]])
                for i in range(0, len(a), _CHUNK)
            ]
            or [np.empty(0, np.float32)]
        )

    def change(self) -> Distances:
        """(n,): mean difference of each frame's luma to the one before, in grey levels; 0 first."""
        found = np.zeros(len(self.film), np.float32)
        for start in range(1, len(self.film), _CHUNK):
            part = self.film.luma[start - 1 : start + _CHUNK].astype(np.int16)
            found[start : start + _CHUNK] = np.abs(np.diff(part, axis=0)).mean(axis=(1, 2))
        return found


def _histograms(film: Thumbnails) -> NDArray[np.float32]:
    """(n, bins): luma and joint chroma, each summing to 1, softened over neighbouring bins."""
    count = len(film)
    both = np.empty((count, _LUMA_BINS + _CHROMA_BINS**2), np.float32)
    for start in range(0, count, _CHUNK):
        rows = slice(start, min(start + _CHUNK, count))
        luma = film.luma[rows].reshape(rows.stop - start, -1)
        both[rows, :_LUMA_BINS] = _counted(luma.astype(np.int32) * _LUMA_BINS // 256, _LUMA_BINS)
        # Chroma lives near grey: the middle half of its range gets all bins but the outermost.
        chroma = film.chroma[rows].astype(np.int32)
        fine = np.clip(
            (chroma - 128) * _CHROMA_BINS // 128 + _CHROMA_BINS // 2, 0, _CHROMA_BINS - 1
        )
        joint = fine[:, 0] * _CHROMA_BINS + fine[:, 1]
        both[rows, _LUMA_BINS:] = _counted(joint.reshape(rows.stop - start, -1), _CHROMA_BINS**2)
    luma = both[:, :_LUMA_BINS]
    padded = np.pad(luma, ((0, 0), (1, 1)), mode="edge")
    both[:, :_LUMA_BINS] = (padded[:, :-2] + 2 * padded[:, 1:-1] + padded[:, 2:]) / 4
    return both


def _counted(bins: NDArray[np.int32], count: int) -> NDArray[np.float32]:
    rows = len(bins)
    offset = np.arange(rows)[:, None] * count
    counted = np.bincount((bins + offset).reshape(-1), minlength=rows * count)
    return counted.reshape(rows, count).astype(np.float32) / bins.shape[1]


def _structure(a: NDArray[np.uint8], b: NDArray[np.uint8]) -> Distances:
    """By exhaustive block matching within ``_REACH`` pixels, on frames of equal mean and spread."""
    before, after = _evened(a), _evened(b)
    padded = np.pad(after, ((0, 0), (_REACH, _REACH), (_REACH, _REACH)), mode="edge")
    height, width = before.shape[1:]
    best: NDArray[np.float32] | None = None
    for dy in range(0, 2 * _REACH + 1, 2):
        for dx in range(0, 2 * _REACH + 1, 2):
            moved = padded[:, dy : dy + height, dx : dx + width]
            cost = _per_block(np.abs(before - moved))
            best = cost if best is None else np.minimum(best, cost)
    if best is None:
        raise AssertionError("there is at least one shift")
    return np.minimum(best.mean(axis=(1, 2)), 2)


def _per_block(values: NDArray[np.float32]) -> NDArray[np.float32]:
    count, height, width = values.shape
    blocks = values.reshape(count, height // _BLOCK, _BLOCK, width // _BLOCK, _BLOCK)
    return blocks.mean(axis=(2, 4))


def _evened(luma: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Centred, and divided by the mean deviation, so that light and contrast do not count."""
    values = luma.astype(np.float32)
    values -= values.mean(axis=(1, 2), keepdims=True)
    deviation = np.abs(values).mean(axis=(1, 2), keepdims=True)
    return values / np.maximum(deviation, 4)
