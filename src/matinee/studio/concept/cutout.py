"""Where a garment or a wall is, from a box that a person drew: GrabCut (Rother et al. 2004)."""

import math

import cv2
import numpy as np

from matinee.errors import Invalid
from matinee.studio.concept.colour import Bytes
from matinee.studio.concept.model import Box

_ROUNDS = 4
_LONGEST = 480
"""GrabCut's time grows with the pixels: borders are found at this size and softened after."""


def cut_out(picture: Bytes, box: Box) -> Bytes:
    """A soft mask (h, w; 0 to 255) of what stands out within the box; 0 outside of it."""
    _checked(box)
    height, width = picture.shape[:2]
    scale = min(1.0, _LONGEST / max(height, width))
    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    rows, columns = small.shape[:2]
    left, top = round(box.left * columns), round(box.top * rows)
    right, bottom = round(box.right * columns), round(box.bottom * rows)
    marks = np.full((rows, columns), cv2.GC_BGD, np.uint8)
    marks[top:bottom, left:right] = cv2.GC_PR_FGD
    if np.all(marks == cv2.GC_PR_FGD):
        # The colours of what is around are learned from outside the box, so some of it is needed.
        marks[:2], marks[-2:] = cv2.GC_BGD, cv2.GC_BGD
        marks[:, :2], marks[:, -2:] = cv2.GC_BGD, cv2.GC_BGD
    if right - left < 8 or bottom - top < 8:
        raise Invalid("The box is too small.", remedy="Draw a larger one.", field="box")
    cv2.setRNGSeed(7)
    around, within = np.zeros((1, 65)), np.zeros((1, 65))
    cv2.grabCut(small, marks, (0, 0, 0, 0), around, within, _ROUNDS, cv2.GC_INIT_WITH_MASK)
    found = np.isin(marks, (cv2.GC_FGD, cv2.GC_PR_FGD)).astype(np.uint8) * 255
    large = cv2.resize(found, (width, height), interpolation=cv2.INTER_LINEAR)
    soft = cv2.GaussianBlur(large, (0, 0), max(0.7, 0.5 / scale)).astype(np.uint8)
    soft[: round(box.top * height)] = 0
    soft[round(box.bottom * height) :] = 0
    soft[:, : round(box.left * width)] = 0
    soft[:, round(box.right * width) :] = 0
    return soft


def boxed(picture: Bytes, box: Box) -> Bytes:
    """A mask (h, w; 0 or 255) of everything of a picture (h, w, 3) within the box."""
    _checked(box)
    height, width = picture.shape[:2]
    mask = np.zeros((height, width), np.uint8)
    left, top = math.floor(box.left * width), math.floor(box.top * height)
    mask[top : math.ceil(box.bottom * height), left : math.ceil(box.right * width)] = 255
    return mask


def _checked(box: Box) -> None:
    if not (0 <= box.left < box.right <= 1 and 0 <= box.top < box.bottom <= 1):
        raise Invalid(
            "The box has no area within the picture.",
            remedy="Give left < right and top < bottom, each from 0 to 1.",
            field="box",
        )
