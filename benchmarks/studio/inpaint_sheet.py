"""``python -m benchmarks.studio.inpaint_sheet FOLDER``: sheets for a blind choice.

Ten rows a sheet: the hole, then two fillings of it, ours and Telea's, in an order that chance drew.
Which is which stands on none of them. What somebody chose is written into ``inpaint_choices.json``.
"""

import sys
from pathlib import Path

import cv2
import numpy as np

from benchmarks.studio.held_out_holes import Holed, held_out_holes
from benchmarks.studio.inpaint import telea
from benchmarks.studio.inpaint_choices import ours_on_the_left
from matinee.studio.concept.colour import Bytes
from matinee.studio.concept.filling.synthesis import fill

_SIDE = 230
_ROWS = 10
_MARK = (255, 0, 255)


def sheets(folder: Path) -> list[Path]:
    """Write the sheets, in the order of the holes."""
    holes = held_out_holes()
    rows: list[np.ndarray] = []
    for hole, left_is_ours in zip(holes, ours_on_the_left(len(holes)), strict=True):
        marked = np.where(hole.mask[..., None] > 0, _MARK, hole.truth).astype(np.uint8)
        pair = [fill(hole.holed, hole.mask), telea(hole.holed, hole.mask)]
        shown = [marked, *(pair if left_is_ours else pair[::-1])]
        row = np.hstack([_near(each, hole) for each in shown])
        cv2.putText(row, hole.name, (6, 18), cv2.FONT_HERSHEY_SIMPLEX, 0.5, (255, 255, 0), 1)
        rows.append(row)
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    for start in range(0, len(rows), _ROWS):
        # Two columns of rows, so that a sheet is about as wide as it is tall.
        part = rows[start : start + _ROWS]
        half = (len(part) + 1) // 2
        path = folder / f"sheet-{start // _ROWS + 1}.png"
        whole = np.hstack([np.vstack(part[:half]), np.vstack(part[half:])])
        cv2.imwrite(str(path), cv2.cvtColor(whole, cv2.COLOR_RGB2BGR))
        written.append(path)
    return written


def _near(picture: Bytes, hole: Holed) -> np.ndarray:
    """The picture about the hole, twice as wide as the hole is."""
    rows, columns = np.nonzero(hole.mask)
    reach = max(int(np.ptp(rows)), int(np.ptp(columns)))
    middle = (int(rows.min() + rows.max()) // 2, int(columns.min() + columns.max()) // 2)
    top, left = (max(0, each - reach) for each in middle)
    part = picture[top : middle[0] + reach, left : middle[1] + reach]
    return cv2.resize(part, (_SIDE, _SIDE), interpolation=cv2.INTER_AREA)


if __name__ == "__main__":
    for each in sheets(Path(sys.argv[1])):
        print(each)
