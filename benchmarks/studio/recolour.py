"""``recolour``: how near a recoloured garment or wall comes to one that was drawn in that colour.

Twenty scenes are drawn by code: sixteen garments in folds (eight of wool, eight of satin with
sheen) and four walls, each in one cloth and once more in another, which is the truth. Recolouring
is given the first picture as a camera would take it (noise, eight bits), the mask, and the colour
that the second shows in its middle light. Beside it, in the same run: turning the hue (CIELAB), and
Reinhard et al. 2001, which is given the statistics of a true picture in the wanted cloth, more than
anybody has who wants to see one. The scenes are drawn by the model of reflection that recolouring
rests on; photographs also hold what it leaves out.
"""

import time

import numpy as np

from benchmarks.outcome import Figure, Outcome
from benchmarks.studio.rendered_cloth import Scene, garment, photographed, wall
from matinee.studio.concept.colour import Bytes, Floats, delta_e, to_lab, to_linear, to_srgb
from matinee.studio.concept.recolouring import recolour

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
    """Draw, recolour and compare; quick takes every fourth scene."""
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
    peers = {
        "hue rotation (here)": _summary(errors["hue"]),
        "Reinhard 2001 (here)": _summary(errors["reinhard"]),
        "nothing done": _summary(errors["unchanged"]),
    }
    return Outcome(figures, peers)


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
    return _placed(picture, inside, _from_lab(np.stack([lab[:, 0], a, b], axis=-1)))


def _reinhard(picture: Bytes, scene: Scene, sample: Bytes) -> Bytes:
    inside = scene.mask > 127
    own, like = _opponent(to_linear(picture[inside])), _opponent(to_linear(sample))
    moved = (own - own.mean(axis=0)) * (like.std(axis=0) / own.std(axis=0)) + like.mean(axis=0)
    cones = 10 ** (moved @ np.linalg.inv(_AXES).T)
    return _placed(picture, inside, (cones @ np.linalg.inv(_ABC).T).astype(np.float32))


def _opponent(linear: Floats) -> np.ndarray:
    return np.log10(np.maximum(linear @ _ABC.T, 1e-4)) @ _AXES.T


def _from_lab(lab: np.ndarray) -> Floats:
    y = (lab[:, 0] + 16) / 116
    bent = np.stack([y + lab[:, 1] / 500, y, y - lab[:, 2] / 200], axis=-1)
    xyz = np.where(bent > 6 / 29, bent**3, (116 * bent - 16) * 27 / 24389)
    xyz = xyz * np.array([0.95047, 1.0, 1.08883])
    to_rgb = np.array(
        [
            [3.2404542, -1.5371385, -0.4985314],
            [-0.9692660, 1.8760108, 0.0415560],
            [0.0556434, -0.2040259, 1.0572252],
        ]
    )
    return (xyz @ to_rgb.T).astype(np.float32)


def _placed(picture: Bytes, inside: np.ndarray, linear: Floats) -> Bytes:
    result = picture.copy()
    result[inside] = np.rint(to_srgb(linear)).astype(np.uint8)
    return result
