"""Photographs recoloured: what changed beside the mask, how long it took, and a sheet to look at.

A photograph has no truth to measure against, so the sheet (original, what was marked, recoloured)
is looked at, and what was seen stands in ``docs/explanation/studio-pictures.md``.
"""

import time
from pathlib import Path

import cv2
import numpy as np

from benchmarks.material import PROJECT
from benchmarks.outcome import Figure
from benchmarks.studio.photographs import PHOTOGRAPHS, Photograph
from matinee.studio.concept.colour import Bytes
from matinee.studio.concept.recolouring import recolour

SHEET = PROJECT / ".matinee" / "recolour-photographs.jpg"
_TALL, _WIDE, _HEAD = 340, 480, 22
_DIMMED = 0.25


def photographs_recoloured(sheet: Path = SHEET) -> dict[str, Figure]:
    """Recolour each, write the sheet, and tell what can be counted."""
    rows: list[np.ndarray] = []
    outside, spent, pixels = 0, 0.0, 0
    for number, photograph in enumerate(PHOTOGRAPHS, start=1):
        picture = photograph.picture()
        mask = photograph.mask(picture)
        began = time.process_time()
        made = recolour(picture, mask, photograph.wanted)
        spent += time.process_time() - began
        pixels += mask.size
        outside += int(np.count_nonzero((made != picture)[mask == 0]))
        rows.append(_row(number, photograph, picture, mask, made))
    sheet.parent.mkdir(parents=True, exist_ok=True)
    rows += [np.full_like(rows[0], 255)] * (len(rows) % 2)
    whole = np.vstack([np.hstack(rows[at : at + 2]) for at in range(0, len(rows), 2)])
    cv2.imwrite(str(sheet), cv2.cvtColor(whole, cv2.COLOR_RGB2BGR))
    return {
        "photographs": len(PHOTOGRAPHS),
        "photograph_changed_outside": outside,
        "photograph_cpu_seconds_a_megapixel": round(spent / pixels * 1e6, 2),
        "photograph_sheet": str(sheet.relative_to(PROJECT)),
    }


def _row(number: int, photograph: Photograph, picture: Bytes, mask: Bytes, made: Bytes) -> Bytes:
    share = _DIMMED + (1 - _DIMMED) * mask[..., None].astype(np.float32) / 255
    shown = np.hstack([_fit(each) for each in (picture, picture * share, made)])
    head = np.full((_HEAD, shown.shape[1], 3), 255, np.uint8)
    red, green, blue = photograph.wanted
    words = f"{number} {photograph.name}: {photograph.what}, to #{red:02x}{green:02x}{blue:02x}"
    cv2.putText(head, words, (30, 16), cv2.FONT_HERSHEY_SIMPLEX, 0.5, (0, 0, 0), 1)
    head[4:18, 4:24] = photograph.wanted
    return np.vstack([head, shown])


def _fit(picture: np.ndarray) -> Bytes:
    height, width = picture.shape[:2]
    scale = min(_TALL / height, _WIDE / width)
    size = (round(width * scale), round(height * scale))
    small = cv2.resize(picture.astype(np.uint8), size, interpolation=cv2.INTER_AREA)
    framed = np.full((_TALL, _WIDE, 3), 255, np.uint8)
    framed[: size[1], : size[0]] = small
    return framed
