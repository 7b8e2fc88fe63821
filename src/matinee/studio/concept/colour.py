"""sRGB (IEC 61966-2-1), linear light, CIELAB under D65, and CIEDE2000. Pure."""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float32]
Bytes: TypeAlias = NDArray[np.uint8]

_TO_XYZ = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ],
    dtype=np.float32,
)
_FROM_XYZ = np.linalg.inv(_TO_XYZ).astype(np.float32)
_WHITE = np.array([0.95047, 1.0, 1.08883], dtype=np.float32)
_STEPS = np.arange(256, dtype=np.float64) / 255
_LINEAR = np.where(_STEPS <= 0.04045, _STEPS / 12.92, ((_STEPS + 0.055) / 1.055) ** 2.4)
_BY_BYTE = _LINEAR.astype(np.float32)


def to_linear(srgb: Bytes) -> Floats:
    """Linear light, 0 to 1, of sRGB bytes; any shape."""
    return _BY_BYTE[srgb]


def to_srgb(linear: Floats) -> Floats:
    """sRGB, 0 to 255 and not rounded, of linear light; what lies outside 0 to 1 is clipped."""
    held = np.clip(linear, 0, 1)
    coded = np.where(held <= 0.0031308, held * 12.92, 1.055 * held ** (1 / 2.4) - 0.055)
    return (coded * 255).astype(np.float32)


def luminance(linear: Floats) -> Floats:
    """Relative luminance of linear light (..., 3)."""
    return linear @ _TO_XYZ[1]


def to_lab(linear: Floats) -> Floats:
    """CIELAB (L from 0 to 100) of linear light (..., 3)."""
    xyz = (linear @ _TO_XYZ.T) / _WHITE
    bent = np.where(xyz > 216 / 24389, np.cbrt(xyz), (24389 / 27 * xyz + 16) / 116)
    x, y, z = bent[..., 0], bent[..., 1], bent[..., 2]
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], axis=-1)


def from_lab(lab: NDArray[np.floating]) -> Floats:
    """Linear light (..., 3) of CIELAB; what sRGB does not hold lies outside 0 to 1."""
    light = (np.asarray(lab, np.float32)[..., 0] + 16) / 116
    bent = np.stack([light + lab[..., 1] / 500, light, light - lab[..., 2] / 200], axis=-1)
    xyz = np.where(bent > 6 / 29, bent**3, (116 * bent - 16) * 27 / 24389) * _WHITE
    return (xyz @ _FROM_XYZ.T).astype(np.float32)


def delta_e(one: NDArray[np.floating], other: NDArray[np.floating]) -> NDArray[np.float64]:
    """CIEDE2000 between CIELAB colours (..., 3), after Sharma, Wu and Dalal 2005."""
    light1, a1, b1 = np.moveaxis(np.asarray(one, np.float64), -1, 0)
    light2, a2, b2 = np.moveaxis(np.asarray(other, np.float64), -1, 0)
    mean7 = ((np.hypot(a1, b1) + np.hypot(a2, b2)) / 2) ** 7
    stretch = 1.5 - 0.5 * np.sqrt(mean7 / (mean7 + 25.0**7))
    a1, a2 = a1 * stretch, a2 * stretch
    chroma1, chroma2 = np.hypot(a1, b1), np.hypot(a2, b2)
    hue1, hue2 = np.degrees(np.arctan2(b1, a1)) % 360, np.degrees(np.arctan2(b2, a2)) % 360
    coloured = chroma1 * chroma2 != 0
    turn = np.where(coloured, (hue2 - hue1 + 180) % 360 - 180, 0)
    # Exactly opposite hues may turn either way; the paper takes the positive half turn.
    turn = np.where((turn == -180) & (hue2 > hue1), 180, turn)
    d_light, d_chroma = light2 - light1, chroma2 - chroma1
    d_hue = 2 * np.sqrt(chroma1 * chroma2) * np.sin(np.radians(turn / 2))
    light, chroma = (light1 + light2) / 2, (chroma1 + chroma2) / 2
    far = np.abs(hue1 - hue2) > 180
    total = hue1 + hue2
    hue = np.where(far, np.where(total < 360, total + 360, total - 360), total) / 2
    hue = np.where(coloured, hue, total)
    weight = (
        1
        - 0.17 * np.cos(np.radians(hue - 30))
        + 0.24 * np.cos(np.radians(2 * hue))
        + 0.32 * np.cos(np.radians(3 * hue + 6))
        - 0.20 * np.cos(np.radians(4 * hue - 63))
    )
    off = (light - 50) ** 2
    by_light = d_light / (1 + 0.015 * off / np.sqrt(20 + off))
    by_chroma = d_chroma / (1 + 0.045 * chroma)
    by_hue = d_hue / (1 + 0.015 * chroma * weight)
    around = 60 * np.exp(-(((hue - 275) / 25) ** 2))
    rotation = -2 * np.sqrt(chroma**7 / (chroma**7 + 25.0**7)) * np.sin(np.radians(around))
    total_square = by_light**2 + by_chroma**2 + by_hue**2 + rotation * by_chroma * by_hue
    return np.sqrt(np.maximum(total_square, 0))
