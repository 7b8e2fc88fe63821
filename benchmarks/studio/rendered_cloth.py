"""Garments and walls drawn by code, so that cloth, light and sheen are known at every pixel."""

from dataclasses import dataclass

import numpy as np
from scipy.ndimage import gaussian_filter

from matinee.studio.concept.colour import Bytes, Floats, to_linear, to_srgb

SIDE = 384
_NOISE_BYTES = 0.8


@dataclass(frozen=True, slots=True)
class Scene:
    """Light and form: the same for every cloth that is drawn in it.

    ``light`` (h, w, 3) falls on the cloth, ``sheen`` (h, w) is added in white, ``weave`` (h, w) is
    the cloth's own unevenness around 1, ``mask`` (h, w) is where the cloth is.
    """

    name: str
    light: Floats
    sheen: Floats
    weave: Floats
    mask: Bytes
    behind: Floats

    def drawn(self, cloth: tuple[int, int, int]) -> Floats:
        """The picture in linear light with this cloth (its sRGB albedo)."""
        albedo = to_linear(np.array(cloth, np.uint8))
        shown = albedo * self.weave[..., None] * self.light + self.sheen[..., None]
        share = self.mask[..., None].astype(np.float32) / 255
        return (self.behind + share * (shown - self.behind)).astype(np.float32)

    def shown(self, cloth: tuple[int, int, int]) -> tuple[int, int, int]:
        """What this cloth shows in its middle light (sRGB): what somebody would point at."""
        inside = self.mask > 127
        middle = np.median(self.light[inside], axis=0) * to_linear(np.array(cloth, np.uint8))
        red, green, blue = (int(each) for each in np.rint(to_srgb(middle)))
        return red, green, blue


def photographed(linear: Floats, seed: int) -> Bytes:
    """As a camera gives it: noise, then eight bits."""
    noise = np.random.default_rng(seed).normal(0, _NOISE_BYTES, linear.shape)
    return np.clip(np.rint(to_srgb(linear) + noise), 0, 255).astype(np.uint8)


def garment(seed: int, *, satin: bool) -> Scene:
    """A hanging cloth in folds, a key light, and a fill of another colour."""
    chance = np.random.default_rng(seed)
    y, x = np.mgrid[0:SIDE, 0:SIDE].astype(np.float32) / SIDE
    height = gaussian_filter(chance.normal(size=(SIDE, SIDE)), (40, 9))
    height = 0.05 * height / height.std()
    for _ in range(6):
        turn, wide = chance.uniform(-0.35, 0.35), chance.uniform(0.02, 0.06)
        along = x - chance.uniform(0.15, 0.85) + turn * (y - 0.5)
        height += chance.uniform(0.03, 0.08) * np.exp(-((along / wide) ** 2))
    light, sheen = _lit(height.astype(np.float32), chance, shine=0.25 if satin else 0.0)
    shape = (np.abs(x - 0.5) < 0.22 + 0.14 * y) & (y > 0.08) & (y < 0.94)
    name = f"{'satin' if satin else 'wool'} {seed}"
    return _scene(name, light, sheen, shape, chance, weave=0.02 if satin else 0.06)


def wall(seed: int) -> Scene:
    """A wall with a lamp that falls off, the window's light, and a corner's shadow."""
    chance = np.random.default_rng(seed)
    y, x = np.mgrid[0:SIDE, 0:SIDE].astype(np.float32) / SIDE
    lamp = 1 / (1 + 6 * ((x - chance.uniform(0.2, 0.8)) ** 2 + (y - chance.uniform(0, 0.5)) ** 2))
    warm = np.array([1.0, chance.uniform(0.82, 0.95), chance.uniform(0.6, 0.85)], np.float32)
    cool = np.array([chance.uniform(0.75, 0.9), 0.9, 1.0], np.float32)
    slant = chance.uniform(0.3, 0.7)
    window = gaussian_filter(((x - slant * y) % 0.5 < 0.2).astype(np.float32), 4)
    corner = 1 - 0.5 * np.exp(-(((x - 0.97) / 0.08) ** 2))
    light = (0.75 * lamp * corner)[..., None] * warm + (0.3 * window * corner)[..., None] * cool
    shape = (y < 0.82) & ((np.abs(x - 0.5) > 0.16) | (y < 0.3))
    return _scene(f"wall {seed}", light, np.zeros_like(x), shape, chance, weave=0.04)


def _lit(height: Floats, chance: np.random.Generator, *, shine: float) -> tuple[Floats, Floats]:
    slope_y, slope_x = np.gradient(height * SIDE)
    normal = np.stack([-slope_x, -slope_y, np.full_like(height, 2.5)], axis=-1)
    normal /= np.linalg.norm(normal, axis=-1, keepdims=True)
    key = np.array([chance.uniform(-0.8, 0.8), chance.uniform(-0.7, -0.1), 0.9])
    key /= np.linalg.norm(key)
    fallen = np.clip(normal @ key, 0, None)
    deep = np.clip(1 + 6 * (height - gaussian_filter(height, 14)), 0.35, 1.1)
    tint = np.array([1.0, chance.uniform(0.9, 1.0), chance.uniform(0.78, 1.0)])
    fill = np.array([chance.uniform(0.75, 1.0), 0.95, 1.0])
    light = (0.8 * fallen)[..., None] * tint + (0.22 * deep)[..., None] * fill
    half = key + np.array([0, 0, 1.0])
    half /= np.linalg.norm(half)
    sheen = shine * np.clip(normal @ half, 0, None) ** 60
    return light.astype(np.float32), sheen.astype(np.float32)


def _scene(
    name: str,
    light: Floats,
    sheen: Floats,
    shape: np.ndarray,
    chance: np.random.Generator,
    *,
    weave: float,
) -> Scene:
    mask = gaussian_filter(shape.astype(np.float32) * 255, 1.0)
    threads = gaussian_filter(chance.normal(size=shape.shape), 0.8)
    uneven = np.clip(1 + weave * threads / threads.std(), 0.6, 1.4)
    y = np.mgrid[0:SIDE, 0:SIDE][0] / SIDE
    behind = (0.1 + 0.3 * y)[..., None] * chance.uniform(0.3, 1.0, 3)
    return Scene(
        name,
        light.astype(np.float32),
        sheen.astype(np.float32),
        uneven.astype(np.float32),
        np.rint(mask).astype(np.uint8),
        behind.astype(np.float32),
    )
