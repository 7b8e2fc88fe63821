"""What has budget in one process, as decisions read it."""

import numpy as np

from matinee.ads.decision.snapshot import Flags, Snapshot


class Funding:
    """Which spots of a snapshot have budget here, and which of its line items have none."""

    def __init__(self, snapshot: Snapshot, spots: Flags) -> None:
        self.spots = spots
        # In order, since the line items of a snapshot are.
        gone = np.unique(snapshot.item_of[~spots]).tolist()
        self.exhausted = tuple(snapshot.line_items[number].id for number in gone)
