"""``recolour``: how near a recoloured garment or wall comes to one that was drawn in that colour.

Twenty scenes are drawn by code: sixteen garments in folds (eight of wool, eight of satin with
sheen) and four walls, each in one cloth and once more in another, which is the truth. Recolouring
is given the first picture as a camera would take it (noise, eight bits), the mask, and the colour
that the second shows in its middle light. Beside it, in the same run: turning the hue (CIELAB), and
Reinhard et al. 2001, which is given the statistics of a true picture in the wanted cloth, more than
anybody has who wants to see one. The scenes are drawn by the model of reflection that recolouring
rests on; photographs also hold what it leaves out. A cloth in checks is laid flat over each scene
as well: the mean distance to the truth, beside multiplying it by the picture's lightness. Ten
photographs are recoloured for a sheet to look at (``recolour_sheet``).
"""

import time

import numpy as np

from benchmarks.outcome import Figure, Outcome
from benchmarks.studio.recolour_sheet import photographs_recoloured
from benchmarks.studio.rendered_cloth import Scene, garment, photographed, wall
from matinee.studio.concept.colour import (
    Bytes,
    Floats,
    delta_e,
    from_lab,
    luminance,
    to_lab,
    to_linear,
    to_srgb,
)
from matinee.studio.concept.draping import cloth_of
from matinee.studio.concept.recolouring import recolour, repainted

_Colour = tuple[int, int, int]
_CLOTHS: tuple[tuple[_Colour, _Colour], ...] = (
    ((176, 40, 52), (38, 84, 150)),
    ((60, 90, 140), (150, 120, 60)),
    ((205, 200, 190), (120, 30, 60)),
    ((44, 60, 48), (170, 150, 120)),
    ((214, 170, 60), (70, 110, 80)),
    ((120, 70, 140), (210, 205, 195)),
    ((90, 90, 92), (30, 110, 120)),
    ((190, 110, 80), (60, 60, 70)),
    ((30, 70, 110), (200, 90, 60)),
    ((150, 160, 120), (160, 60, 110)),
)
_ABC = np.array(
    [[0.3811, 0.5783, 0.0402], [0.1967, 0.7244, 0.0782], [0.0241, 0.1288, 0.8444]], np.float64
)
_AXES = np.diag([3**-0.5, 6**-0.5, 2**-0.5]) @ np.array([[1, 1, 1], [1, 1, -2], [1, -1, 0]])


def run(quick: bool) -> Outcome:
    """Draw, recolour and compare; quick takes every fourth scene and leaves photographs out."""
    scenes = [garment(seed, satin=seed % 2 == 1) for seed in range(16)]
    scenes += [wall(seed) for seed in range(4)]
    pairs = [(scene, *_CLOTHS[number % len(_CLOTHS)]) for number, scene in enumerate(scenes)]
    tried = pairs[::4] if quick else pairs
    errors: dict[str, list[float]] = {"ours": [], "hue": [], "reinhard": [], "unchanged": []}
    changed_outside, spent, pixels = 0, 0.0, 0
    for number, (scene, old, new) in enumerate(tried):
        picture = photographed(scene.drawn(old), number)
        truth, wanted = to_lab(scene.drawn(new)), scene.shown(new)
        began = time.process_time()
        ours = recolour(picture, scene.mask, wanted)
        spent += time.process_time() - began
        pixels += scene.mask.size
        changed_outside += int(np.count_nonzero((ours != picture)[scene.mask == 0]))
        like = scenes[(number + 2) % len(scenes)]
        sample = photographed(like.drawn(new), 900 + number)[like.mask > 127]
        made = {
            "ours": ours,
            "hue": _hue_turned(picture, scene, wanted),
            "reinhard": _reinhard(picture, scene, sample),
            "unchanged": picture,
        }
        for name, each in made.items():
            errors[name].append(_error(each, truth, scene))
    figures: dict[str, Figure] = {
        "scenes": len(tried),
        **_summary(errors["ours"]),
        "better_than_both": sum(
            mine < min(turned, transferred)
            for mine, turned, transferred in zip(
                errors["ours"], errors["hue"], errors["reinhard"], strict=True
            )
        ),
        "changed_outside": changed_outside,
        "cpu_seconds_a_megapixel": round(spent / pixels * 1e6, 2),
    }
    patterns = [_patterned(scene, old, number) for number, (scene, old, _) in enumerate(tried)]
    figures |= {
        "pattern_median_delta_e": round(float(np.median([ours for ours, _ in patterns])), 2),
        "pattern_worst_delta_e": round(max(ours for ours, _ in patterns), 2),
    }
    if not quick:
        figures |= photographs_recoloured()
    peers = {
        "pattern multiplied by lightness (here)": _summary([plain for _, plain in patterns]),
        "hue rotation (here)": _summary(errors["hue"]),
        "Reinhard 2001 (here)": _summary(errors["reinhard"]),
        "nothing done": _summary(errors["unchanged"]),
    }
    return Outcome(figures, peers)


