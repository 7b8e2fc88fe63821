"""The few colours that a picture consists of, told apart as people tell them apart. Pure.

k-means in CIELAB (Celebi 2011 compares such for colour quantisation), of which clusters that nobody
would call two colours are joined, and specks are left out.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from matinee.studio.concept.colour import Bytes, delta_e, from_lab, to_lab, to_linear, to_srgb
from matinee.studio.palettes.model import Swatch

MOST_COLOURS = 6
_SAMPLE = 10_000
_CLUSTERS = 12
_ONE_COLOUR = 10.0
"""CIEDE2000 below which two clusters are one colour: about what passes for the same paint."""
_SPECK = 0.01
_ROUNDS, _TRIES = 40, 3


def colours_of(pixels: Bytes) -> tuple[Swatch, ...]:
    """The colours of a picture (h, w, 3; sRGB), the widest first; :data:`MOST_COLOURS` at most."""
    height, width = pixels.shape[:2]
    scale = min(1.0, (_SAMPLE / (height * width)) ** 0.5)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    # Made smaller by means, so that grain is no colour of its own.
    small = np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8)
    lab = to_lab(to_linear(small.reshape(-1, 3))).astype(np.float32)
    means, counts = _clustered(lab)
    means, counts = _joined(means, counts)
    shares = counts / counts.sum()
    kept = [each for each in np.argsort(-shares, kind="stable") if shares[each] >= _SPECK]
    return tuple(
        Swatch(_bytes(means[each]), round(float(shares[each]), 4)) for each in kept[:MOST_COLOURS]
    )


def _clustered(lab: NDArray[np.float32]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Means (k, 3) and counts (k,)."""
    different = np.unique(np.round(lab, 2), axis=0)
    if len(different) <= _CLUSTERS:
        near = np.argmin(((lab[:, None] - different[None]) ** 2).sum(axis=-1), axis=1)
        return different.astype(np.float64), np.bincount(near, minlength=len(different)).astype(
            float
        )
    cv2.setRNGSeed(11)
    until = (cv2.TERM_CRITERIA_EPS + cv2.TERM_CRITERIA_MAX_ITER, _ROUNDS, 0.1)
    empty = np.zeros((len(lab), 1), np.int32)
    _, labels, means = cv2.kmeans(lab, _CLUSTERS, empty, until, _TRIES, cv2.KMEANS_PP_CENTERS)
    counts = np.bincount(np.asarray(labels).ravel(), minlength=_CLUSTERS)
    return np.asarray(means, np.float64), counts.astype(float)


def _joined(
    means: NDArray[np.float64], counts: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The two that are most alike become one, for as long as they are one colour."""
    while len(means) > 1:
        apart = delta_e(means[:, None], means[None])
        np.fill_diagonal(apart, np.inf)
        one, other = divmod(int(np.argmin(apart)), len(means))
        if apart[one, other] >= _ONE_COLOUR:
            break
        both = counts[one] + counts[other]
        means[one] = (means[one] * counts[one] + means[other] * counts[other]) / both
        counts[one] = both
        means, counts = np.delete(means, other, axis=0), np.delete(counts, other)
    return means, counts


def _bytes(lab: NDArray[np.float64]) -> tuple[int, int, int]:
    red, green, blue = np.rint(to_srgb(from_lab(lab))).astype(int).tolist()
    return red, green, blue
