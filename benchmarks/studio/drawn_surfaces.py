"""Surfaces of a set drawn by code: what a wall, a floor or a cloth shows, in pictures (h, w, 3).

Each is drawn from a seed, so that no two are alike, and none comes from anybody else's picture.
"""

from collections.abc import Callable

import cv2
import numpy as np
from scipy.ndimage import gaussian_filter

from matinee.studio.concept.colour import Bytes, Floats

SIDE = 384
Drawn = Callable[[int], Bytes]


def plaster(seed: int) -> Bytes:
    """Rough plaster under a lamp that falls off."""
    chance = np.random.default_rng(seed)
    return _shown(
        _lamp(chance) * (1 + 0.12 * _grain(chance, 1.2) + 0.05 * _grain(chance, 5)), chance
    )


def bricks(seed: int) -> Bytes:
    """Bricks in a running bond, each of its own shade, with mortar."""
    chance = np.random.default_rng(seed)
    tall, wide = int(chance.integers(22, 30)), int(chance.integers(52, 70))
    y, x = _grid()
    row = y // tall
    along = x + (row % 2) * wide // 2
    shade = chance.uniform(0.45, 0.75, (SIDE // tall + 2, SIDE // wide + 3))
    brick = shade[row, along // wide] * (1 + 0.10 * _grain(chance, 1))
    mortar = (y % tall < 4) | (along % wide < 4)
    return _shown(np.where(mortar, 0.85 + 0.05 * _grain(chance, 1), brick), chance)


def stripes(seed: int) -> Bytes:
    """A striped paper, lit from one side."""
    chance = np.random.default_rng(seed)
    _, x = _grid()
    period = int(chance.integers(18, 40))
    wave = 0.6 + 0.15 * np.sign(np.sin(2 * np.pi * x / period + 0.3))
    return _shown(wave * _lamp(chance) * (1 + 0.02 * _grain(chance, 0.8)), chance)


def leaves(seed: int) -> Bytes:
    """Leaves that lie over one another."""
    chance = np.random.default_rng(seed)
    picture = np.zeros((SIDE, SIDE, 3), np.float32)
    for _ in range(2600):
        at = tuple(int(each) for each in chance.integers(0, SIDE, 2))
        axes = (int(chance.integers(6, 15)), int(chance.integers(3, 6)))
        light = float(chance.uniform(40, 170))
        hue = (light * 0.6, light, light * 0.35)
        cv2.ellipse(picture, at, axes, float(chance.uniform(0, 180)), 0, 360, hue, -1, cv2.LINE_AA)
    return np.clip(np.rint(picture + 3 * _grain(chance, 0.7)[..., None]), 0, 255).astype(np.uint8)


def weave(seed: int) -> Bytes:
    """A coarse cloth: threads over and under."""
    chance = np.random.default_rng(seed)
    y, x = _grid()
    thread = int(chance.integers(6, 10))
    over = (x // thread + y // thread) % 2 == 0
    across = np.sin(np.pi * ((np.where(over, y, x) % thread) + 0.5) / thread)
    uneven = 1 + 0.10 * _grain(chance, 2) + 0.06 * _grain(chance, 12)
    return _shown((0.35 + 0.4 * across) * uneven * np.where(over, 1, 0.8), chance)


def pebbles(seed: int) -> Bytes:
    """Stones beside one another with dark between them."""
    chance = np.random.default_rng(seed)
    count = int(chance.integers(420, 700))
    at = chance.integers(0, SIDE, (count, 2))
    seeds = np.ones((SIDE, SIDE), np.uint8)
    seeds[at[:, 0], at[:, 1]] = 0
    away, label = cv2.distanceTransformWithLabels(
        seeds, cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL
    )
    shade = chance.uniform(0.35, 0.85, int(label.max()) + 1)[label.astype(np.intp)]
    edge = cv2.morphologyEx(label.astype(np.float32), cv2.MORPH_GRADIENT, np.ones((3, 3)))
    between = gaussian_filter((edge > 0).astype(np.float32), 1.0)
    stone = shade * (1.1 - 0.02 * away) * (1 + 0.05 * _grain(chance, 1))
    return _shown(stone * (1 - np.clip(1.4 * between, 0, 0.85)), chance)


def planks(seed: int) -> Bytes:
    """Boards of wood with their grain and the gaps between them."""
    chance = np.random.default_rng(seed)
    _, x = _grid()
    wide = int(chance.integers(44, 64))
    board = x // wide
    shade = chance.uniform(0.45, 0.7, SIDE // wide + 2)[board]
    drawn_out = gaussian_filter(chance.normal(size=(SIDE, SIDE)), (14, 1.0))
    grain = drawn_out / drawn_out.std()
    gap = x % wide < 3
    return _shown(np.where(gap, 0.15, shade * (1 + 0.13 * grain)), chance)


def wallpaper(seed: int) -> Bytes:
    """A paper with a motif that repeats, in the light of a lamp."""
    chance = np.random.default_rng(seed)
    y, x = _grid()
    period = int(chance.integers(36, 56))
    v, u = y % period - period / 2, (x + (y // period) % 2 * period // 2) % period - period / 2
    petals = np.cos(5 * np.arctan2(v, u)) * period * 0.1 + period * 0.25
    flower = np.clip(petals - np.hypot(u, v), 0, 2) / 2
    paper = 0.75 - 0.4 * flower + 0.25 * (np.hypot(u, v) < period * 0.08)
    return _shown(paper * _lamp(chance) * (1 + 0.03 * _grain(chance, 1)), chance)


def tiles(seed: int) -> Bytes:
    """Glazed tiles, each a little different, with white joints."""
    chance = np.random.default_rng(seed)
    y, x = _grid()
    side = int(chance.integers(26, 44))
    count = SIDE // side + 2
    shade = chance.uniform(0.5, 0.62, (count, count))[y // side, x // side]
    gloss = 0.08 * np.exp(-(((x % side) / side - 0.3) ** 2 + ((y % side) / side - 0.3) ** 2) * 20)
    joint = (x % side < 3) | (y % side < 3)
    return _shown(np.where(joint, 0.9, shade + gloss) * (1 + 0.02 * _grain(chance, 1)), chance)


def _grid() -> tuple[np.ndarray, np.ndarray]:
    rows, columns = np.mgrid[0:SIDE, 0:SIDE]
    return rows, columns


def _grain(chance: np.random.Generator, wide: float) -> Floats:
    """Noise of spread 1 whose grains are about as wide as that many pixels."""
    soft = gaussian_filter(chance.normal(size=(SIDE, SIDE)), wide, mode="wrap")
    return (soft / soft.std()).astype(np.float32)


def _lamp(chance: np.random.Generator) -> Floats:
    y, x = np.mgrid[0:SIDE, 0:SIDE].astype(np.float32) / SIDE
    away = (x - chance.uniform(0.1, 0.9)) ** 2 + (y - chance.uniform(-0.2, 0.4)) ** 2
    return (0.8 / (1 + 0.9 * away)).astype(np.float32)


def _shown(shade: np.ndarray, chance: np.random.Generator) -> Bytes:
    """The shade in a colour, with the noise of a camera, as bytes."""
    tint = chance.uniform(0.75, 1.0, 3)
    noise = chance.normal(0, 1.2, (SIDE, SIDE, 3))
    return np.clip(np.rint(shade[..., None] * tint * 235 + noise), 0, 255).astype(np.uint8)
