"""Patches of a picture as short vectors, so that likeness is a distance of few numbers. Pure."""

from dataclasses import dataclass
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from matinee.studio.concept.colour import Floats

Flags: TypeAlias = NDArray[np.bool_]
Places: TypeAlias = NDArray[np.intp]

HALF = 3
SIDE = 2 * HALF + 1
"""Pixels along a patch: wide enough to tell a weave, small enough to be found again."""
_KEPT = 20
"""Principal axes that are kept of a patch's 147 numbers."""
_LEARNED_FROM = 4000
_COLOURS = 3
_NEARBY = (9, 9)


@dataclass(frozen=True, slots=True)
class Axes:
    """The principal axes of a picture's patches: their mean (m), and k of them (m, k)."""

    mean: Floats
    along: Floats


def whole_patches(known: Flags) -> Flags:
    """Where a patch lies wholly within the picture (h, w) and within what is known of it."""
    window = np.ones((SIDE, SIDE), np.uint8)
    outside = cv2.BORDER_CONSTANT
    return cv2.erode(known.astype(np.uint8), window, borderType=outside, borderValue=0) > 0


def touching(hole: Flags) -> Flags:
    """Where a patch touches the hole (h, w)."""
    return cv2.dilate(hole.astype(np.uint8), np.ones((SIDE, SIDE), np.uint8)) > 0


def gathered(planes: Floats, at: Places) -> Floats:
    """The patches (n, channels × rows × columns) of (h, w, c) about places (n, 2)."""
    edged = cv2.copyMakeBorder(planes, HALF, HALF, HALF, HALF, cv2.BORDER_REFLECT_101)
    edged = edged.reshape(*edged.shape[:2], -1)
    windows = np.lib.stride_tricks.sliding_window_view(edged, (SIDE, SIDE), axis=(0, 1))
    return windows[at[:, 0], at[:, 1]].reshape(len(at), -1).astype(np.float32)


def with_roughness(picture: Floats, known: Flags) -> Floats:
    """The picture (h, w, 3) with its roughness across and down beside it: (h, w, 5).

    Roughness is the mean step from pixel to pixel nearby; without it, a patch that is half made
    finds smooth ones more alike than those of its own texture (Newson et al. 2014).
    """
    light = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    sure = cv2.erode(known.astype(np.uint8), np.ones((3, 3), np.uint8)).astype(np.float32)
    share = np.maximum(cv2.blur(sure, _NEARBY), 1e-3)
    steps = [
        cv2.blur(np.abs(cv2.Sobel(light, cv2.CV_32F, *way, scale=0.25)) * sure, _NEARBY) / share
        for way in ((1, 0), (0, 1))
    ]
    return (np.dstack([picture, *steps]) * known[..., None]).astype(np.float32)


def principal_axes(planes: Floats, at: Places, chance: np.random.Generator) -> Axes:
    """The axes along which the colours about some of the places (n, 2) differ most."""
    some = at[chance.permutation(len(at))[:_LEARNED_FROM]]
    patches = gathered(planes[..., :_COLOURS], some)
    mean = patches.mean(axis=0)
    apart = patches - mean
    _, vectors = np.linalg.eigh(apart.T @ apart / len(apart))
    return Axes(mean.astype(np.float32), vectors[:, : -_KEPT - 1 : -1].astype(np.float32))


def described(planes: Floats, axes: Axes) -> Floats:
    """The patch about every pixel of (h, w, 5): its colours along the axes, and its roughness."""
    kept = axes.along.shape[1]
    kernels = axes.along.T.reshape(kept, _COLOURS, SIDE, SIDE)
    middle = axes.mean @ axes.along
    channels = cv2.split(planes[..., :_COLOURS])
    found = np.empty((*planes.shape[:2], kept + 2), np.float32)
    found[..., kept:] = planes[..., _COLOURS:] * SIDE
    for number, kernel in enumerate(kernels):
        parts = [
            cv2.filter2D(channel, cv2.CV_32F, part, borderType=cv2.BORDER_REFLECT_101)
            for channel, part in zip(channels, kernel, strict=True)
        ]
        found[..., number] = np.sum(parts, axis=0) - middle[number]
    return found
