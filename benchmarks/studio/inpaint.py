"""``inpaint``: how a filled hole compares with what truly was there, on 50 held-out holes.

Beside it, in the same run, OpenCV's Telea 2004 and Navier-Stokes (Bertalmio et al. 2001), and on
every fifth hole its shift map (He and Sun 2012), which takes seconds each. Measured in the hole:
PSNR and SSIM to the truth; the sliced distance between the 7 × 7 patches that are there and those
that were (mean difference of sorted projections, in grey levels); and the local variance (7 × 7, of
the light) as a ratio to the truth's, of which 0.8 to 1.25 counts as kept. A mean of all that could
have been there has the best PSNR and no texture, so PSNR alone says little. Blind choices between
it and Telea are made on the sheets of ``benchmarks.studio.inpaint_sheet`` and counted here.
"""

import time
from collections.abc import Callable
from typing import cast

import cv2
import numpy as np

from benchmarks.outcome import Figure, Outcome
from benchmarks.studio.held_out_holes import Holed, held_out_holes
from benchmarks.studio.inpaint_choices import chosen
from matinee.errors import Unavailable
from matinee.studio.concept.colour import Bytes
from matinee.studio.concept.filling.synthesis import fill

try:
    from skimage.metrics import structural_similarity
except ImportError:
    structural_similarity = None

_Filler = Callable[[Bytes, Bytes], Bytes]
_RADIUS = 5
_SIDE, _HALF, _DIRECTIONS = 7, 3, 64
_KEPT = (0.8, 1.25)
_EVERY = 5


def run(quick: bool) -> Outcome:
    """Fill and measure; quick takes every fifth hole and leaves the shift map out."""
    holes = held_out_holes()
    some = holes[::_EVERY]
    tried = some if quick else holes
    ours, rows = _measured(fill, tried)
    peers = {
        "cv2 Telea (here)": _measured(telea, tried)[0],
        "cv2 Navier-Stokes (here)": _measured(_navier_stokes, tried)[0],
    }
    if not quick:
        peers["cv2.xphoto shift map, every fifth hole (here)"] = _measured(_shift_map, some)[0]
        peers["the same holes, ours"] = _summary(rows[::_EVERY], None)
    figures: dict[str, Figure] = {"holes": len(tried), **ours}
    for kind in dict.fromkeys(each.kind for each in tried):
        of_kind = rows[[each.kind == kind for each in tried]]
        figures[f"{kind}_variance_ratio"] = round(float(np.median(of_kind[:, 3])), 2)
    return Outcome(figures | chosen(), peers)


def telea(picture: Bytes, mask: Bytes) -> Bytes:
    """OpenCV's filling by Telea."""
    return np.asarray(cv2.inpaint(picture, mask, _RADIUS, cv2.INPAINT_TELEA), np.uint8)


def _navier_stokes(picture: Bytes, mask: Bytes) -> Bytes:
    return np.asarray(cv2.inpaint(picture, mask, _RADIUS, cv2.INPAINT_NS), np.uint8)


def _shift_map(picture: Bytes, mask: Bytes) -> Bytes:
    lab = cv2.cvtColor(picture, cv2.COLOR_RGB2Lab)
    made = np.zeros_like(lab)
    cv2.xphoto.inpaint(lab, 255 - mask, made, cv2.xphoto.INPAINT_SHIFTMAP)
    # Lab in bytes loses some of every colour: what is known is put back.
    filled = np.asarray(cv2.cvtColor(made, cv2.COLOR_Lab2RGB), np.uint8)
    return np.where(mask[..., None] > 0, filled, picture).astype(np.uint8)


def _measured(filler: _Filler, holes: list[Holed]) -> tuple[dict[str, Figure], np.ndarray]:
    rows: list[tuple[float, ...]] = []
    spent, outside = 0.0, 0
    for hole in holes:
        began = time.process_time()
        made = filler(hole.holed, hole.mask)
        spent += time.process_time() - began
        outside += int(np.count_nonzero((made != hole.truth)[hole.mask == 0]))
        rows.append(_compared(made, hole))
    told = _summary(np.array(rows), spent / len(holes))
    return told | {"changed_outside": outside}, np.array(rows)


def _summary(rows: np.ndarray, seconds: float | None) -> dict[str, Figure]:
    ratio = rows[:, 3]
    told: dict[str, Figure] = {
        "psnr_db": round(float(rows[:, 0].mean()), 2),
        "ssim": round(float(rows[:, 1].mean()), 3),
        "patch_distance": round(float(rows[:, 2].mean()), 2),
        "variance_ratio": round(float(np.median(ratio)), 2),
        "variance_kept": int(np.count_nonzero((ratio >= _KEPT[0]) & (ratio <= _KEPT[1]))),
    }
    if seconds is not None:
        told["cpu_seconds_a_hole"] = round(seconds, 3)
    return told


def _compared(made: Bytes, hole: Holed) -> tuple[float, float, float, float]:
    """PSNR, SSIM, sliced patch distance and ratio of local variance, within the hole."""
    if structural_similarity is None:
        raise Unavailable(
            "SSIM comes with scikit-image, which is not installed.",
            remedy="Install the extra dev, which brings scikit-image.",
        )
    inside = hole.mask > 0
    error = float(np.mean((made[inside].astype(np.float64) - hole.truth[inside]) ** 2))
    similar = structural_similarity(hole.truth, made, channel_axis=2, full=True)
    by_pixel = cast("tuple[float, np.ndarray]", similar)[1]
    return (
        10 * float(np.log10(255**2 / max(error, 1e-9))),
        float(by_pixel.mean(axis=2)[inside].mean()),
        float(np.abs(_projected(made, inside) - _projected(hole.truth, inside)).mean()),
        _roughness(made, inside) / max(_roughness(hole.truth, inside), 1e-6),
    )


def _projected(picture: Bytes, inside: np.ndarray) -> np.ndarray:
    """The patches about the pixels of the hole on directions drawn once, sorted along each."""
    edged = np.pad(picture, ((_HALF, _HALF), (_HALF, _HALF), (0, 0)), mode="reflect")
    windows = np.lib.stride_tricks.sliding_window_view(edged, (_SIDE, _SIDE), axis=(0, 1))
    patches = windows[inside].reshape(np.count_nonzero(inside), -1).astype(np.float32)
    drawn = np.random.default_rng(3).normal(size=(patches.shape[1], _DIRECTIONS))
    return np.sort(patches @ (drawn / np.linalg.norm(drawn, axis=0)).astype(np.float32), axis=0)


def _roughness(picture: Bytes, inside: np.ndarray) -> float:
    light = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY).astype(np.float32)
    mean = cv2.blur(light, (_SIDE, _SIDE))
    return float((cv2.blur(light * light, (_SIDE, _SIDE)) - mean * mean)[inside].mean())
