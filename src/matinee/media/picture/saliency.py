"""What the eye goes to: the region of a picture that is least like its borders, and in focus.

The backgroundness of Zhang et al. (2015, "Minimum barrier salient object detection at 80 FPS"):
Mahalanobis distance to the colours of each of the four borders, the largest of the four left out,
since a subject may touch one border. Weighted by focus, by nearness to the middle and, of a film,
by what moves against the camera; of the map, the connected part that holds most of it.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from matinee.media.picture.faces import Picture

Reals = NDArray[np.float64]

WIDE = 160
_BINS = 40
_BORDER = 0.1
_CENTRE = 0.35
"""Spread of the preference for the middle, as a share of the picture."""
_OUT_OF_FOCUS = 0.35
"""What is left of a colour's weight where nothing is sharp."""
_HELD_STILL, _MOVED = 0.25, 0.25
"""What is left of the weight of what does not move, and the weight of motion without any of it."""
_TRIMMED = 0.08
"""Share of the region's saliency that may lie outside its box, on each axis."""


def salient_region(picture: Picture) -> tuple[tuple[float, float, float, float], float]:
    """Left, top, width, height as shares of the picture, and the share of all saliency in it."""
    return region_of(saliency_map(picture))


def region_of(felt: Reals) -> tuple[tuple[float, float, float, float], float]:
    """The same, of a map that is there."""
    height = felt.shape[0]
    scaled = np.asarray(255 * felt / max(float(felt.max()), 1e-9), np.uint8)
    _, strong = cv2.threshold(scaled, 0, 1, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    count, labels = cv2.connectedComponents(np.asarray(strong, np.uint8))
    masses = np.array([felt[labels == part].sum() for part in range(1, count)])
    total = float(felt.sum())
    if not masses.size or total <= 0:
        return (0.0, 0.0, 1.0, 1.0), 0.0
    inside = np.where(labels == 1 + int(masses.argmax()), felt, 0.0)
    left, right = _middle(inside.sum(axis=0))
    top, bottom = _middle(inside.sum(axis=1))
    box = (left / WIDE, top / height, (right - left) / WIDE, (bottom - top) / height)
    return box, float(masses.max()) / total


def attention_of(felt: Reals) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Shares of a map in each of 40 equal columns, and in each of 40 equal rows."""
    binned = cv2.resize(felt, (_BINS, _BINS), interpolation=cv2.INTER_AREA)
    total = float(binned.sum())
    even = np.asarray(binned / total if total > 0 else np.full_like(binned, 1 / _BINS**2))
    return tuple(map(float, even.sum(axis=0))), tuple(map(float, even.sum(axis=1)))


def saliency_map(picture: Picture, moves: Reals | None = None) -> Reals:
    """(height, 160): 0 and more, at 160 pixels' width; ``moves`` is what moves, at that size."""
    height = max(2, round(WIDE * picture.shape[0] / picture.shape[1]))
    small = np.asarray(cv2.resize(picture, (WIDE, height), interpolation=cv2.INTER_AREA), np.uint8)
    calm = cv2.pyrMeanShiftFiltering(small, 6, 18)
    colour = cv2.cvtColor(calm, cv2.COLOR_BGR2LAB).astype(np.float64)
    unlike = _unlike_borders(colour)
    grey = cv2.cvtColor(small, cv2.COLOR_BGR2GRAY)
    edges = np.abs(cv2.Laplacian(grey, cv2.CV_64F))
    focus = cv2.GaussianBlur(np.minimum(edges, 40.0), (0, 0), WIDE / 20)
    sharp = focus / max(float(focus.max()), 1e-9)
    weight = _OUT_OF_FOCUS + (1 - _OUT_OF_FOCUS) * sharp
    felt = np.asarray(unlike * weight * _centred(height), np.float64)
    if moves is not None:
        felt = felt / max(float(felt.max()), 1e-9)
        felt = felt * (_HELD_STILL + (1 - _HELD_STILL) * moves)
        felt += _MOVED * moves * _centred(height)
    return np.asarray(cv2.GaussianBlur(felt, (0, 0), WIDE / 50), np.float64)


def _unlike_borders(colour: Reals) -> Reals:
    high, wide = colour.shape[:2]
    down, across = max(1, round(_BORDER * high)), max(1, round(_BORDER * wide))
    bands = (colour[:down], colour[-down:], colour[:, :across], colour[:, -across:])
    distances: list[Reals] = []
    for band in bands:
        pixels = band.reshape(-1, 3)
        spread = np.cov(pixels.T) + np.eye(3) * 25.0
        away = colour - pixels.mean(axis=0)
        squared = np.einsum("hwc,cd,hwd->hw", away, np.linalg.inv(spread), away, optimize=True)
        distance = np.sqrt(np.maximum(squared, 0.0))
        distances.append(distance / max(float(distance.max()), 1e-9))
    every = np.stack(distances)
    return np.asarray(every.sum(axis=0) - every.max(axis=0), np.float64)


def _centred(height: int) -> Reals:
    x = (np.arange(WIDE) + 0.5) / WIDE - 0.5
    y = (np.arange(height) + 0.5) / height - 0.5
    return np.exp(-(x[None, :] ** 2 + y[:, None] ** 2) / (2 * _CENTRE**2))


def _middle(mass: Reals) -> tuple[int, int]:
    """The run that leaves half of what may be trimmed on either side."""
    share = np.cumsum(mass) / mass.sum()
    begin = int(np.searchsorted(share, _TRIMMED / 2))
    end = int(np.searchsorted(share, 1 - _TRIMMED / 2)) + 1
    return begin, min(end, len(mass))
