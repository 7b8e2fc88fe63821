"""How histories are cut into what a model may learn from and what it is asked for."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matinee.errors import Invalid
from matinee.recommend.arrays import Items
from matinee.recommend.histories import Histories


@dataclass(frozen=True, slots=True, eq=False)
class Split:
    """``past`` is all that a model may see; ``targets[i]`` is what ``members[i]`` watched next.

    ``past`` holds every member; ``asked`` are the places in it of those with a target.
    """

    past: Histories
    asked: NDArray[np.int64]
    targets: Items


def leave_last_out(histories: Histories, *, choosing: bool = False) -> Split:
    """The last item of each member is the target; for ``choosing`` settings, the second-last.

    When choosing, the last item is nowhere. Afterwards the second-last belongs to the past again:
    the protocol of SASRec and gSASRec. Members with nothing before the target are not asked.
    """
    held = 2 if choosing else 1
    lengths = histories.lengths
    asked = np.flatnonzero(lengths > held)
    if not asked.size:
        raise Invalid(
            "No member's history is long enough to hold an item out.",
            remedy=f"Bring histories of at least {held + 1} titles.",
        )
    targets = histories.items[histories.offsets[1:][asked] - held]
    return Split(histories.without_last(held), asked, targets)