def _patterned(scene: Scene, old: _Colour, number: int) -> tuple[float, float]:
    """Checks laid flat over the cloth: mean CIEDE2000 to the truth, and that of multiplying."""
    picture, inside = photographed(scene.drawn(old), number), scene.mask > 127
    rows, columns = np.mgrid[0:48, 0:48] // 8 % 2
    checks = np.array([[214, 190, 150], [40, 60, 110]], np.uint8)[rows ^ columns]
    cloth = cloth_of(picture, scene.mask, checks, scale=0.3, drape=0)
    light = scene.light / np.median(scene.light[inside], axis=0)
    true = to_linear(cloth) * light * scene.weave[..., None] + scene.sheen[..., None]
    truth = to_lab(np.clip(true[inside], 0, 1).astype(np.float32))
    bright = luminance(to_linear(picture))
    plain = to_linear(cloth) * (bright / np.median(bright[inside]))[..., None]
    ours = to_lab(to_linear(repainted(picture, scene.mask, cloth)[inside]))
    other = to_lab(np.clip(plain[inside], 0, 1).astype(np.float32))
    return float(delta_e(ours, truth).mean()), float(delta_e(other, truth).mean())


def _summary(errors: list[float]) -> dict[str, Figure]:
    return {
        "median_delta_e": round(float(np.median(errors)), 2),
        "worst_delta_e": round(max(errors), 2),
    }


def _error(made: Bytes, truth: Floats, scene: Scene) -> float:
    """The median CIEDE2000 over the pixels of the cloth."""
    inside = scene.mask > 127
    return float(np.median(delta_e(to_lab(to_linear(made[inside])), truth[inside])))


def _hue_turned(picture: Bytes, scene: Scene, wanted: _Colour) -> Bytes:
    inside = scene.mask > 127
    lab = to_lab(to_linear(picture[inside]))
    mean, goal = lab.mean(axis=0), to_lab(to_linear(np.array(wanted, np.uint8)))
    turn = np.arctan2(goal[2], goal[1]) - np.arctan2(mean[2], mean[1])
    a = lab[:, 1] * np.cos(turn) - lab[:, 2] * np.sin(turn)
    b = lab[:, 1] * np.sin(turn) + lab[:, 2] * np.cos(turn)
    return _placed(picture, inside, from_lab(np.stack([lab[:, 0], a, b], axis=-1)))


def _reinhard(picture: Bytes, scene: Scene, sample: Bytes) -> Bytes:
    inside = scene.mask > 127
    own, like = _opponent(to_linear(picture[inside])), _opponent(to_linear(sample))
    moved = (own - own.mean(axis=0)) * (like.std(axis=0) / own.std(axis=0)) + like.mean(axis=0)
    cones = 10 ** (moved @ np.linalg.inv(_AXES).T)
    return _placed(picture, inside, (cones @ np.linalg.inv(_ABC).T).astype(np.float32))


def _opponent(linear: Floats) -> np.ndarray:
    return np.log10(np.maximum(linear @ _ABC.T, 1e-4)) @ _AXES.T


def _placed(picture: Bytes, inside: np.ndarray, linear: Floats) -> Bytes:
    result = picture.copy()
    result[inside] = np.rint(to_srgb(linear)).astype(np.uint8)
    return result
