"""MovieLens 1M in the order that SASRec and gSASRec publish on."""

from pathlib import Path

import numpy as np

from benchmarks.material import shared
from matinee.recommend.histories import Histories


def movielens_1m() -> tuple[Histories, Path]:
    """6,040 histories over 3,416 items, and the file they come from."""
    file = shared("movielens-1m", "sasrec.txt")
    rows = np.loadtxt(file, dtype=np.int64) - 1
    users, items = rows[:, 0], rows[:, 1]
    histories = Histories.of(
        users, items, member_count=int(users.max()) + 1, item_count=int(items.max()) + 1
    )
    return histories, file
