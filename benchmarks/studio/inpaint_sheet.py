"""``python -m benchmarks.studio.inpaint_sheet FOLDER KEY``: sheets for a blind choice.

Fifty pairs, ours and Telea's filling of the same hole, in an order of pairs and of sides that the
system's own chance draws anew each time. Nothing in FOLDER tells which is which: the key lies at
KEY, elsewhere, and FOLDER holds only its seal, so that it can be seen afterwards that the key is
the one that was drawn before. What was chosen is counted by ``benchmarks.studio.inpaint_choices``.
"""

import json
import random
import sys
from pathlib import Path

import cv2
import numpy as np

from benchmarks.studio.held_out_holes import Holed, held_out_holes
from benchmarks.studio.inpaint import telea
from benchmarks.studio.inpaint_choices import Key, drawn_key
from matinee.studio.concept.colour import Bytes
from matinee.studio.concept.filling.synthesis import fill

_SIDE = 300
_PAIRS = 10
_GAP = 12
HOW = """# A choice between two pictures

Each numbered pair shows the same part of one picture twice. From both, the same thing was taken out
about the middle, and the place was filled in two different ways.

1. Open sheet-1.png to sheet-{sheets}.png, one after the other, at their own size.
2. For each pair say which of the two looks more like a picture that nobody has touched: `left`,
   `right`, or `neither` where you see no difference or both are as bad.
3. Write answers.json: {{"judge": "who you are and what you knew of this", "choices": [...]}}, with
   {pairs} words in the order of the numbers.

Read nothing else before you are done: not the code that made the sheets, not its results.
"""


def sheets(folder: Path, key: Key, holes: list[Holed]) -> list[Path]:
    """Write the sheets in the order of the key, with how to judge and the key's seal."""
    folder.mkdir(parents=True, exist_ok=True)
    pairs = [
        _pair(holes[which], left_is_ours=key.ours[place] == "left", number=place + 1)
        for place, which in enumerate(key.holes)
    ]
    written: list[Path] = []
    for start in range(0, len(pairs), _PAIRS):
        part = pairs[start : start + _PAIRS]
        part += [np.full_like(part[0], 255)] * (len(part) % 2)
        # Two columns, so that a sheet is about as wide as it is tall.
        rows = [np.hstack(part[row : row + 2]) for row in range(0, len(part), 2)]
        path = folder / f"sheet-{start // _PAIRS + 1}.png"
        cv2.imwrite(str(path), cv2.cvtColor(np.vstack(rows), cv2.COLOR_RGB2BGR))
        written.append(path)
    how = HOW.format(sheets=len(written), pairs=len(pairs))
    (folder / "HOW.md").write_text(how, encoding="utf-8")
    (folder / "seal.txt").write_text(key.seal() + "\n", encoding="utf-8")
    return written


def _pair(hole: Holed, *, left_is_ours: bool, number: int) -> np.ndarray:
    made = [fill(hole.holed, hole.mask), telea(hole.holed, hole.mask)]
    gap = np.full((_SIDE, _GAP, 3), 255, np.uint8)
    left, right = (_near(each, hole) for each in (made if left_is_ours else made[::-1]))
    shown = np.hstack([left, gap, right, gap, gap])
    head = np.full((2 * _GAP + 6, shown.shape[1], 3), 255, np.uint8)
    cv2.putText(head, str(number), (4, 22), cv2.FONT_HERSHEY_SIMPLEX, 0.7, (0, 0, 0), 2)
    return np.vstack([head, shown])


def _near(picture: Bytes, hole: Holed) -> np.ndarray:
    """The picture about the hole, twice as wide as the hole is."""
    rows, columns = np.nonzero(hole.mask)
    reach = max(int(np.ptp(rows)), int(np.ptp(columns)))
    middle = (int(rows.min() + rows.max()) // 2, int(columns.min() + columns.max()) // 2)
    top, left = (max(0, each - reach) for each in middle)
    part = picture[top : middle[0] + reach, left : middle[1] + reach]
    return cv2.resize(part, (_SIDE, _SIDE), interpolation=cv2.INTER_CUBIC)


if __name__ == "__main__":
    found = held_out_holes()
    drawn = drawn_key(len(found), random.SystemRandom())
    Path(sys.argv[2]).write_text(json.dumps(drawn.as_dict()), encoding="utf-8")
    for each in sheets(Path(sys.argv[1]), drawn, found):
        print(each)
