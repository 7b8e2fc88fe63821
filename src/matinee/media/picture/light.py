"""Light, colour and focus of single pictures."""

from dataclasses import dataclass

import cv2
import numpy as np

from matinee.media.picture.faces import Picture


@dataclass(frozen=True, slots=True)
class Light:
    """``brightness`` and ``contrast`` in grey levels; ``colourfulness`` from 0 (grey) to about 110.

    ``sharpness`` is the variance of the Laplacian, which focus and detail raise.
    """

    brightness: float
    contrast: float
    colourfulness: float
    sharpness: float


def light_of(picture: Picture) -> Light:
    """Measure one picture of some 320 pixels' width."""
    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    mean, deviation = cv2.meanStdDev(grey)
    sharp = cv2.meanStdDev(cv2.Laplacian(grey, cv2.CV_32F))[1]
    return Light(
        float(mean[0, 0]), float(deviation[0, 0]), colourfulness(picture), float(sharp[0, 0] ** 2)
    )


def colourfulness(picture: Picture) -> float:
    """By Hasler & Süsstrunk (2003): spread and distance from grey in opponent colours."""
    blue, green, red = cv2.split(picture.astype(np.float32))
    pair = np.stack([red - green, (red + green) / 2 - blue])
    flat = pair.reshape(2, -1)
    return float(np.hypot(*flat.std(axis=1)) + 0.3 * np.hypot(*flat.mean(axis=1)))
